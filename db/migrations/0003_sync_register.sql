-- How a table takes part in synchronisation: by one call, after its columns were granted to `authenticated`:
--     select sync.register('projects.projects', grants => true);
-- Calling it again after a change of grants brings triggers, policies and grants up to date.

-- ---------------------------------------------------------------------------------------------
-- What a reader holds. security.scopes_of is re-applied from db/sync; policies only need its caller.
-- ---------------------------------------------------------------------------------------------
create function security.held() returns table (kind text, id uuid)
language plpgsql stable security definer set search_path = '' rows 100 as $$
begin
    return query select s.kind, s.id from security.scopes_of((select auth.uid())) s;
end $$;
comment on function security.held() is 'The scopes that the caller holds; every SELECT policy is a look into it.';

-- ---------------------------------------------------------------------------------------------
-- Scope functions of the tables above
-- ---------------------------------------------------------------------------------------------
create function sync.transitions_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.scope_kind := 'catalog';
    new.scope_id := '00000000-0000-0000-0000-000000000000';
    return new;
end $$;
create function sync.commands_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.scope_kind := 'catalog';
    new.scope_id := '00000000-0000-0000-0000-000000000000';
    return new;
end $$;

create function sync.clients_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.scope_kind := 'client';
    new.scope_id := new.id;
    return new;
end $$;

create function sync.results_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.scope_kind := 'client';
    new.scope_id := new.client_id;
    return new;
end $$;

-- ---------------------------------------------------------------------------------------------
-- Triggers that are the same for all
-- ---------------------------------------------------------------------------------------------
create function sync.bump_row_version() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.row_version := old.row_version + 1;
    return new;
end $$;
comment on function sync.bump_row_version() is 'BEFORE UPDATE, last of its kind, and only when a synced column changed.';

create function sync.refuse_truncate() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'TRUNCATE of % would leave every mirror with its rows; delete them instead', tg_relid::regclass
        using errcode = 'object_not_in_prerequisite_state';
end $$;
comment on function sync.refuse_truncate() is 'A truncated row makes no feed entry, so mirrors would keep it.';

-- ---------------------------------------------------------------------------------------------
-- sync.register and its parts. Functions and triggers are generated a table, so that a change
-- costs one static INSERT and no dynamic SQL.
-- ---------------------------------------------------------------------------------------------
create function sync.granted_columns(relation regclass) returns name[]
language sql stable set search_path = '' as $$
    select coalesce(array_agg(a.attname order by a.attnum), '{}')
      from pg_catalog.pg_attribute a
     where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
       and pg_catalog.has_column_privilege('authenticated', a.attrelid, a.attnum, 'select')
$$;
comment on function sync.granted_columns(regclass) is 'Columns that authenticated may select: these, and no others, are synced.';

create function sync.has_public(relation regclass) returns boolean
language sql stable set search_path = '' as $$
    select exists (select from pg_catalog.pg_attribute a where a.attrelid = relation and a.attname = 'is_public' and not a.attisdropped)
$$;
comment on function sync.has_public(regclass) is 'Whether rows of the relation can be readable by everyone signed in.';

create function sync.plain_columns(target regclass, columns name[]) returns name[]
language sql stable set search_path = '' as $$
    select coalesce(array_agg(a.attname order by a.attnum), '{}')
      from pg_catalog.pg_attribute a
     where a.attrelid = target and a.attname = any (columns) and a.attgenerated = '' and a.attname <> 'row_version'
$$;
comment on function sync.plain_columns(regclass, name[]) is
    'Those that a BEFORE trigger can compare: generated columns are not computed yet, and row_version is what it sets.';

create function sync.differs(columns name[]) returns text
language sql immutable set search_path = '' as $$
    select case when columns is null then '(old.* is distinct from new.*)'
                when cardinality(columns) = 0 then '(false)'
                else (select '(' || string_agg(format('old.%1$I is distinct from new.%1$I', c), ' or ' order by o) || ')'
                        from unnest(columns) with ordinality as u (c, o)) end
$$;
comment on function sync.differs(name[]) is 'The WHEN clause: some of these columns changed (null: any column of the row).';

create function sync.install_capture(r sync.relations) returns void
language plpgsql set search_path = '' as $$
declare
    entry constant text := format(
        'insert into sync.changes (relation, key, scope_kind, scope_id) values (%s, %%1$s.%I, %%1$s.scope_kind, %%1$s.scope_id);',
        r.id, r.key_column);
    moved constant text := format('old.%1$I <> new.%1$I or old.scope_id <> new.scope_id or old.scope_kind <> new.scope_kind',
        r.key_column);
