-- Work begins, on an active project and with the money in place.

create or replace function api.is_funded(assignment_id uuid, rule projects.stage_budget_rules) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select rule.type = 'free' or coalesce((select sum(e.amount_cents - e.refunded_cents) from finance.escrows e
      where e.assignment_id = is_funded.assignment_id and e.status = 'funded'), 0) >= rule.amount_cents);
end $$;

create or replace function api.start_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
  a projects.stage_assignments;
begin
  perform api.check_args(args, '{"stage": "uuid"}');
  perform api.check_expected(expected, 'status');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  v_project := api.project_of(v_stage);
  a := api.lock_live_assignment(v_stage.id);
  if a.id is null or not api.is_assignee(ctx, a) then
    perform api.deny(ctx, 'project', v_project.id, 'stage');
  end if;
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', v_stage.status::text, 'projects.project_stages', v_stage.id);
  perform api.must_go('stage', v_stage.status::text, 'in_progress', 'start_stage');
  perform api.must_go('assignment', a.status, 'active', 'start_stage');
  perform api.check_running(v_project);
  if v_project.status <> 'active' then
    perform api.reject('project_not_active', 'stage', jsonb_build_object('status', v_project.status));
  end if;
  if not api.is_funded(a.id, api.budget_of(v_stage.id)) then
    perform api.reject('needs_funding', 'stage');
  end if;
  update projects.stage_assignments x set status = 'active' where x.id = a.id;
  update projects.project_stages s set status = 'in_progress' where s.id = v_stage.id;
  perform api.emit(ctx, 'stage.started', v_project.id, 'projects.project_stages', v_stage.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'from', v_stage.status, 'to', 'in_progress'),
    api.to_buyers(v_project.client_business_id));
end $$;
comment on function api.start_stage(api.context, jsonb, jsonb) is 'Assignee: assigned to in_progress, once funded (T6).';
