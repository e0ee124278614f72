-- A step of the project with its price, and a channel of its own where one is asked for.

create or replace function api.stage_channel_name(stage_name text, stage_order bigint) returns text
language plpgsql immutable set search_path = '' as $$
begin
  -- ASCII only, so that the client computes the same name in any locale.
  return '#' || coalesce(nullif(left(btrim(
    regexp_replace(lower(stage_name collate "C"), '[^a-z0-9]+', '-', 'g'), '-'), 40), ''), 'stage-' || stage_order);
end $$;
comment on function api.stage_channel_name(text, bigint) is 'Name of a stage''s channel: its name in lower case with dashes, or stage-N.';

create or replace function api.add_stage_channel(channel uuid, stage projects.project_stages) returns void
language plpgsql set search_path = '' as $$
declare
  v_name text := api.stage_channel_name(stage.name, stage."order");
begin
  if exists (select from comms.project_channels c where c.project_id = stage.project_id and c.name = v_name) then
    v_name := v_name || '-' || right(channel::text, 6);
  end if;
  insert into comms.project_channels (id, project_id, name, stage_id, visibility, created_at)
  values (channel, stage.project_id, v_name, stage.id, 'owner_and_assignees', api.now());
end $$;

create or replace function api.check_budget(budget jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(budget, '{"rule": "uuid", "type": "enum fixed|cap|free", "amount_currency?": "currency",
    "amount_cents?": "int 0 100000000000000", "notes?": "text 0 2000"}', 'budget.');
  perform api.check_currency(budget ->> 'amount_currency', 'budget.amount_currency');
  if budget ->> 'type' = 'free' then
    if coalesce((budget ->> 'amount_cents')::bigint, 0) <> 0 then
      perform api.reject('invalid_argument', 'budget.amount_cents', '{"why": "free"}');
    end if;
  elsif coalesce((budget ->> 'amount_cents')::bigint, 0) < 1 then
    perform api.reject('invalid_argument', 'budget.amount_cents', '{"why": "missing"}');
  elsif budget ->> 'amount_currency' is null then
    perform api.reject('invalid_argument', 'budget.amount_currency', '{"why": "missing"}');
  end if;
end $$;

create or replace function api.create_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
  v_stage projects.project_stages;
  v_budget jsonb := args -> 'budget';
begin
  perform api.check_args(args, '{"stage": "uuid", "project": "uuid", "name": "text 1 200", "order": "int 0 100000",
    "description?": "text 0 16000", "stage_type": "enum file_based|session|group_session|management",
    "ip_mode?": "enum exclusive_transfer|licensed_use|template_only|internal_only", "due_date?": "time",
    "budget": "object", "channel?": "uuid"}');
  perform api.check_budget(v_budget);
  perform api.check_expected(expected);
  v_project := api.lock_project((args ->> 'project')::uuid);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'project');
  end if;
  if v_project.status in ('completed', 'cancelled') then
    perform api.reject('project_closed', 'project', jsonb_build_object('status', v_project.status));
  end if;
  perform api.must_go('stage', null, 'open', 'create_stage');
  insert into projects.project_stages (id, project_id, name, "order", description, stage_type, ip_mode, due_date, created_at)
  values ((args ->> 'stage')::uuid, v_project.id, args ->> 'name', (args ->> 'order')::int, args ->> 'description',
          args ->> 'stage_type', args ->> 'ip_mode', (args ->> 'due_date')::timestamptz, api.now())
  returning * into v_stage;
  insert into projects.stage_budget_rules (id, project_stage_id, type, amount_currency, amount_cents, notes)
  values ((v_budget ->> 'rule')::uuid, v_stage.id, v_budget ->> 'type', v_budget ->> 'amount_currency',
          (v_budget ->> 'amount_cents')::bigint, v_budget ->> 'notes');
  if args ->> 'channel' is not null then
    perform api.add_stage_channel((args ->> 'channel')::uuid, v_stage);
  end if;
  perform api.emit(ctx, 'stage.created', v_project.id, 'projects.project_stages', v_stage.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name));
end $$;
comment on function api.create_stage(api.context, jsonb, jsonb) is 'Buyer: adds an open stage with its budget rule and optional channel.';