begin
    execute format($f$
        create or replace function sync.%I() returns trigger
        language plpgsql security definer set search_path = '' as $body$
        begin
            if tg_op <> 'INSERT' and (tg_op = 'DELETE' or %s) then
                %s
            end if;
            if tg_op <> 'DELETE' then
                %s
            end if;
            return null;
        end $body$ $f$, 'capture_' || r.name, moved, format(entry, 'old'), format(entry, 'new'));
    execute format('revoke all on function sync.%I() from public', 'capture_' || r.name);
    execute format('comment on function sync.%I() is %L', 'capture_' || r.name,
        'Generated by sync.register: writes the feed entries of ' || r.relation::text || '.');
    execute format('create or replace trigger sync_capture after insert or delete on %s for each row execute function sync.%I()',
        r.relation, 'capture_' || r.name);
    execute format('create or replace trigger sync_capture_update after update on %s for each row when %s execute function sync.%I()',
        r.relation, sync.differs(r.columns), 'capture_' || r.name);
    execute format('create or replace trigger sync_no_truncate before truncate on %s execute function sync.refuse_truncate()', r.relation);
    execute format('alter table %1$s enable always trigger sync_capture, enable always trigger sync_capture_update, '
        'enable always trigger sync_no_truncate', r.relation);
end $$;
comment on function sync.install_capture(sync.relations) is
    'Feed triggers. An update that moves a row to another scope makes two entries; one that changes nothing synced makes none.';

create function sync.install_notices(r sync.relations) returns void
language plpgsql set search_path = '' as $$
declare
    target constant text := 'notice_' || r.name;
    names constant text := (select format('%I.%I', n.nspname, c.relname || '_names')
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = r.relation);
begin
    execute format($f$
        create or replace function sync.%1$I() returns trigger
        language plpgsql security definer set search_path = '' as $body$
        begin
            if tg_op <> 'INSERT' then
                insert into sync.changes (relation, key, scope_kind, scope_id, notice)
                select %2$s, old.%3$I, n.kind, n.id, true from %4$s(old) n;
            end if;
            if tg_op <> 'DELETE' then
                insert into sync.changes (relation, key, scope_kind, scope_id, notice)
                select %2$s, new.%3$I, n.kind, n.id, true from %4$s(new) n;
            end if;
            return null;
        end $body$ $f$, target, r.id, r.key_column, names);
    execute format('revoke all on function sync.%I() from public', target);
    execute format('comment on function sync.%I() is %L', target,
        'Generated by sync.register: tells holders of the scopes that a row of ' || r.relation::text || ' names, old and new.');
    execute format('create or replace trigger sync_notice after insert or delete on %s for each row execute function sync.%I()',
        r.relation, target);
    execute format('create or replace trigger sync_notice_update after update on %s for each row when %s execute function sync.%I()',
        r.relation, sync.differs(r.grant_columns), target);
    execute format('alter table %1$s enable always trigger sync_notice, enable always trigger sync_notice_update', r.relation);
end $$;
comment on function sync.install_notices(sync.relations) is
    'Notice triggers of a granting relation; the scopes come from <schema>.<table>_names(row).';

create function sync.install_policies(r sync.relations) returns void
language plpgsql set search_path = '' as $$
declare
    space constant text := (select n.nspname from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = r.relation);
    columns constant text := (select string_agg(quote_ident(c), ', ') from unnest(r.columns) c);
begin
    execute format('alter table %s enable row level security', r.relation);
    execute format('drop policy if exists "Holders of the scope read the row" on %s', r.relation);
    execute format('create policy "Holders of the scope read the row" on %s for select to authenticated '
        'using ((scope_kind, scope_id) in (select h.kind, h.id from security.held() h)%s)',
        r.relation, case when r.has_public then ' or is_public' else '' end);
    execute format('drop policy if exists "The gateway reads rows and routes them by scope" on %s', r.relation);
    execute format('create policy "The gateway reads rows and routes them by scope" on %s for select to projective_gateway using (true)',
        r.relation);
    execute format('grant usage on schema %I to authenticated, projective_gateway', space);
    execute format('revoke select on %s from projective_gateway', r.relation);
    execute format('grant select (%s) on %s to projective_gateway', columns, r.relation);
end $$;
comment on function sync.install_policies(sync.relations) is 'The one policy line of all synced tables, and what a live tick may read.';

create function sync.install(target regclass) returns void
language plpgsql set search_path = '' as $$
declare
    r sync.relations;
    scope_function text;
begin
    select * into strict r from sync.relations where relation = target;
    if r.synced then
        select format('%I.%I', n.nspname, c.relname || '_scope') into scope_function
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target;
        execute format('create or replace trigger sync_scope before insert on %s for each row execute function %s()',
            target, scope_function);
        execute format('create or replace trigger zz_sync_row_version before update on %s for each row when %s execute function sync.bump_row_version()',
            target, sync.differs(sync.plain_columns(target, r.columns)));
        perform sync.install_capture(r);
        perform sync.install_policies(r);
    end if;
    if r.grants then
        perform sync.install_notices(r);
    end if;
end $$;
comment on function sync.install(regclass) is 'Makes triggers, policies and grants what sync.relations says. May be repeated.';

