-- A draft goes to work once at least one of its stages has a price.
create or replace function api.activate_project(ctx api.context, expected jsonb, args jsonb) returns void
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
  perform api.must_go('project', v_project.status::text, 'active', 'activate_project');
  if not exists (select from projects.project_stages s join projects.stage_budget_rules r on r.project_stage_id = s.id
                  where s.project_id = v_project.id and s.closed_at is null) then
    perform api.reject('needs_stage', 'project');
  end if;
  update projects.projects set status = 'active' where id = v_project.id;
  perform api.emit(ctx, 'project.activated', v_project.id, 'projects.projects', v_project.id,
    jsonb_build_object('project', v_project.title, 'from', v_project.status, 'to', 'active'));
end $$;
comment on function api.activate_project(api.context, jsonb, jsonb) is 'Buyer: draft to active, with at least one priced stage.';
