-- Comms, continued: who has which role in a channel follows from the project, by trigger. Reading is decided by
-- security.scopes_of; these rows only say who may post, and name the people of a channel. Moderators are explicit.

create function comms.people_at_work(project_id uuid)
returns table (stage_id uuid, profile_id uuid, role text)
language plpgsql stable set search_path = '' as $$
begin
  return query
    with hires as (
      select a.project_stage_id, a.freelancer_profile_id, a.team_id,
             case when a.ended_at is null then 'participant' else 'viewer' end as role
        from projects.project_stages s join projects.stage_assignments a on a.project_stage_id = s.id
       where s.project_id = people_at_work.project_id and security.works(a.status, a.ended_at, a.end_reason))
    select h.project_stage_id, h.freelancer_profile_id, h.role from hires h where h.freelancer_profile_id is not null
    union all
    select h.project_stage_id, f.id, h.role
      from hires h
     cross join lateral (
        select m.user_id from org.team_memberships m where m.team_id = h.team_id and m.status = 'active'
        union
        select t.owner_user_id from org.teams t where t.id = h.team_id) m
      join org.freelancer_profiles f on f.user_id = m.user_id;
end
$$;
comment on function comms.people_at_work(uuid) is
  'Freelancers on the stages of a project, alone or in a team; whose work has ended only views';

create function comms.expected_participants(project_id uuid)
returns table (channel_id uuid, profile_type public.profile_type, profile_id uuid, role text)
language plpgsql stable set search_path = '' as $$
begin
  return query
    with channels as (
      select c.id, c.visibility, c.stage_id from comms.project_channels c
       where c.project_id = expected_participants.project_id),
    people as (
      select c.id, 'business'::public.profile_type as type, p.client_business_id as profile, 'participant' as role
        from channels c join projects.projects p on p.id = expected_participants.project_id
      union all
      select c.id, q.profile_type, q.profile_id, case q.role when 'viewer' then 'viewer' else 'participant' end
        from channels c join projects.project_participants q on q.project_id = expected_participants.project_id
       where c.visibility = 'project_all'
      union all
      select c.id, 'freelancer', w.profile_id, w.role
        from channels c join comms.people_at_work(expected_participants.project_id) w
          on c.visibility = 'project_all' or c.stage_id is null or c.stage_id = w.stage_id)
    -- Of several roles the stronger: 'participant' sorts before 'viewer'.
    select x.id, x.type, x.profile, min(x.role) from people x group by x.id, x.type, x.profile;
end
$$;
comment on function comms.expected_participants(uuid) is 'The rows that the channels of a project should have, moderators aside';

create function comms.keep_participants(project_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  -- A new channel and a new participant in two transactions must not miss each other.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('participants:' || project_id, 0));
  delete from comms.project_channel_participants p
   using comms.project_channels c
   where c.id = p.channel_id and c.project_id = keep_participants.project_id and p.role <> 'moderator'
     and not exists (select from comms.expected_participants(keep_participants.project_id) e
                      where (e.channel_id, e.profile_type, e.profile_id) = (p.channel_id, p.profile_type, p.profile_id));
  insert into comms.project_channel_participants as p (channel_id, profile_type, profile_id, role)
  select e.channel_id, e.profile_type, e.profile_id, e.role
    from comms.expected_participants(keep_participants.project_id) e
  on conflict on constraint project_channel_participants_profile_key do update
    set role = excluded.role where p.role not in (excluded.role, 'moderator');
end
$$;
comment on function comms.keep_participants(uuid) is 'Makes the participants of a project''s channels what the project says';

create function comms.follow_project() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform comms.keep_participants(case tg_op when 'DELETE' then old.project_id else new.project_id end);
  return null;
end
$$;
comment on function comms.follow_project() is 'Trigger: a channel or a participant of a project came, changed or went';
create trigger follow_project after insert or update of visibility, stage_id on comms.project_channels
  for each row execute function comms.follow_project();
create trigger follow_project after insert or delete or update of role on projects.project_participants
  for each row execute function comms.follow_project();

create function comms.follow_assignment() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform comms.keep_participants(s.project_id) from projects.project_stages s where s.id = new.project_stage_id;
  return null;
end
$$;
comment on function comms.follow_assignment() is 'Trigger: somebody started or stopped to work on a stage';
create trigger follow_assignment_insert after insert on projects.stage_assignments
  for each row when (new.status <> 'invited') execute function comms.follow_assignment();
create trigger follow_assignment_update after update of status, ended_at, end_reason on projects.stage_assignments
  for each row when ((old.status, old.ended_at, old.end_reason) is distinct from (new.status, new.ended_at, new.end_reason))
  execute function comms.follow_assignment();

create function comms.follow_team() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform comms.keep_participants(w.project_id)
    from (select distinct s.project_id
            from projects.stage_assignments a join projects.project_stages s on s.id = a.project_stage_id
           where a.team_id = new.team_id and security.works(a.status, a.ended_at, a.end_reason)
           order by s.project_id) w;
  return null;
end
$$;
comment on function comms.follow_team() is 'Trigger: a member of a team that works came or left';
create trigger follow_team after insert or update of status on org.team_memberships
  for each row execute function comms.follow_team();
