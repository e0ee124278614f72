-- A paused project goes on.
create or replace function api.resume_project(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
begin
  perform api.check_args(args, '{"project": "uuid"}');
  perform api.check_expected(expected, 'status');
  v_project := api.lock_project((args ->> 'project')::uuid);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'project');
  end if;
  perform api.expect(expected, 'status', v_project.status::text, 'projects.projects', v_project.id);
  perform api.must_go('project', v_project.status::text, 'active', 'resume_project');
  update projects.projects p set status = 'active', hold_reason = null where p.id = v_project.id;
  perform api.emit(ctx, 'project.resumed', v_project.id, 'projects.projects', v_project.id,
    jsonb_build_object('project', v_project.title, 'from', v_project.status, 'to', 'active'), api.to_workers(v_project.id));
  perform api.complete_when_done(ctx, v_project.id);
end $$;
comment on function api.resume_project(api.context, jsonb, jsonb) is 'Buyer: resumes a project on hold.';
