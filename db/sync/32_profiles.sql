-- Whose name and card somebody sees: everyone who shares a project, deal, team, business or thread with them.
-- People who left stay known there (security.former_members), so that what they wrote keeps its author.

create or replace function security.people_of_businesses(businesses uuid[]) returns setof uuid
language plpgsql stable set search_path = '' rows 50 as $$
begin
    return query
        select unnest(businesses)
        union all select b.owner_user_id from org.business_profiles b where b.id = any (businesses)
        union all select m.user_id from org.business_memberships m
                   where m.business_profile_id = any (businesses) and m.status <> 'invited';
end $$;
comment on function security.people_of_businesses(uuid[]) is 'The businesses, and the logins of their members past and present';

create or replace function security.people_of_teams(teams uuid[]) returns setof uuid
language plpgsql stable set search_path = '' rows 50 as $$
begin
    return query
        with logins as (
            select t.owner_user_id as id from org.teams t where t.id = any (teams)
            union select m.user_id from org.team_memberships m where m.team_id = any (teams) and m.status <> 'invited')
        select unnest(teams)
        union all select l.id from logins l
        union all select f.id from logins l join org.freelancer_profiles f on f.user_id = l.id;
end $$;
comment on function security.people_of_teams(uuid[]) is 'The teams, and logins and freelancer profiles of their members past and present';

create or replace function security.invited_to(businesses uuid[], teams uuid[]) returns setof uuid
language plpgsql stable set search_path = '' rows 10 as $$
begin
    return query
        select b.user_id from org.business_memberships b where b.business_profile_id = any (businesses) and b.status = 'invited'
        union all select t.user_id from org.team_memberships t where t.team_id = any (teams) and t.status = 'invited';
end $$;
comment on function security.invited_to(uuid[], uuid[]) is
    'Logins that have been asked to join and are not in yet: their names, for those who ask, and nothing for anyone else';

create or replace function security.people_of_freelancers(freelancers uuid[]) returns setof uuid
language plpgsql stable set search_path = '' rows 50 as $$
begin
    return query
        select unnest(freelancers)
        union all select f.user_id from org.freelancer_profiles f where f.id = any (freelancers);
end $$;
comment on function security.people_of_freelancers(uuid[]) is 'Freelancer profiles and their logins';

create or replace function security.deal_parties(s security.standing, shared_projects uuid[])
returns table (freelancer uuid, team uuid, business uuid)
language plpgsql stable set search_path = '' rows 100 as $$
begin
    return query
        -- In a project: who works or worked there. Whom the buyer only invited is the buyer's alone.
        select a.freelancer_profile_id, a.team_id, null::uuid
          from projects.projects p
          join projects.project_stages g on g.project_id = p.id
          join projects.stage_assignments a on a.project_stage_id = g.id
         where p.id = any (shared_projects)
           and (a.accepted_at is not null or a.status in ('accepted', 'active') or p.client_business_id = any (s.businesses))
        union
        select null, null, p.client_business_id
          from projects.stage_assignments a
          join projects.project_stages g on g.id = a.project_stage_id
          join projects.projects p on p.id = g.project_id
         where (a.freelancer_profile_id = any (s.freelancers) or a.team_id = any (s.teams))
           and a.status = 'invited' and a.ended_at is null
        union
        select c.freelancer_profile_id, null, c.business_profile_id from projects.maintenance_contracts c
         where c.business_profile_id = any (s.businesses) or c.freelancer_profile_id = any (s.freelancers);
end $$;
comment on function security.deal_parties(security.standing, uuid[]) is 'The other sides of deals, as far as this login may know them';

create or replace function security.known_profiles(s security.standing, shared_projects uuid[]) returns setof uuid
language plpgsql stable set search_path = '' rows 100 as $$
declare
    freelancers uuid[];
    teams uuid[];
    businesses uuid[];
    threads constant uuid[] := array(select d.thread_id from comms.dm_participants d where d.user_id = s.user_id);
begin
    select array_agg(d.freelancer) filter (where d.freelancer is not null),
           array_agg(d.team) filter (where d.team is not null),
           array_agg(d.business) filter (where d.business is not null)
      into freelancers, teams, businesses
      from security.deal_parties(s, shared_projects) d;
    freelancers := freelancers || s.freelancers || array(select p.profile_id from projects.project_participants p
        where p.project_id = any (shared_projects) and p.profile_type = 'freelancer');
    businesses := array(
        select unnest(businesses) union select unnest(s.businesses)
        -- Of what one's own businesses have bought they are the buyers.
        union select p.client_business_id from projects.projects p
               where cardinality(shared_projects) > cardinality(s.bought) and p.id = any (shared_projects)
        union select p.profile_id from projects.project_participants p
               where p.project_id = any (shared_projects) and p.profile_type = 'business');
    return query
        select s.user_id
        union select f.id from security.people_of_freelancers(freelancers) f (id)
        union select b.id from security.people_of_businesses(businesses) b (id)
        union select t.id from security.people_of_teams(teams || s.teams) t (id)
        union select i.id from security.invited_to(s.businesses, s.teams) i (id)
        union select d.user_id from comms.dm_participants d where d.thread_id = any (threads)
        union select m.profile_id from security.former_members m where m.context_id = any (shared_projects || threads);
end $$;
comment on function security.known_profiles(security.standing, uuid[]) is 'Ids of the profile scopes that a login holds';
