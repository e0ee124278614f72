-- The invited side says no, or steps back before work began; money already in escrow returns at once.

create or replace function api.reopen_stage(ctx api.context, stage projects.project_stages, assignment projects.stage_assignments,
                                            reason text, command text) returns void
language plpgsql set search_path = '' as $$
declare
  v_escrow finance.escrows;
begin
  perform api.check_not_frozen(stage);
  if assignment.status not in ('invited', 'accepted') or assignment.ended_at is not null then
    perform api.reject('wrong_status', 'assignment', jsonb_build_object('entity', 'assignment', 'status', assignment.status));
  end if;
  perform api.must_go('stage', stage.status::text, 'open', command);
  for v_escrow in select * from api.live_escrows(stage.id) loop
    perform api.refund_escrow(ctx, v_escrow, api.remaining_cents(v_escrow), reason);
  end loop;
  perform api.end_assignment(assignment, reason);
  update projects.project_stages set status = 'open' where id = stage.id;
end $$;
comment on function api.reopen_stage(api.context, projects.project_stages, projects.stage_assignments, text, text) is
  'T3: the hire ends before it was active, any escrow is refunded, the stage is open again.';

create or replace function api.decline_assignment(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  a projects.stage_assignments;
  v_stage projects.project_stages;
  v_project projects.projects;
begin
  perform api.check_args(args, '{"assignment": "uuid", "reason?": "text 0 2000"}');
  perform api.check_expected(expected, 'status');
  a := api.lock_assignment((args ->> 'assignment')::uuid);
  if not api.answers_for(ctx, a) then
    perform api.deny(ctx, 'deal', a.id, 'assignment');
  end if;
  select s.* into v_stage from projects.project_stages s where s.id = a.project_stage_id;
  v_project := api.project_of(v_stage);
  perform api.expect(expected, 'status', a.status, 'projects.stage_assignments', a.id);
  perform api.reopen_stage(ctx, v_stage, a, 'declined', 'decline_assignment');
  perform api.emit(ctx, 'assignment.declined', v_project.id, 'projects.stage_assignments', a.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'assignee', api.assignee_name(a),
                       'reason', args ->> 'reason', 'from', v_stage.status, 'to', 'open'),
    api.to_buyers(v_project.client_business_id));
end $$;
comment on function api.decline_assignment(api.context, jsonb, jsonb) is
  'The freelancer, or a lead of the team, declines before work starts (T3).';
