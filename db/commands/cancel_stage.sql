-- A stage that nobody works on yet is closed; its status stays, closed_at is set, money returns at once.

create or replace function api.close_stage(ctx api.context, stage projects.project_stages, reason text, command text) returns void
language plpgsql set search_path = '' as $$
declare
  a projects.stage_assignments := api.lock_live_assignment(stage.id);
  v_escrow finance.escrows;
begin
  perform api.must_go('stage', stage.status::text, 'closed', command);
  if a.status = 'active' then
    perform api.reject('wrong_status', 'stage', jsonb_build_object('entity', 'assignment', 'status', a.status));
  elsif a.id is not null then
    for v_escrow in select * from api.live_escrows(stage.id) loop
      perform api.refund_escrow(ctx, v_escrow, api.remaining_cents(v_escrow), 'stage_cancelled');
    end loop;
    perform api.end_assignment(a, 'withdrawn');
  end if;
  update projects.project_stages s set closed_at = api.now(), closed_reason = coalesce(reason, 'cancelled') where s.id = stage.id;
  perform api.emit(ctx, 'stage.cancelled', stage.project_id, 'projects.project_stages', stage.id,
    jsonb_build_object('stage', stage.name, 'reason', reason, 'from', stage.status, 'to', 'closed'),
    case when a.id is null then '{}' else api.to_leads(a) end);
end $$;
comment on function api.close_stage(api.context, projects.project_stages, text, text) is 'T13: refunds, ends the offer and closes an open or assigned stage.';

create or replace function api.cancel_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
begin
  perform api.check_args(args, '{"stage": "uuid", "reason?": "text 0 2000"}');
  perform api.check_expected(expected, 'status');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  if not api.is_buyer(ctx, api.project_of(v_stage)) then
    perform api.deny(ctx, 'project', v_stage.project_id, 'stage');
  end if;
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', v_stage.status::text, 'projects.project_stages', v_stage.id);
  perform api.close_stage(ctx, v_stage, args ->> 'reason', 'cancel_stage');
  perform api.complete_when_done(ctx, v_stage.project_id);
end $$;
comment on function api.cancel_stage(api.context, jsonb, jsonb) is 'Buyer: closes a stage before work is active (T13).';
