-- A second account of who holds what, told from the side of the scope and with no thought for speed:
-- security.scopes_of must say the same in every world.

create function test.of_business(login uuid, business uuid, variadic roles text[]) returns boolean
language sql stable as $$
    select exists (select from org.business_profiles b where b.id = business and b.owner_user_id = login)
        or exists (select from org.business_memberships m
                    where m.business_profile_id = business and m.user_id = login and m.status = 'active' and m.role = any (roles))
$$;

create function test.employed(login uuid, business uuid) returns boolean
language sql stable as $$ select test.of_business(login, business, 'owner', 'admin', 'finance', 'hiring_manager', 'viewer') $$;

create function test.in_team(login uuid, team uuid) returns boolean
language sql stable as $$
    select exists (select from org.teams t where t.id = team and t.owner_user_id = login)
        or exists (select from org.team_memberships m where m.team_id = team and m.user_id = login and m.status = 'active')
$$;

create function test.sees_finance(login uuid, team uuid) returns boolean
language sql stable as $$
    select exists (select from org.teams t where t.id = team and t.owner_user_id = login)
        or exists (select from org.team_memberships m where m.team_id = team and m.user_id = login and m.status = 'active'
                    and (m.role <> 'freelancer' or exists (select from org.team_roles r
                          where r.id = m.role_id and r.permissions @> '{"view_finance": true}')))
$$;

create function test.is_profile(login uuid, profile uuid) returns boolean
language sql stable as $$ select exists (select from org.freelancer_profiles f where f.id = profile and f.user_id = login) $$;

create function test.is_owner(login uuid, kind text, id uuid) returns boolean
language sql stable as $$
    select case kind when 'freelancer' then test.is_profile(login, id) when 'team' then test.in_team(login, id) else test.employed(login, id) end
$$;

create function test.is_assignee(login uuid, a projects.stage_assignments) returns boolean
language sql stable as $$ select test.is_profile(login, a.freelancer_profile_id) or test.in_team(login, a.team_id) $$;

create function test.keeps(a projects.stage_assignments) returns boolean
language sql stable as $$
    select a.status in ('accepted', 'active')
       and coalesce(a.end_reason, '') not in ('declined', 'withdrawn', 'expired', 'removed')
       and not (a.end_reason is not distinct from 'closed' and a.status = 'accepted')
$$;

create function test.client_of(project uuid) returns uuid
language sql stable as $$ select p.client_business_id from projects.projects p where p.id = project $$;

create function test.takes_part(login uuid, project uuid) returns boolean
language sql stable as $$
    select test.employed(login, test.client_of(project))
        or exists (select from projects.project_participants p where p.project_id = project
                    and case p.profile_type when 'freelancer' then test.is_profile(login, p.profile_id) else test.employed(login, p.profile_id) end)
        or exists (select from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
                    where g.project_id = project and test.keeps(a) and test.is_assignee(login, a))
$$;

create function test.reads_channel(login uuid, c comms.project_channels) returns boolean
language sql stable as $$
    select (c.visibility = 'project_all' and test.takes_part(login, c.project_id))
        or test.of_business(login, test.client_of(c.project_id), 'owner', 'admin', 'hiring_manager')
        or exists (select from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
                    where g.project_id = c.project_id and (c.stage_id is null or c.stage_id = g.id) and test.keeps(a) and test.is_assignee(login, a))
        or (test.takes_part(login, c.project_id) and exists (select from comms.project_channel_participants p
              where p.channel_id = c.id and p.role = 'moderator'
                and case p.profile_type when 'freelancer' then test.is_profile(login, p.profile_id) else test.employed(login, p.profile_id) end))
$$;

create function test.model_of_work(login uuid) returns table (kind text, id uuid)
language sql stable as $$
    select 'project', p.id from projects.projects p where test.takes_part(login, p.id)
    union all
    select 'channel', c.id from comms.project_channels c where test.reads_channel(login, c)
    union all
    select 'deal', a.id from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
     where test.employed(login, test.client_of(g.project_id))
        or (test.is_assignee(login, a) and (test.keeps(a) or (a.status = 'invited' and a.ended_at is null)))
    union all
    select 'escrow', a.id from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
     where test.of_business(login, test.client_of(g.project_id), 'owner', 'admin', 'hiring_manager', 'finance')
        or (a.accepted_at is not null and (test.is_profile(login, a.freelancer_profile_id) or test.sees_finance(login, a.team_id)))
    union all
    select 'deal', c.id from projects.maintenance_contracts c
     where test.employed(login, c.business_profile_id) or test.is_profile(login, c.freelancer_profile_id)
    union all
    select 'escrow', c.id from projects.maintenance_contracts c
     where test.of_business(login, c.business_profile_id, 'owner', 'admin', 'hiring_manager', 'finance') or test.is_profile(login, c.freelancer_profile_id)
$$;

create function test.under_review(out project uuid, out stage uuid, out channel uuid, out deal uuid) returns setof record
language sql stable as $$
    select f.entity_id, null::uuid, null::uuid, null::uuid from ops.moderation_flags f where f.status = 'reviewing' and f.entity_table = 'projects.projects'
    union all
    select c.project_id, null, c.id, null from ops.moderation_flags f join comms.project_channels c
        on c.id = f.entity_id and f.entity_table = 'comms.project_channels'
        or f.entity_table = 'comms.project_messages' and c.id = (select m.channel_id from comms.project_messages m where m.id = f.entity_id)
     where f.status = 'reviewing'
    union all
    select g.project_id, g.id, null, a.id from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
     where exists (select from ops.moderation_flags f where f.status = 'reviewing' and f.entity_table = 'projects.stage_assignments' and f.entity_id = a.id)
        or exists (select from finance.escrows e where e.assignment_id = a.id
                    and (exists (select from ops.moderation_flags f where f.status = 'reviewing' and f.entity_table = 'finance.escrows' and f.entity_id = e.id)
                         or exists (select from finance.disputes d where d.escrow_id = e.id and d.status = 'under_review')))