create function sync.check_relation(target regclass, key_column name, columns name[]) returns void
language plpgsql set search_path = '' as $$
declare
    needed name;
begin
    if cardinality(columns) = 0 then
        raise exception 'grant select (columns) on % to authenticated before sync.register', target;
    end if;
    foreach needed in array array[key_column, 'scope_kind', 'scope_id', 'row_version']::name[] loop
        if needed <> all (columns) then
            raise exception '%.% must exist and be granted to authenticated', target, needed;
        end if;
    end loop;
    if not exists (select from pg_catalog.pg_index i
                    where i.indrelid = target and i.indisunique and i.indpred is null and i.indnkeyatts = 1
                      and i.indkey[0] = (select a.attnum from pg_catalog.pg_attribute a
                                          where a.attrelid = target and a.attname = key_column and a.atttypid = 'uuid'::regtype)) then
        raise exception '%.% is not a unique uuid', target, key_column;
    end if;
end $$;
comment on function sync.check_relation(regclass, name, name[]) is 'Refuses at migration time what would fail at the first change.';

create function sync.register(
    relation regclass, key_column name default 'id', grants boolean default false,
    window_column name default null, window_rows int default null, window_months int default null,
    window_keep text default null) returns void
language plpgsql set search_path = '' as $$
declare
    synced_columns constant name[] := sync.granted_columns(relation);
    table_name constant text := (select c.relname from pg_catalog.pg_class c where c.oid = relation);
begin
    perform sync.check_relation(relation, key_column, synced_columns);
    insert into sync.relations as r (id, relation, name, key_column, grants, has_public, columns,
                                     window_column, window_rows, window_months, window_keep)
    values ((select coalesce(max(x.id), 0) + 1 from sync.relations x), register.relation, table_name, register.key_column,
            register.grants, sync.has_public(relation), synced_columns,
            register.window_column, register.window_rows, register.window_months, register.window_keep)
    on conflict on constraint relations_relation_key do update
       set key_column = excluded.key_column, grants = r.grants or excluded.grants, has_public = excluded.has_public,
           columns = excluded.columns, window_column = excluded.window_column, window_rows = excluded.window_rows,
           window_months = excluded.window_months, window_keep = excluded.window_keep;
    perform sync.install(relation);
end $$;
comment on function sync.register(regclass, name, boolean, name, int, int, text) is
    'Makes a table take part in synchronisation, or brings it up to date after its granted columns changed.';

create function sync.watch(relation regclass, key_column name) returns void
language plpgsql set search_path = '' as $$
begin
    insert into sync.relations (id, relation, name, key_column, synced, grants, columns)
    values ((select coalesce(max(x.id), 0) + 1 from sync.relations x), watch.relation,
            (select c.relname from pg_catalog.pg_class c where c.oid = watch.relation), watch.key_column, false, true, '{}')
    on conflict on constraint relations_relation_key do nothing;
    perform sync.install(relation);
end $$;
comment on function sync.watch(regclass, name) is 'For a table that grants scopes but is mirrored by nobody: notices only.';

create function sync.grant_columns(relation regclass, columns name[]) returns void
language plpgsql set search_path = '' as $$
begin
    update sync.relations r set grants = true, grant_columns = grant_columns.columns where r.relation = grant_columns.relation;
    if not found then
        raise exception '% is not registered', grant_columns.relation;
    end if;
    perform sync.install(grant_columns.relation);
end $$;
comment on function sync.grant_columns(regclass, name[]) is
    'Says which columns of a granting relation decide what people hold, so that other updates make no notices.';

-- ---------------------------------------------------------------------------------------------
-- The sync schema's own relations
-- ---------------------------------------------------------------------------------------------
revoke all on all functions in schema sync from public;
revoke all on function security.held() from public;
grant usage on schema sync, security, auth to authenticated, projective_gateway;
grant execute on function security.held() to authenticated;

alter table sync.migrations enable row level security;
alter table sync.relations enable row level security;
alter table sync.marks enable row level security;
alter table sync.horizon enable row level security;
alter table sync.faults enable row level security;
alter table sync.changes enable row level security;

grant select on sync.changes to authenticated, projective_gateway;
create policy "Holders of the scope read its changes" on sync.changes for select to authenticated
    using ((scope_kind, scope_id) in (select h.kind, h.id from security.held() h));
create policy "The gateway reads changes and routes them by scope" on sync.changes for select to projective_gateway
    using (true);

grant select (id, user_id, info, created_at, scope_kind, scope_id, row_version) on sync.clients to authenticated;
grant select (id, client_id, number, command, outcome, code, field, params, current, created_at,
              scope_kind, scope_id, row_version) on sync.results to authenticated;
grant select on sync.commands, sync.transitions to authenticated;
select sync.register('sync.clients');
select sync.register('sync.results');
select sync.register('sync.commands');
select sync.register('sync.transitions');
