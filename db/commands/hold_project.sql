-- A pause blocks assigning, funding and starting; it never blocks submitting, approving or being paid.
create or replace function api.hold_project(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
begin
  perform api.check_args(args, '{"project": "uuid", "reason": "text 1 2000"}');
  perform api.check_expected(expected, 'status');
  v_project := api.lock_project((args ->> 'project')::uuid);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'project');
  end if;
  perform api.expect(expected, 'status', v_project.status::text, 'projects.projects', v_project.id);
  perform api.must_go('project', v_project.status::text, 'on_hold', 'hold_project');
  update projects.projects p set status = 'on_hold', hold_reason = args ->> 'reason' where p.id = v_project.id;
  perform api.emit(ctx, 'project.held', v_project.id, 'projects.projects', v_project.id,
    jsonb_build_object('project', v_project.title, 'reason', args ->> 'reason', 'from', v_project.status, 'to', 'on_hold'),
    api.to_workers(v_project.id));
end $$;
comment on function api.hold_project(api.context, jsonb, jsonb) is 'Buyer: pauses an active project, with a reason.';
