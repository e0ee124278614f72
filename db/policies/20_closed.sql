-- Everything that is not registered is closed: row security on, one policy that lets nobody in, no grants.
-- The owner, and with it every command, is not bound by row security.

do $$
declare
    r record;
begin
    for r in
        select c.oid::regclass as relation, c.relkind
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('security', 'org', 'projects', 'comms', 'finance', 'marketplace', 'search', 'ops', 'analytics',
                             'integrations', 'sync', 'api')
           and c.relkind in ('r', 'p', 'm', 'v', 'S', 'f')
    loop
        if r.relkind in ('r', 'p') then
            execute format('alter table %s enable row level security', r.relation);
            execute format('revoke insert, update, delete, truncate, references, trigger on %s from public, anon, authenticated, projective_gateway',
                r.relation);
        end if;
        execute format('revoke all on %s from public, anon', r.relation);
        if r.relkind in ('r', 'p') and not exists (select from pg_catalog.pg_policy p where p.polrelid = r.relation) then
            execute format('create policy "Nobody but the owner" on %s for all to public using (false) with check (false)', r.relation);
        end if;
        if r.relkind <> 'v' and r.relation <> 'sync.changes'::regclass
           and not exists (select from sync.relations x where x.relation = r.relation and x.synced) then
            execute format('revoke all on %s from authenticated, projective_gateway', r.relation);
        end if;
    end loop;
end $$;
