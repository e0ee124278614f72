-- security.scopes_of: what a login holds. The functions below are the list of kinds and of who holds them; each
-- gives some of them. No kind is given by two of them, and none gives a scope twice. Plans are generic: each
-- query is index scans over arrays whatever their size, and planning anew would cost more than running.

create or replace function security.workspace_scopes(s security.standing) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 20 as $$
declare
    everyone constant uuid := '00000000-0000-0000-0000-000000000000';
begin
    return query
        values ('user', s.user_id), ('catalog', everyone)
        union all select 'admin', everyone from ops.admin_users a where a.user_id = s.user_id
        union all select 'business', unnest(s.businesses)
        union all select 'business_private', unnest(s.finance)
        union all select 'team', unnest(s.teams)
        union all select 'team_private', unnest(s.finance_teams)
        union all select 'client', c.id from sync.clients c where c.user_id = s.user_id;
end $$;
comment on function security.workspace_scopes(security.standing) is 'user, catalog, admin, business, business_private, team, team_private, client';

create or replace function security.channel_scopes(s security.standing) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 100 as $$
declare
    hired_for constant uuid[] := case when cardinality(s.hiring) = cardinality(s.businesses) then s.bought
        else array(select p.id from projects.projects p where p.client_business_id = any (s.hiring)) end;
    -- Who hires for all of them, as most owners do, reads all their channels: no need to look at each by itself.
    shared constant uuid[] := case when cardinality(hired_for) = cardinality(s.projects) then '{}' else s.projects end;
    worked_on constant uuid[] := array(select distinct g.project_id from projects.project_stages g where g.id = any (s.worked_stages));
begin
    return query
        select 'project', unnest(s.projects)
        union all
        select 'channel', c.id from (
            select a.id from comms.project_channels a where a.project_id = any (shared) and a.visibility = 'project_all'
            union
            select b.id from comms.project_channels b where b.project_id = any (hired_for)
            union
            select w.id from comms.project_channels w where w.project_id = any (worked_on) and w.stage_id is null
            union
            select g.id from comms.project_channels g where g.stage_id = any (s.worked_stages)
            union
            -- An explicit moderator reads on only while taking part in the project.
            select m.channel_id
              from comms.project_channel_participants m
              join comms.project_channels o on o.id = m.channel_id
             where m.profile_id = any (s.freelancers || s.businesses) and m.role = 'moderator'
               and o.project_id = any (s.projects)) c;
end $$;
comment on function security.channel_scopes(security.standing) is
    'project and channel. project_all: who takes part; owner_and_assignees: hiring roles, assignees of the channel''s stage (or of any), moderators';

create or replace function security.hires_of(businesses uuid[]) returns uuid[]
language plpgsql stable set search_path = '' as $$
begin
    return array(
        select a.id
          from projects.projects p
          join projects.project_stages g on g.project_id = p.id
          join projects.stage_assignments a on a.project_stage_id = g.id
         where p.client_business_id = any (businesses));
end $$;
comment on function security.hires_of(uuid[]) is 'All assignments that businesses ever made';

create or replace function security.deal_scopes(s security.standing) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 100 as $$
declare
    hires constant uuid[] := security.hires_of(s.businesses);
    paid_hires constant uuid[] := case when cardinality(s.paying) = cardinality(s.businesses) then hires
        else security.hires_of(s.paying) end;
begin
    return query
        select 'deal', d.id from (
            select unnest(hires) as id
            union
            select a.id from projects.stage_assignments a
             where a.freelancer_profile_id = any (s.freelancers)
               and (security.works(a.status, a.ended_at, a.end_reason) or (a.status = 'invited' and a.ended_at is null))
            union
            select a.id from projects.stage_assignments a
             where a.team_id = any (s.teams)
               and (security.works(a.status, a.ended_at, a.end_reason) or (a.status = 'invited' and a.ended_at is null))
            union
            select c.id from projects.maintenance_contracts c where c.business_profile_id = any (s.businesses)
            union
            select c.id from projects.maintenance_contracts c where c.freelancer_profile_id = any (s.freelancers)) d;
    return query
        select 'escrow', e.id from (
            select unnest(paid_hires) as id
            union
            -- Who was ever hired keeps the money's history, removed or not.
            select a.id from projects.stage_assignments a
             where a.freelancer_profile_id = any (s.freelancers) and (a.accepted_at is not null or a.status in ('accepted', 'active'))
            union
            select a.id from projects.stage_assignments a
             where a.team_id = any (s.finance_teams) and (a.accepted_at is not null or a.status in ('accepted', 'active'))
            union
            select c.id from projects.maintenance_contracts c where c.business_profile_id = any (s.paying)
            union
            select c.id from projects.maintenance_contracts c where c.freelancer_profile_id = any (s.freelancers)) e;
end $$;
comment on function security.deal_scopes(security.standing) is
    'deal: the buyer side for every assignment and contract, the assignee from invitation on until it declines, withdraws or is removed. '
    'escrow: all roles of the buyer but viewers; the hired freelancer, or who sees the hired team''s finance';

create or replace function security.market_scopes(s security.standing) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 20 as $$
declare
    sellers constant uuid[] := s.freelancers || s.businesses || s.teams;
begin
    return query
        select 'asset', x.id from (
            select a.id from marketplace.assets a where a.seller_profile_id = any (sellers)
            union
            select p.asset_id from marketplace.asset_purchases p where p.buyer_business_id = any (s.businesses)) x
        union all
        select 'purchase', y.id from (
            select p.id from marketplace.asset_purchases p where p.buyer_business_id = any (s.businesses)
            union
            select p.id from marketplace.assets a join marketplace.asset_purchases p on p.asset_id = a.id
             where a.seller_profile_id = any (sellers)) y;
end $$;
comment on function security.market_scopes(security.standing) is 'asset: seller and buyers; purchase: buyer and seller';

create or replace function security.own_scopes(s security.standing) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 300 as $$
begin
    return query select w.kind, w.id from security.workspace_scopes(s) w;
    return query select c.kind, c.id from security.channel_scopes(s) c;
    return query select d.kind, d.id from security.deal_scopes(s) d;
    return query select m.kind, m.id from security.market_scopes(s) m;
    return query select 'dm', p.thread_id from comms.dm_participants p where p.user_id = s.user_id;
end $$;
comment on function security.own_scopes(security.standing) is 'All that a login holds by taking part, except profiles';

create or replace function security.scopes_of(user_id uuid) returns table (kind text, id uuid)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan rows 300 as $$
declare
    s security.standing := security.standing_of(user_id);
    reviewed uuid[];
begin
    if user_id is null then
        return;
    end if;
    if exists (select from ops.admin_users a where a.user_id = scopes_of.user_id) then
        reviewed := array(select r.id from security.reviewed_scopes(s.projects) r where r.kind = 'project');
        return query select o.kind, o.id from security.own_scopes(s) o
                     union select r.kind, r.id from security.reviewed_scopes(s.projects) r;
    else
        return query select o.kind, o.id from security.own_scopes(s) o;
    end if;
    return query select 'profile', p.id from security.known_profiles(s, s.projects || reviewed) p (id);
end $$;
comment on function security.scopes_of(uuid) is
    'The scopes that a login holds, each once, in the snapshot of the calling query. Nothing else decides who reads what.';
revoke all on function security.scopes_of(uuid) from public;
grant execute on function security.scopes_of(uuid) to projective_gateway;
