-- A project ends well: by the buyer, or by itself when its last stage is settled.

create or replace function api.is_settled(stage projects.project_stages) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return stage.closed_at is not null or stage.status = 'paid'
      or (stage.status = 'approved' and (api.budget_of(stage.id)).type = 'free');
end $$;
comment on function api.is_settled(projects.project_stages) is 'Nothing more will happen here: paid, approved and free, or cancelled.';

create or replace function api.has_live_contract(project_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select exists (select from projects.maintenance_contracts c
      where c.project_id = has_live_contract.project_id and c.status in ('active', 'paused')));
end $$;

create or replace function api.has_live_escrow(project_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select exists (select from finance.escrows e join projects.project_stages s on s.id = e.project_stage_id
      where s.project_id = has_live_escrow.project_id and e.status in ('funded', 'disputed')));
end $$;

create or replace function api.close_project(ctx api.context, project projects.projects, status public.project_status, event text,
                                             words jsonb default '{}') returns void
language plpgsql set search_path = '' as $$
begin
  update projects.projects p set status = close_project.status, hold_reason = null, closed_at = api.now() where p.id = project.id;
  perform api.emit(ctx, event, project.id, 'projects.projects', project.id,
    jsonb_build_object('project', project.title, 'from', project.status, 'to', close_project.status) || words,
    api.to_buyers(project.client_business_id) || api.to_workers(project.id));
end $$;

create or replace function api.to_workers(project_id uuid) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select array(select distinct unnest(api.to_assignees(a))
      from projects.project_stages s join projects.stage_assignments a on a.project_stage_id = s.id
     where s.project_id = to_workers.project_id and security.works(a.status, a.ended_at, a.end_reason)));
end $$;
comment on function api.to_workers(uuid) is 'Everyone who works, or was paid, on a project.';

create or replace function api.complete_when_done(ctx api.context, project_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects := api.lock_project(project_id);
begin
  if v_project.status <> 'active' or api.has_live_escrow(project_id) or api.has_live_contract(project_id)
     or exists (select from projects.project_stages s where s.project_id = v_project.id and not api.is_settled(s))
     or not exists (select from projects.project_stages s where s.project_id = v_project.id and s.closed_at is null) then
    return;
  end if;
  perform api.must_go('project', v_project.status::text, 'completed', 'complete_project');
  perform api.close_project(ctx, v_project, 'completed', 'project.completed');
end $$;
comment on function api.complete_when_done(api.context, uuid) is 'The last stage that is settled completes an active project.';

create or replace function api.complete_project(ctx api.context, expected jsonb, args jsonb) returns void
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
  perform api.must_go('project', v_project.status::text, 'completed', 'complete_project');
  if exists (select from projects.project_stages s where s.project_id = v_project.id and not api.is_settled(s)) then
    perform api.reject('stages_open', 'project');
  elsif api.has_live_escrow(v_project.id) then
    perform api.reject('escrow_live', 'project');
  elsif api.has_live_contract(v_project.id) then
    perform api.reject('contract_live', 'project');
  end if;
  perform api.close_project(ctx, v_project, 'completed', 'project.completed');
end $$;
comment on function api.complete_project(api.context, jsonb, jsonb) is 'Buyer: every stage settled, no live escrow or contract; opens the rating window.';
