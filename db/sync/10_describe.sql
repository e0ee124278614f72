-- What the gateway asks about the database itself: its catalog, its identity, and an installation's hello.

create or replace function sync.column_type(type_id oid, out name text, out cast_to text)
language sql stable set search_path = '' as $$
    select case
             when t.oid = 'pg_catalog.uuid'::regtype then 'uuid'
             when t.oid in ('pg_catalog.int2'::regtype, 'pg_catalog.int4'::regtype, 'pg_catalog.int8'::regtype) then 'int'
             when t.oid = 'pg_catalog.bool'::regtype then 'bool'
             when t.oid = 'pg_catalog.timestamptz'::regtype then 'time'
             when t.oid in ('pg_catalog.json'::regtype, 'pg_catalog.jsonb'::regtype) or t.typelem <> 0 and t.typlen = -1 then 'json'
             else 'text'
           end,
           case
             when t.oid in ('pg_catalog.int2'::regtype, 'pg_catalog.int4'::regtype) then '%s::int8'
             when t.typelem <> 0 and t.typlen = -1 then 'to_jsonb(%s)'
             when t.oid = 'pg_catalog.json'::regtype then '%s::jsonb'
             when t.oid in ('pg_catalog.uuid'::regtype, 'pg_catalog.int8'::regtype, 'pg_catalog.bool'::regtype, 'pg_catalog.text'::regtype,
                            'pg_catalog.timestamptz'::regtype, 'pg_catalog.jsonb'::regtype) then '%s'
             else '%s::text'
           end
      from pg_catalog.pg_type t where t.oid = type_id
$$;
comment on function sync.column_type(oid) is 'The wire type of a column, and the expression whose binary form a client binds as that type.';

create or replace function sync.describe_columns(r sync.relations) returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.name, 'select', format(t.cast_to, quote_ident(a.attname)))
                     order by array_position(array[r.key_column, 'scope_kind', 'scope_id', 'row_version']::name[], a.attname), a.attnum)
      from pg_catalog.pg_attribute a, sync.column_type(a.atttypid) t
     where a.attrelid = r.relation and a.attname = any (r.columns) and not a.attisdropped
$$;
comment on function sync.describe_columns(sync.relations) is 'Columns in the order of the wire: key, scope_kind, scope_id, row_version, then as they were created.';

create or replace function sync.describe() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
    relations constant jsonb := (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', r.id, 'name', r.name, 'table', format('%I.%I', n.nspname, c.relname), 'key', r.key_column,
            'grants', r.grants, 'public', r.has_public,
            'window', case when r.window_column is not null then jsonb_build_object(
                'column', r.window_column, 'rows', r.window_rows, 'months', r.window_months, 'keep', r.window_keep) end,
            'columns', sync.describe_columns(r)) order by r.id), '[]')
          from sync.relations r
          join pg_catalog.pg_class c on c.oid = r.relation
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where r.synced);
begin
    return jsonb_build_object('version', left(encode(sha256(convert_to(relations::text, 'UTF8')), 'hex'), 16),
                              'relations', relations);
end $$;
comment on function sync.describe() is 'The catalog of synced relations; version changes when anything in it does.';

create or replace function sync.identity() returns text
language sql stable security definer set search_path = '' as $$
    -- The timeline of the WAL now being written: that of the control file moves only at the next checkpoint.
    select format('%s/%s/%s',
        (select s.system_identifier from pg_catalog.pg_control_system() s),
        ('x' || left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::int,
        (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
$$;
comment on function sync.identity() is
    'Cluster, timeline and database: a cursor is good only where it was made. Fails on a standby, which must not serve sync.';

create or replace function sync.hello(client_id uuid, client_info jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
    reader constant uuid := (select auth.uid());
    known sync.clients;
begin
    if reader is null then
        raise exception 'not_signed_in' using errcode = 'PJ401';
    end if;
    if client_id is null or octet_length(client_info::text) > 4096 then
        raise exception 'invalid_argument' using errcode = 'PJ400', detail = '{"field": "client_info", "params": {}}';
    end if;
    insert into sync.clients (id, user_id, info) values (hello.client_id, reader, coalesce(client_info, '{}'))
    on conflict on constraint clients_pkey do nothing;
    if found then
        -- Whoever comes under a new name each time must not fill the table: of those that never did anything, the last ones stay.
        delete from sync.clients c
         where c.last_command = 0 and c.id in (
            select o.id from sync.clients o where o.user_id = reader and o.last_command = 0 and o.id <> hello.client_id
             order by o.last_seen_at desc offset 99);
    end if;
    select c.* into strict known from sync.clients c where c.id = hello.client_id;
    if known.user_id <> reader then
        raise exception 'foreign_client' using errcode = 'PJ403';
    end if;
    -- A storm of reconnections should not write a row each.
    if known.info <> coalesce(client_info, '{}') or known.last_seen_at < now() - interval '1 hour' then
        update sync.clients c set info = coalesce(client_info, '{}'), last_seen_at = now() where c.id = hello.client_id;
    end if;
    return jsonb_build_object('last_command', known.last_command);
end $$;
comment on function sync.hello(uuid, jsonb) is
    'Binds an installation to the signed-in user for ever and says which command of it was the last; PJ403 if it is another''s.';

revoke all on function sync.describe(), sync.identity(), sync.hello(uuid, jsonb) from public;
grant execute on function sync.describe(), sync.identity(), sync.hello(uuid, jsonb) to projective_gateway;
