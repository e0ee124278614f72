-- Brings every registered relation to what its grants say: the synced columns, triggers, policies and the gateway's grants.
-- Runs again after each migration, so a new column needs no more than its `grant select … to authenticated`.

do $$
declare
    target regclass;
begin
    update sync.relations r
       set columns = sync.granted_columns(r.relation), has_public = sync.has_public(r.relation)
     where r.synced;
    for target in select r.relation from sync.relations r order by r.id loop
        perform sync.install(target);
    end loop;
end $$;
