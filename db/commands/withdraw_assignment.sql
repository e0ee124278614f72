-- The buyer takes an offer back before work began; money already in escrow returns at once.
create or replace function api.withdraw_assignment(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  a projects.stage_assignments;
  v_stage projects.project_stages;
  v_project projects.projects;
begin
  perform api.check_args(args, '{"assignment": "uuid", "reason?": "text 0 2000"}');
  perform api.check_expected(expected, 'status');
  a := api.lock_assignment((args ->> 'assignment')::uuid);
  select s.* into v_stage from projects.project_stages s where s.id = a.project_stage_id;
  v_project := api.project_of(v_stage);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'deal', a.id, 'assignment');
  end if;
  perform api.expect(expected, 'status', a.status, 'projects.stage_assignments', a.id);
  perform api.reopen_stage(ctx, v_stage, a, 'withdrawn', 'withdraw_assignment');
  -- About the hire, not the stage: who was asked, and why no more, is not for others who work on the project.
  perform api.emit(ctx, 'assignment.withdrawn', v_project.id, 'projects.stage_assignments', a.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'assignee', api.assignee_name(a),
                       'reason', args ->> 'reason', 'from', v_stage.status, 'to', 'open'),
    api.to_leads(a));
end $$;
comment on function api.withdraw_assignment(api.context, jsonb, jsonb) is 'Buyer: withdraws an offer that is not active yet (T3).';
