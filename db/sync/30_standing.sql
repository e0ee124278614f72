-- Where a login stands: profiles, businesses, teams, projects. Each answer is an array, and each question one
-- index scan over such an array, so the cost follows what somebody holds and never the size of a table.

do $$
begin
    if to_regtype('security.standing') is null then
        create type security.standing as (
            user_id          uuid,
            freelancers      uuid[],
            businesses       uuid[],  -- active member, any role
            hiring           uuid[],  -- of these: owner, admin, hiring manager
            finance          uuid[],  -- of these: owner, admin, finance
            paying           uuid[],  -- of these: all but viewers; they read escrows
            teams            uuid[],
            finance_teams    uuid[],  -- of these: may view finance
            bought           uuid[],  -- projects of businesses
            worked_stages    uuid[],  -- stages that the login works on, or was paid for
            projects         uuid[]); -- all that the login takes part in
        comment on type security.standing is 'What scopes are derived from, computed once for a login';
    end if;
end $$;

create or replace function security.works(status text, ended_at timestamptz, end_reason text) returns boolean
language sql immutable as $$
    -- Paid work stays readable as one's record, and so does work that was closed under way;
    -- declined, withdrawn, expired and removed assignments give nothing.
    select status in ('accepted', 'active')
       and (ended_at is null or end_reason = 'paid' or (end_reason = 'closed' and status = 'active'))
$$;
comment on function security.works(text, timestamptz, text) is 'Whether an assignment makes its assignee a reader of project and channel';

create or replace function security.businesses_of(login uuid, roles text[] default null) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
    return array(
        select b.id from org.business_profiles b where b.owner_user_id = login
        union
        select m.business_profile_id from org.business_memberships m
         where m.user_id = login and m.status = 'active' and (roles is null or m.role = any (roles)));
end $$;
comment on function security.businesses_of(uuid, text[]) is 'Businesses that a login owns or is an active member of, in one of the roles';

create or replace function security.teams_of(login uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
    return array(
        select t.id from org.teams t where t.owner_user_id = login
        union
        select m.team_id from org.team_memberships m where m.user_id = login and m.status = 'active');
end $$;
comment on function security.teams_of(uuid) is 'Teams that a login owns or is an active member of';

create or replace function security.finance_teams_of(login uuid) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
    return array(
        select t.id from org.teams t where t.owner_user_id = login
        union
        select m.team_id
          from org.team_memberships m left join org.team_roles r on r.id = m.role_id
         where m.user_id = login and m.status = 'active'
           and (m.role in ('team_lead', 'admin') or r.permissions -> 'view_finance' = 'true'));
end $$;
comment on function security.finance_teams_of(uuid) is 'Teams whose money a login may see: owner, leads, and roles with view_finance';

create or replace function security.worked_stages(freelancers uuid[], teams uuid[]) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
    return array(
        select a.project_stage_id from projects.stage_assignments a
         where a.freelancer_profile_id = any (freelancers) and security.works(a.status, a.ended_at, a.end_reason)
        union
        select a.project_stage_id from projects.stage_assignments a
         where a.team_id = any (teams) and security.works(a.status, a.ended_at, a.end_reason));
end $$;
comment on function security.worked_stages(uuid[], uuid[]) is 'Stages of these profiles and teams, paid ones included';

create or replace function security.projects_of(s security.standing) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
    return array(
        select unnest(s.bought)
        union
        select p.project_id from projects.project_participants p
         where p.profile_type = 'freelancer' and p.profile_id = any (s.freelancers)
        union
        select p.project_id from projects.project_participants p
         where p.profile_type = 'business' and p.profile_id = any (s.businesses)
        union
        select g.project_id from projects.project_stages g where g.id = any (s.worked_stages));
end $$;
comment on function security.projects_of(security.standing) is 'Projects of the buyer side, participants and assignees';

create or replace function security.standing_of(login uuid) returns security.standing
language plpgsql stable set search_path = '' as $$
declare
    s security.standing;
begin
    s.user_id := login;
    s.freelancers := array(select f.id from org.freelancer_profiles f where f.user_id = login);
    s.businesses := security.businesses_of(login);
    if cardinality(s.businesses) > 0 then
        s.hiring := security.businesses_of(login, '{owner,admin,hiring_manager}');
        s.finance := security.businesses_of(login, '{owner,admin,finance}');
        s.paying := security.businesses_of(login, '{owner,admin,hiring_manager,finance}');
    end if;
    s.teams := security.teams_of(login);
    if cardinality(s.teams) > 0 then
        s.finance_teams := security.finance_teams_of(login);
    end if;
    s.bought := array(select p.id from projects.projects p where p.client_business_id = any (s.businesses));
    s.worked_stages := security.worked_stages(s.freelancers, s.teams);
    s.projects := security.projects_of(s);
    return s;
end $$;
comment on function security.standing_of(uuid) is 'Everything about a login that its scopes follow from';
