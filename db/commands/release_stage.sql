-- Pays out what an approved stage still holds in escrow.
create or replace function api.release_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
begin
  perform api.check_args(args, '{"stage": "uuid"}');
  perform api.check_expected(expected, 'status');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  v_project := api.project_of(v_stage);
  if not api.is_funder(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'stage');
  end if;
  perform api.check_not_payee(ctx, api.lock_live_assignment(v_stage.id), 'stage');
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', v_stage.status::text, 'projects.project_stages', v_stage.id);
  perform api.must_go('stage', v_stage.status::text, 'paid', 'release_stage');
  -- A contested rest is given up by releasing it.
  update finance.refund_requests q set status = 'withdrawn', answered_by = ctx.user_id, answered_at = api.now()
   where q.status = 'open' and q.escrow_id in (select e.id from api.live_escrows(v_stage.id) e);
  perform api.release_live_escrows(ctx, v_stage.id, null);
  perform api.settle_stage(ctx, v_stage.id, 'release_stage');
end $$;
comment on function api.release_stage(api.context, jsonb, jsonb) is 'Funder: pays out the escrow of an approved stage, which is then paid (T12).';
