#!/bin/bash
# as_supabase.sh   db/ is applied the way the README says for a Supabase project, and every command case runs there: the owner of
# the deployment is no superuser, schema auth and storage belong to somebody else and are left alone, and what is made in
# public is open to all by default. Expects PGHOST and PGUSER of a throw-away cluster to which nothing was deployed
# yet, and the program in GATEWAY.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
database=projective_as_supabase
createdb "$database"

psql -Xq -v ON_ERROR_STOP=1 -d "$database" -f "$here/../../db/builtins/auth.sql" -f "$here/../../db/builtins/storage.sql" -f - <<SQL
create role supabase_owner login nosuperuser createrole createdb bypassrls;
grant anon, authenticated, service_role to supabase_owner;
alter database $database owner to supabase_owner;
grant all on schema auth, storage, extensions to supabase_owner;
grant all on all tables in schema auth, storage to supabase_owner;
grant all on all functions in schema auth to supabase_owner;
alter default privileges for role supabase_owner in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges for role supabase_owner in schema public grant all on functions to anon, authenticated, service_role;
create table auth_before as select md5(string_agg(c.oid || ':' || c.relname, ' ' order by c.oid)) as tables from pg_class c
  where c.relnamespace in ('auth'::regnamespace, 'storage'::regnamespace);
SQL

conninfo="host=$PGHOST user=supabase_owner dbname=$database"
"$GATEWAY" migrate --db "$here/../../db" --database "$conninfo" >/dev/null
/usr/bin/python3 "$here/run_cases.py" "$conninfo"

psql -Xq -v ON_ERROR_STOP=1 -At -U projective_gateway -d "$database" -c "select sync.describe() is not null, sync.identity() is not null" | grep -qx 't|t'
psql -Xq -v ON_ERROR_STOP=1 -At -d "$database" <<'SQL' | grep -qx 't'
select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('security', 'org', 'projects', 'comms', 'finance', 'marketplace', 'search', 'ops', 'analytics', 'integrations', 'sync')
      and c.relkind in ('r', 'p', 'm', 'v') and (has_table_privilege('anon', c.oid, 'select') or has_table_privilege('authenticated', c.oid, 'insert, update, delete')))
  and tables = (select md5(string_agg(c.oid || ':' || c.relname, ' ' order by c.oid)) from pg_class c
                 where c.relnamespace in ('auth'::regnamespace, 'storage'::regnamespace))
  from auth_before;
SQL
dropdb "$database"
