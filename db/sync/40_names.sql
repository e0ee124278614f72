-- Who must look again when a row that grants scopes changes: <schema>.<table>_names(row) gives scopes, and the
-- gateway evaluates scopes_of for every session that holds one of them. It has to name at least one scope that
-- each affected login held before; too many only cost time. Every login holds its own user scope.

create or replace function security.business_contexts(business uuid) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 50 as $$
begin
    return query
        select 'business', business
        union all select 'project', p.id from projects.projects p where p.client_business_id = business
        union all select 'project', p.project_id from projects.project_participants p
                   where p.profile_type = 'business' and p.profile_id = business
        union all select 'deal', a.id
                    from projects.projects p join projects.project_stages g on g.project_id = p.id
                    join projects.stage_assignments a on a.project_stage_id = g.id
                   where p.client_business_id = business and a.status = 'invited' and a.ended_at is null
        union all select 'deal', c.id from projects.maintenance_contracts c where c.business_profile_id = business;
end $$;
comment on function security.business_contexts(uuid) is 'Scopes under which the members of a business are known: its own, its projects, its open invitations and contracts';

create or replace function security.team_contexts(team uuid) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 50 as $$
begin
    return query
        select 'team', team
        union all select 'deal', a.id from projects.stage_assignments a where a.team_id = team
        union select 'project', g.project_id
                from projects.stage_assignments a join projects.project_stages g on g.id = a.project_stage_id
               where a.team_id = team and (a.accepted_at is not null or a.status in ('accepted', 'active'));
end $$;
comment on function security.team_contexts(uuid) is 'Scopes under which the members of a team are known: its own, its deals and the projects that it works or worked in';

create or replace function security.owner_scope(owner_type text, owner_id uuid) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 1 as $$
begin
    if owner_type = 'freelancer' then
        return query select 'user', f.user_id from org.freelancer_profiles f where f.id = owner_id;
    elsif owner_id is not null then
        return query select owner_type, owner_id;
    end if;
end $$;
comment on function security.owner_scope(text, uuid) is 'The scope that reaches everyone behind a freelancer, team or business';

create or replace function org.business_profiles_names(r org.business_profiles) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.owner_user_id union all select c.kind, c.id from security.business_contexts(r.id) c
$$;

create or replace function org.business_memberships_names(r org.business_memberships) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.user_id union all select c.kind, c.id from security.business_contexts(r.business_profile_id) c
$$;

create or replace function org.teams_names(r org.teams) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.owner_user_id union all select c.kind, c.id from security.team_contexts(r.id) c
$$;

create or replace function org.team_memberships_names(r org.team_memberships) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.user_id union all select c.kind, c.id from security.team_contexts(r.team_id) c
$$;

create or replace function org.team_roles_names(r org.team_roles) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'team', r.team_id
$$;

create or replace function org.freelancer_profiles_names(r org.freelancer_profiles) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.user_id
    union all
    select c.kind, c.id
      from (select m.team_id from org.team_memberships m where m.user_id = r.user_id
            union select t.id from org.teams t where t.owner_user_id = r.user_id) t
     cross join lateral security.team_contexts(t.team_id) c
$$;

create or replace function projects.projects_names(r projects.projects) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'business', r.client_business_id union all select 'project', r.id
$$;

create or replace function projects.project_participants_names(r projects.project_participants) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'project', r.project_id
    union all
    select o.kind, o.id from security.owner_scope(r.profile_type::text, r.profile_id) o
$$;

create or replace function projects.stage_assignments_names(r projects.stage_assignments) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'project', p.id from projects.project_stages g join projects.projects p on p.id = g.project_id where g.id = r.project_stage_id
    union all
    select 'business', p.client_business_id
      from projects.project_stages g join projects.projects p on p.id = g.project_id where g.id = r.project_stage_id
    union all
    select o.kind, o.id from security.owner_scope(r.assignee_type::text, coalesce(r.freelancer_profile_id, r.team_id)) o
$$;

create or replace function projects.maintenance_contracts_names(r projects.maintenance_contracts) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'business', r.business_profile_id
    union all
    select o.kind, o.id from security.owner_scope('freelancer', r.freelancer_profile_id) o
$$;

create or replace function comms.project_channels_names(r comms.project_channels) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'project', r.project_id
$$;

create or replace function comms.project_channel_participants_names(r comms.project_channel_participants) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select o.kind, o.id from security.owner_scope(r.profile_type::text, r.profile_id) o
$$;

create or replace function comms.dm_participants_names(r comms.dm_participants) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.user_id union all select 'dm', r.thread_id
$$;

create or replace function marketplace.assets_names(r marketplace.assets) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select o.kind, o.id from security.owner_scope(r.seller_type, r.seller_profile_id) o
$$;

create or replace function marketplace.asset_purchases_names(r marketplace.asset_purchases) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'business', r.buyer_business_id
    union all
    select o.kind, o.id from marketplace.assets a cross join lateral security.owner_scope(a.seller_type, a.seller_profile_id) o
     where a.id = r.asset_id
$$;

create or replace function finance.disputes_names(r finance.disputes) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'admin', '00000000-0000-0000-0000-000000000000'::uuid
$$;

create or replace function ops.moderation_flags_names(r ops.moderation_flags) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'admin', '00000000-0000-0000-0000-000000000000'::uuid
$$;

create or replace function ops.admin_users_names(r ops.admin_users) returns table (kind text, id uuid)
language sql stable set search_path = '' as $$
    select 'user', r.user_id
$$;
