-- Accepting binds both sides to the terms whose hash the assignee has seen.

create or replace function api.freeze_split(assignment projects.stage_assignments) returns int
language plpgsql set search_path = '' as $$
declare
  v_stage uuid;
  v_version int;
begin
  -- The stage's own split goes before the team's default; a version counts once everyone concerned has agreed.
  select s.stage_id, s.version into v_stage, v_version
    from finance.payout_splits s
   where s.team_id = assignment.team_id and (s.stage_id = assignment.project_stage_id or s.stage_id is null)
   group by s.stage_id, s.version having count(*) = count(s.consented_at)
   order by s.stage_id is null, s.version desc limit 1;
  if v_version is null then
    perform api.reject('needs_split');
  end if;
  insert into finance.assignment_splits (assignment_id, member_profile, bp, created_at)
  select assignment.id, s.member_profile, s.bp, api.now() from finance.payout_splits s
   where s.team_id = assignment.team_id and s.stage_id is not distinct from v_stage and s.version = v_version;
  return v_version;
end $$;
comment on function api.freeze_split(projects.stage_assignments) is
  'Copies the split in force to the assignment, so that later changes do not touch this hire; returns its version.';

create or replace function api.accept_assignment(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  a projects.stage_assignments;
  v_stage projects.project_stages;
  v_project projects.projects;
  v_hash text;
begin
  perform api.check_args(args, '{"assignment": "uuid"}');
  perform api.check_expected(expected, 'status', 'terms_hash');
  a := api.lock_assignment((args ->> 'assignment')::uuid);
  if not api.answers_for(ctx, a) then
    perform api.deny(ctx, 'deal', a.id, 'assignment');
  end if;
  if expected ->> 'terms_hash' is null then
    perform api.reject('invalid_argument', 'expected.terms_hash', '{"why": "missing"}');
  end if;
  select s.* into v_stage from projects.project_stages s where s.id = a.project_stage_id;
  v_project := api.project_of(v_stage);
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', a.status, 'projects.stage_assignments', a.id);
  perform api.must_go('assignment', a.status, 'accepted', 'accept_assignment');
  if a.ended_at is not null or a.expires_at <= api.now() then
    perform api.reject('invitation_over', 'assignment');
  end if;
  v_hash := api.terms_hash(api.terms_of(v_stage));
  perform api.expect(expected, 'terms_hash', v_hash, 'projects.stage_assignments', a.id, 'terms_changed');
  if api.is_self_hire(v_project.client_business_id, a) then
    perform api.reject('self_hire');
  end if;
  update projects.stage_assignments x
     set status = 'accepted', accepted_at = api.now(), expires_at = null,
         terms = api.offered_terms(v_project, v_stage), terms_hash = v_hash,
         split_version = case when a.assignee_type = 'team' then api.freeze_split(a) end
   where x.id = a.id;
  perform api.emit(ctx, 'assignment.accepted', v_project.id, 'projects.stage_assignments', a.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'assignee', api.assignee_name(a)),
    api.to_buyers(v_project.client_business_id));
end $$;
comment on function api.accept_assignment(api.context, jsonb, jsonb) is
  'The invited freelancer, or a lead of the invited team (T4): expected.terms_hash must be that of the terms now.';
