-- A business opens a project as a draft, with its #general channel.
create or replace function api.create_project(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_business org.business_profiles;
  v_project uuid;
  v_limit bigint;
begin
  perform api.check_args(args, '{"project": "uuid", "title": "text 1 200", "description?": "text 0 16000",
    "visibility?": "enum public|invite_only", "channel": "uuid"}');
  perform api.check_expected(expected);
  if not api.has_hire_role(ctx) then
    perform api.reject('not_allowed');
  end if;
  -- The lock keeps two devices from passing the limit together.
  select b.* into v_business from org.business_profiles b where b.id = ctx.acting_id for no key update;
  v_limit := (api.setting('plan_limits') -> v_business.plan ->> 'open_projects')::bigint;
  if v_limit <= (select count(*) from projects.projects p
                  where p.client_business_id = ctx.acting_id and p.status not in ('completed', 'cancelled')) then
    perform api.reject('plan_limit', null, jsonb_build_object('limit', v_limit, 'plan', v_business.plan));
  end if;
  v_project := (args ->> 'project')::uuid;
  perform api.must_go('project', null, 'draft', 'create_project');
  insert into projects.projects (id, client_business_id, title, description, visibility, created_at)
  values (v_project, ctx.acting_id, args ->> 'title', args ->> 'description',
          coalesce(args ->> 'visibility', 'invite_only')::public.visibility, api.now());
  insert into projects.project_participants (project_id, profile_type, profile_id, role)
  values (v_project, 'business', ctx.acting_id, 'owner');
  insert into comms.project_channels (id, project_id, name, visibility, created_at)
  values ((args ->> 'channel')::uuid, v_project, '#general', 'project_all', api.now());
  perform api.emit(ctx, 'project.created', v_project, 'projects.projects', v_project,
    jsonb_build_object('project', args ->> 'title'));
end $$;
comment on function api.create_project(api.context, jsonb, jsonb) is
  'Hiring roles: creates a draft project with the channel #general and the business as owner participant.';
