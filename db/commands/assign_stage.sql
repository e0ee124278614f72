-- The buyer offers a stage to a freelancer or a team; the offer carries its terms and lapses after a week.

create or replace function api.works_for(business_id uuid, user_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return api.acting_role(works_for.user_id, 'business', works_for.business_id) is not null;
end $$;
comment on function api.works_for(uuid, uuid) is 'Whether a login belongs to a business; such a person cannot be hired by it.';

create or replace function api.is_self_hire(business_id uuid, assignment projects.stage_assignments) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case assignment.assignee_type
      when 'freelancer' then exists (select from org.freelancer_profiles f
        where f.id = assignment.freelancer_profile_id and api.works_for(business_id, f.user_id))
      else exists (select from org.teams t where t.id = assignment.team_id and api.works_for(business_id, t.owner_user_id))
        or exists (select from org.team_memberships m
          where m.team_id = assignment.team_id and m.status = 'active' and api.works_for(business_id, m.user_id)) end);
end $$;
comment on function api.is_self_hire(uuid, projects.stage_assignments) is
  'The assignee, or an active member of the assigned team, belongs to the buying business.';

create or replace function api.assignee_name(assignment projects.stage_assignments) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case assignment.assignee_type
      when 'freelancer' then (select u.display_name from org.freelancer_profiles f
        join org.users_public u on u.user_id = f.user_id where f.id = assignment.freelancer_profile_id)
      else (select t.name from org.teams t where t.id = assignment.team_id) end);
end $$;

create or replace function api.parse_assignee(args jsonb) returns projects.stage_assignments
language plpgsql stable set search_path = '' as $$
declare
  a projects.stage_assignments;
begin
  a.assignee_type := (args ->> 'assignee_type')::public.assignment_type;
  a.freelancer_profile_id := (args ->> 'freelancer_profile_id')::uuid;
  a.team_id := (args ->> 'team_id')::uuid;
  if (a.assignee_type = 'freelancer') <> (a.freelancer_profile_id is not null)
     or (a.assignee_type = 'team') <> (a.team_id is not null) then
    perform api.reject('invalid_argument', case when a.assignee_type = 'team' then 'team_id' else 'freelancer_profile_id' end);
  end if;
  if not exists (select from org.freelancer_profiles f where f.id = a.freelancer_profile_id
                 union all select from org.teams t where t.id = a.team_id) then
    perform api.reject('not_found', case when a.assignee_type = 'team' then 'team_id' else 'freelancer_profile_id' end);
  end if;
  return a;
end $$;

create or replace function api.offered_terms(project projects.projects, stage projects.project_stages) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select api.terms_of(stage) || jsonb_build_object('project', project.title, 'stage', stage.name,
      'stage_type', stage.stage_type, 'project_id', project.id,
      'business', (select b.name from org.business_profiles b where b.id = project.client_business_id)));
end $$;
comment on function api.offered_terms(projects.projects, projects.project_stages) is
  'The terms with the names that an invited person, who cannot see the project yet, needs to decide.';

create or replace function api.assign_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
  a projects.stage_assignments;
begin
  perform api.check_args(args, '{"assignment": "uuid", "stage": "uuid", "assignee_type": "enum freelancer|team",
    "freelancer_profile_id?": "uuid", "team_id?": "uuid"}');
  perform api.check_expected(expected, 'status');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  v_project := api.project_of(v_stage);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'stage');
  end if;
  a := api.parse_assignee(args);
  perform api.check_running(v_project);
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', v_stage.status::text, 'projects.project_stages', v_stage.id);
  if (api.lock_live_assignment(v_stage.id)).id is not null then
    perform api.reject('already_assigned', 'stage');
  end if;
  perform api.must_go('stage', v_stage.status::text, 'assigned', 'assign_stage');
  if api.is_self_hire(v_project.client_business_id, a) then
    perform api.reject('self_hire');
  end if;
  insert into projects.stage_assignments (id, project_stage_id, assignee_type, freelancer_profile_id, team_id, assigned_by,
    terms, terms_hash, expires_at, created_at)
  values ((args ->> 'assignment')::uuid, v_stage.id, a.assignee_type, a.freelancer_profile_id, a.team_id, ctx.user_id,
    api.offered_terms(v_project, v_stage), api.terms_hash(api.terms_of(v_stage)),
    api.now() + api.days('assignment_expiry_days', 7), api.now())
  returning * into a;
  update projects.project_stages set status = 'assigned' where id = v_stage.id;
  perform api.emit(ctx, 'assignment.invited', v_project.id, 'projects.stage_assignments', a.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'assignee', api.assignee_name(a),
                       'business', a.terms -> 'business', 'from', v_stage.status, 'to', 'assigned'),
    api.to_leads(a));
end $$;
comment on function api.assign_stage(api.context, jsonb, jsonb) is
  'Buyer: offers an open stage to a freelancer or team (T2). No self-hire, one live offer at a time.';
