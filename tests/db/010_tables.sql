-- What must hold for every table: row level security, comments, no way to write, no way to a secret, scope columns
-- and their index, and each table of the original schema either synced or kept back on purpose.
begin;
create extension if not exists pgtap;
select plan(19);

create temp view ours as
select c.oid, n.nspname as space, c.relname as name, n.nspname || '.' || c.relname as full_name, c.relkind
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'm')
   and n.nspname in ('security', 'org', 'projects', 'comms', 'finance', 'marketplace', 'search', 'ops', 'analytics',
                     'integrations', 'sync', 'api');

create temp view synced as
select r.relation as oid, o.full_name, r.key_column, r.window_column, r.columns
  from sync.relations r join ours o on o.oid = r.relation where r.synced;

-- Tables that stay on the server.
create temp table kept_back (full_name text primary key);
insert into kept_back values
  ('security.audit_logs'), ('security.turnstile_verifications'), ('comms.device_tokens'), ('comms.message_edits'),
  ('search.search_index'), ('search.embeddings'), ('ops.admin_users'), ('ops.webhook_outbox'),
  ('ops.webhook_deliveries'), ('ops.email_queue'), ('ops.rate_limit_counters'), ('analytics.event_log'),
  ('analytics.daily_rollups'), ('finance.invoice_counters'), ('security.former_members');

select is_empty(
  $$ select full_name from ours o join pg_class c using (oid) where o.relkind <> 'm' and not c.relrowsecurity $$,
  'every table has row level security on');
select is_empty(
  $$ select o.full_name from ours o join pg_class c using (oid) where c.relforcerowsecurity $$,
  'no table forces it on its owner: a definer would silently see nothing');
select is_empty(
  $$ select full_name from ours where obj_description(oid, 'pg_class') is null $$,
  'every table says what it is');
select is_empty(
  $$ select full_name from ours o where o.relkind = 'r' and full_name <> 'sync.changes' and not exists (
       select from pg_index i where i.indrelid = o.oid and i.indisprimary) $$,
  'every table has a primary key, but for the feed, which is only appended to and pruned');

select is_empty(
  $$ select o.full_name, r.role, p.privilege
       from ours o, unnest(array['anon', 'authenticated', 'projective_gateway']) r (role),
            unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p (privilege)
      where has_table_privilege(r.role, o.oid, p.privilege)
         or (p.privilege in ('insert', 'update', 'references') and has_any_column_privilege(r.role, o.oid, p.privilege)) $$,
  'nobody who connects may write a table');
select is_empty(
  $$ select full_name from ours where has_any_column_privilege('anon', oid, 'select') $$,
  'whoever is not signed in reads no table');
select is_empty(
  $$ select a.attrelid::regclass, a.attname, r.role
       from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped,
            unnest(array['authenticated', 'projective_gateway']) r (role)
      where has_column_privilege(r.role, o.oid, a.attnum, 'select')
        and (a.attname in ('token', 'access', 'ip', 'path', 'bucket', 'account_id', 'file_ref', 'download_token', 'secret',
                           'encrypted_password', 'user_agent', 'args_hash', 'idempotency_key')
             or (a.atttypid = 'inet'::regtype)) $$,
  'tokens, credentials, addresses and storage paths are granted to nobody');
select is_empty(
  $$ select o.full_name from ours o join kept_back using (full_name)
      where has_any_column_privilege('authenticated', o.oid, 'select') $$,
  'tables that stay on the server are granted to nobody');
select is_empty(
  $$ select n.nspname from pg_namespace n, unnest(array['anon', 'authenticated', 'projective_gateway']) r (role)
      where n.nspname in (select space from ours) and has_schema_privilege(r.role, n.oid, 'create') $$,
  'nobody who connects may create anything');

select is_empty(
  $$ select full_name from ours
      where space not in ('sync', 'api') and relkind = 'r'
        and full_name not in (select full_name from synced) and full_name not in (select full_name from kept_back) $$,
  'every table is synced or kept back on purpose');
select is_empty(
  $$ select full_name from synced intersect select full_name from kept_back $$,
  'none is both');
select is_empty(
  $$ select s.full_name, w.name from synced s, unnest(array['scope_kind', 'scope_id', 'row_version']) w (name)
      where not exists (select from pg_attribute a where a.attrelid = s.oid and a.attname = w.name and a.attnotnull) $$,
  'every synced table has scope and version, never null');
select is_empty(
  $$ select s.full_name from synced s
      where not exists (
        select from pg_index i
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
         where i.indrelid = s.oid and i.indpred is null and a.attname = 'scope_id'
           and (s.window_column is null or exists (
             select from pg_attribute w where w.attrelid = i.indrelid and w.attnum = i.indkey[1]
                and w.attname = s.window_column))) $$,
  'every synced table is read by scope, and by window where it has one, through an index');
select is_empty(
  $$ select s.full_name from synced s
      where not exists (select from pg_trigger t where t.tgrelid = s.oid and t.tgname = 'sync_capture' and t.tgenabled = 'A') $$,
  'every change of a synced table reaches the feed, replication included');
select is_empty(
  $$ select s.full_name, c.name from synced s, unnest(s.columns) c (name)
      where not has_column_privilege('projective_gateway', s.oid, c.name, 'select') $$,
  'a live tick may read what a catch-up may');

select is_empty(
  $$ select c.conrelid::regclass, c.conname
       from pg_constraint c join ours o on o.oid = c.conrelid
      where c.contype = 'f'
        and not exists (
          select from pg_index i where i.indrelid = c.conrelid
             and (i.indkey::int2[])[0:array_length(c.conkey, 1) - 1] @> c.conkey) $$,
  'every foreign key has an index');
select is_empty(
  $$ select c.conrelid::regclass, c.conname from pg_constraint c join ours o on o.oid = c.conrelid
      where not c.convalidated $$,
  'every constraint is validated');
select is_empty(
  $$ select a.attrelid::regclass, a.attname
       from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
      where a.atttypid in ('timestamp'::regtype, 'timetz'::regtype, 'money'::regtype, 'float4'::regtype, 'float8'::regtype)
         or (a.attname like '%cents' and a.atttypid <> 'bigint'::regtype) $$,
  'times have a zone and money is whole minor units');
select is_empty(
  $$ select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in (select space from ours) and p.prosecdef
        and not coalesce('search_path=""' = any (p.proconfig), false) $$,
  'every function that runs as its owner pins an empty search_path');

select * from finish();
rollback;
