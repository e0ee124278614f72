-- The database as a whole: what every table, policy, function and role must be like, whoever added it.
begin;
select plan(33);

create temp view ours as
    select n.oid, n.nspname from pg_namespace n
     where n.nspname in ('security', 'org', 'projects', 'comms', 'finance', 'marketplace', 'search', 'ops', 'analytics', 'integrations', 'sync', 'api');
create temp view tables as
    select c.oid::regclass as relation, c.* from pg_class c join ours o on o.oid = c.relnamespace where c.relkind in ('r', 'p');
create temp view functions as
    select p.oid::regprocedure as signature, p.* from pg_proc p join ours o on o.oid = p.pronamespace;
create temp view readers (name) as values ('anon'), ('authenticated'), ('projective_gateway');

-- Tables and policies
select is_empty('select relation from tables where not relrowsecurity', 'every table has row security on');
select is_empty('select t.relation from tables t where not exists (select from pg_policy p where p.polrelid = t.oid)', 'and a policy');
select is_empty('select relation from tables where relforcerowsecurity', 'none forces it on its owner: a definer would silently see nothing');
select is_empty($$select t.relation from tables t where obj_description(t.oid, 'pg_class') is null$$, 'every table says what it is');
select is_empty($$select r.relation, p.polname from sync.relations r join pg_policy p on p.polrelid = r.relation
     where r.synced and p.polname not in ('Holders of the scope read the row', 'The gateway reads rows and routes them by scope')$$,
    'a synced table has the two policies that all have');
select is_empty($$select r.relation from sync.relations r where r.synced and (select count(*) from pg_policy p where p.polrelid = r.relation
     and p.polcmd = 'r' and p.polpermissive) <> 2$$, 'both, for SELECT only');
select is_empty($$select p.polrelid::regclass, p.polname from pg_policy p join tables t on t.oid = p.polrelid
     where pg_get_expr(p.polqual, p.polrelid) = 'true' and p.polroles <> array['projective_gateway'::regrole::oid]$$, 'no policy is always true but the gateway''s');
select is_empty($$select p.polrelid::regclass, p.polname from pg_policy p join tables t on t.oid = p.polrelid
     where p.polroles && array[0::oid, 'anon'::regrole::oid] and pg_get_expr(p.polqual, p.polrelid) <> 'false'$$, 'no policy lets anon in');
select is_empty($$select p.polrelid::regclass from pg_policy p where pg_get_expr(p.polqual, p.polrelid) ~ 'user_metadata|app_metadata|current_setting'$$,
    'rights come from tables, never from claims beyond the login');
select is_empty($$select p.polrelid::regclass from pg_policy p join tables t on t.oid = p.polrelid
     where regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\( SELECT auth\.uid\(\) AS uid\)', '', 'g') ~ 'auth\.uid'$$, 'auth.uid() is called once a query, not once a row');
select is_empty($$select r.relation from sync.relations r where r.synced and not exists (
     select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indrelid = r.relation and a.attname = 'scope_id' and i.indpred is null and i.indisvalid)$$, 'the policy''s column is indexed');
select is_empty($$select r.relation from sync.relations r where r.window_column is not null and not exists (
     select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       join pg_attribute w on w.attrelid = i.indrelid and w.attnum = i.indkey[1]
      where i.indrelid = r.relation and a.attname = 'scope_id' and w.attname = r.window_column)$$, 'and a window''s column after it');

-- Grants
select is_empty($$select t.relation, r.name from tables t cross join readers r
     where has_table_privilege(r.name, t.oid, 'insert, update, delete, truncate, references, trigger')$$, 'nobody but the owner writes a table');
select is_empty($$select a.attrelid::regclass, a.attname, r.name from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     cross join readers r where has_column_privilege(r.name, a.attrelid, a.attnum, 'insert, update, references')$$, 'or a column');
select is_empty($$select t.relation, a.attname from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     where has_column_privilege('anon', t.oid, a.attnum, 'select')$$, 'anon reads no column');
select is_empty($$select t.relation, a.attname, r.name from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     cross join (values ('authenticated'), ('projective_gateway')) r (name)
     where t.relation <> 'sync.changes'::regclass
       and has_column_privilege(r.name, t.oid, a.attnum, 'select')
        <> exists (select from sync.relations s where s.synced and s.relation = t.oid and a.attname = any (s.columns))$$,
    'readers and gateway read the synced columns and no others');
select is_empty($$select a.attrelid::regclass, a.attname from pg_attribute a join tables t on t.oid = a.attrelid
     where has_column_privilege('authenticated', a.attrelid, a.attnum, 'select')
       and (a.attname in ('token', 'download_token', 'access', 'account_id', 'file_ref', 'path', 'ip', 'user_agent', 'secret', 'args_hash', 'encrypted_password')
            or a.attname like '%secret%')$$, 'secrets, paths and addresses are granted to nobody');
select is_empty($$select c.oid::regclass, r.name from pg_class c join ours o on o.oid = c.relnamespace cross join readers r
     where c.relkind in ('m', 'f') and has_table_privilege(r.name, c.oid, 'select')$$, 'materialised views and foreign tables are exposed to nobody');
select is_empty($$select c.oid::regclass from pg_class c join ours o on o.oid = c.relnamespace
     where c.relkind = 'v' and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false)
       and exists (select from readers r where has_table_privilege(r.name, c.oid, 'select'))$$, 'a view that somebody reads asks with the reader''s rights');

