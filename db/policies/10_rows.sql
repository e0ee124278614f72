-- Brings triggers, policies and grants of every registered relation to what sync.relations says, so that a
-- change of their generator reaches tables that exist already.

do $$
declare
    target regclass;
begin
    for target in select r.relation from sync.relations r order by r.id loop
        perform sync.install(target);
    end loop;
end $$;
