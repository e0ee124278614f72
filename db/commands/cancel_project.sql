-- A project is given up, while no money is in escrow and no contract runs.
create or replace function api.cancel_project(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
  v_stage projects.project_stages;
begin
  perform api.check_args(args, '{"project": "uuid", "reason?": "text 0 2000"}');
  perform api.check_expected(expected, 'status');
  v_project := api.lock_project((args ->> 'project')::uuid);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'project');
  end if;
  perform api.expect(expected, 'status', v_project.status::text, 'projects.projects', v_project.id);
  perform api.must_go('project', v_project.status::text, 'cancelled', 'cancel_project');
  if api.has_live_escrow(v_project.id) then
    perform api.reject('escrow_live', 'project');
  elsif api.has_live_contract(v_project.id) then
    perform api.reject('contract_live', 'project');
  end if;
  for v_stage in select s.* from projects.project_stages s
      where s.project_id = v_project.id and s.closed_at is null and s.status in ('open', 'assigned')
      order by s.id for no key update loop
    perform api.close_stage(ctx, v_stage, 'project_cancelled', 'cancel_project');
  end loop;
  perform api.close_project(ctx, v_project, 'cancelled', 'project.cancelled', jsonb_build_object('reason', args ->> 'reason'));
end $$;
comment on function api.cancel_project(api.context, jsonb, jsonb) is 'Buyer: no funded or disputed escrow, no running contract; open and assigned stages close.';