-- Functions
select is_empty($$select signature from functions where prosecdef and not coalesce(proconfig @> array['search_path=""'], false)$$, 'every definer function pins an empty search_path');
select is_empty($$select f.signature from functions f where exists (select from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
     where a.grantee = 0 and a.privilege_type = 'EXECUTE')$$, 'no function is executable by PUBLIC');
select is_empty($$select f.signature from functions f where has_function_privilege('anon', f.oid, 'execute')$$, 'or by anon');
select set_eq($$select f.signature::text from functions f where f.prosecdef and has_function_privilege('authenticated', f.oid, 'execute')$$,
    array['security.held()', 'api.now()'], 'authenticated runs two definer functions: what it holds, and the clock');
select ok(has_function_privilege('projective_gateway', f, 'execute'), 'the gateway may call ' || f)
  from unnest(array['sync.describe()', 'sync.identity()', 'sync.hello(uuid, jsonb)', 'sync.floor()', 'security.scopes_of(uuid)']) f;
create function sync.made_later() returns int language sql as 'select 1';
select ok(not has_function_privilege('authenticated', 'sync.made_later()', 'execute'), 'what is made later is closed by default');

-- The gateway's role
select results_eq($$select rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls from pg_roles where rolname = 'projective_gateway'$$,
    $$values (false, false, false, false, true, false, false)$$, 'the gateway signs in, inherits nothing and bypasses nothing');
select is_empty($$select c.oid::regclass from pg_class c where c.relowner = 'projective_gateway'::regrole
     union all select p.oid from pg_proc p where p.proowner = 'projective_gateway'::regrole$$, 'and owns nothing');

-- Every synced relation has its machinery
select is_empty($$select r.relation, t.name from sync.relations r cross join (values ('sync_capture', 'A'), ('sync_capture_update', 'A'), ('sync_no_truncate', 'A'),
       ('sync_scope', 'O'), ('zz_sync_row_version', 'O')) t (name, state)
     where r.synced and not exists (select from pg_trigger g where g.tgrelid = r.relation and g.tgname = t.name and g.tgenabled::text = t.state)$$,
    'capture, scope and row_version triggers are there and enabled');
select is_empty($$select r.relation from sync.relations r join pg_class c on c.oid = r.relation join pg_namespace n on n.oid = c.relnamespace
     where r.grants and (to_regprocedure(format('%I.%I(%I.%I)', n.nspname, c.relname || '_names', n.nspname, c.relname)) is null
        or not exists (select from pg_trigger g where g.tgrelid = r.relation and g.tgname = 'sync_notice_update' and g.tgenabled = 'A'))$$,
    'a relation that grants scopes can name whom it concerns');

select * from finish();
rollback;