$$;

create function test.model_of_review(login uuid) returns table (kind text, id uuid)
language sql stable as $$
    select k.kind, k.id
      from test.under_review() r
     cross join lateral (
        select 'project', r.project
        union select 'channel', r.channel
        union select 'channel', c.id from comms.project_channels c where c.stage_id = r.stage
        union select 'channel', c.id from comms.project_channels c where c.project_id = r.project and r.stage is null and r.channel is null
        union select 'deal', r.deal
        union select 'escrow', r.deal) k (kind, id)
     where k.id is not null and exists (select from ops.admin_users a where a.user_id = login) and not test.takes_part(login, r.project)
$$;

create function test.model_of_rest(login uuid) returns table (kind text, id uuid)
language sql stable as $$
    select 'user', login
    union all select 'catalog', '00000000-0000-0000-0000-000000000000'
    union all select 'admin', '00000000-0000-0000-0000-000000000000' from ops.admin_users a where a.user_id = login
    union all select 'client', c.id from sync.clients c where c.user_id = login
    union all select 'business', b.id from org.business_profiles b where test.employed(login, b.id)
    union all select 'business_private', b.id from org.business_profiles b where test.of_business(login, b.id, 'owner', 'admin', 'finance')
    union all select 'team', t.id from org.teams t where test.in_team(login, t.id)
    union all select 'team_private', t.id from org.teams t where test.sees_finance(login, t.id)
    union all select 'dm', t.id from comms.dm_threads t
               where exists (select from comms.dm_participants p where p.thread_id = t.id and p.user_id = login)
    union all select 'asset', a.id from marketplace.assets a
               where test.is_owner(login, a.seller_type, a.seller_profile_id)
                  or exists (select from marketplace.asset_purchases p where p.asset_id = a.id and test.employed(login, p.buyer_business_id))
    union all select 'purchase', p.id from marketplace.asset_purchases p join marketplace.assets a on a.id = p.asset_id
               where test.employed(login, p.buyer_business_id) or test.is_owner(login, a.seller_type, a.seller_profile_id)
$$;

create function test.faces(kind text, profile uuid) returns setof uuid
language sql stable as $$
    select profile where profile is not null
    union select f.user_id from org.freelancer_profiles f where kind = 'freelancer' and f.id = profile
    union select b.owner_user_id from org.business_profiles b where kind = 'business' and b.id = profile
    union select m.user_id from org.business_memberships m where kind = 'business' and m.business_profile_id = profile and m.status in ('active', 'left')
    union select unnest(array[t.owner_user_id, f.id]) from org.teams t left join org.freelancer_profiles f on f.user_id = t.owner_user_id
           where kind = 'team' and t.id = profile
    union select unnest(array[m.user_id, f.id]) from org.team_memberships m left join org.freelancer_profiles f on f.user_id = m.user_id
           where kind = 'team' and m.team_id = profile and m.status in ('active', 'left')
$$;

create function test.model_of_profiles(login uuid) returns table (kind text, id uuid)
language sql stable as $$
    with held as materialized (select * from test.model_of_work(login) union select * from test.model_of_review(login)),
    met (kind, id) as (
        select 'freelancer', f.id from org.freelancer_profiles f where f.user_id = login
        union select 'business', b.id from org.business_profiles b where test.employed(login, b.id)
        union select 'team', t.id from org.teams t where test.in_team(login, t.id)
        union select 'business', p.client_business_id from projects.projects p join held h on h.kind = 'project' and h.id = p.id
        union select p.profile_type::text, p.profile_id from projects.project_participants p join held h on h.kind = 'project' and h.id = p.project_id
        union select a.assignee_type::text, coalesce(a.freelancer_profile_id, a.team_id)
                from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
                join held h on h.kind = 'project' and h.id = g.project_id
               where a.accepted_at is not null or test.employed(login, test.client_of(g.project_id))
        union select 'business', test.client_of(g.project_id)
                from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
               where a.status = 'invited' and a.ended_at is null and test.is_assignee(login, a)
        union select unnest(array['business', 'freelancer']), unnest(array[c.business_profile_id, c.freelancer_profile_id])
                from projects.maintenance_contracts c where test.employed(login, c.business_profile_id) or test.is_profile(login, c.freelancer_profile_id))
    select 'profile', x.id from (
        select login as id
        union select f.id from met m cross join lateral test.faces(m.kind, m.id) f (id)
        union select m.user_id from org.business_memberships m where m.status = 'invited' and test.employed(login, m.business_profile_id)
        union select m.user_id from org.team_memberships m where m.status = 'invited' and test.in_team(login, m.team_id)
        union select p.user_id from comms.dm_participants p join comms.dm_participants me on me.thread_id = p.thread_id and me.user_id = login
        union select f.profile_id from security.former_members f join held h on h.kind = 'project' and h.id = f.context_id
        union select f.profile_id from security.former_members f join comms.dm_participants me on me.thread_id = f.context_id and me.user_id = login) x
     where x.id is not null
$$;

create function test.model(login uuid) returns table (kind text, id uuid)
language sql stable as $$
    select * from test.model_of_work(login) union select * from test.model_of_review(login)
    union select * from test.model_of_rest(login) union select * from test.model_of_profiles(login)
$$;
