-- Either side contests what remains in an escrow; it freezes until the dispute ends.
create or replace function api.open_dispute(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_escrow finance.escrows;
  v_stage projects.project_stages;
  v_dispute finance.disputes;
begin
  perform api.check_args(args, '{"dispute": "uuid", "escrow": "uuid", "claim_release_cents": "int 0 100000000000000",
    "reason": "text 1 16000"}');
  perform api.check_expected(expected, 'status');
  v_escrow := api.lock_escrow((args ->> 'escrow')::uuid);
  perform api.check_party(ctx, v_escrow, 'escrow');
  select s.* into v_stage from projects.project_stages s where s.id = v_escrow.project_stage_id;
  perform api.expect(expected, 'status', v_escrow.status, 'finance.escrows', v_escrow.id);
  perform api.must_go('escrow', v_escrow.status, 'disputed', 'open_dispute');
  if v_stage.status not in ('in_progress', 'submitted', 'revisions', 'approved') or v_stage.closed_at is not null then
    perform api.reject('wrong_status', 'escrow', jsonb_build_object('entity', 'stage', 'status', v_stage.status));
  elsif v_stage.status = 'approved' and not exists (select from finance.refund_requests q
      where q.escrow_id = v_escrow.id and q.status in ('open', 'declined')) then
    perform api.reject('nothing_contested', 'escrow');
  elsif (args ->> 'claim_release_cents')::bigint > api.remaining_cents(v_escrow) then
    perform api.reject('amount_too_large', 'claim_release_cents', jsonb_build_object('remaining_cents', api.remaining_cents(v_escrow)));
  end if;
  insert into finance.disputes (id, escrow_id, opened_by_type, opened_by_profile, opened_by_user, claim_release_cents, reason,
    respond_by, review_was_due_at, created_at)
  values ((args ->> 'dispute')::uuid, v_escrow.id, ctx.acting_kind, ctx.acting_id, ctx.user_id,
    (args ->> 'claim_release_cents')::bigint, args ->> 'reason', api.now() + api.days('dispute_answer_days', 7),
    api.review_due(v_stage), api.now())
  returning * into v_dispute;
  update finance.escrows e set status = 'disputed' where e.id = v_escrow.id;
  update finance.refund_requests q set status = 'disputed', answered_by = ctx.user_id, answered_at = api.now()
   where q.escrow_id = v_escrow.id and q.status = 'open';
  update projects.project_stages s set auto_approve_at = null where s.id = v_stage.id;
  perform api.tell_parties(ctx, 'dispute.opened', v_dispute, jsonb_build_object('claim_release_cents', v_dispute.claim_release_cents));
end $$;
comment on function api.open_dispute(api.context, jsonb, jsonb) is
  'Buyer or payee: freezes a funded escrow and stops the review clock; the other side has 7 days to answer.';
