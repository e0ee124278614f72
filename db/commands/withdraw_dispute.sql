-- Who opened the dispute gives it up; the escrow thaws and the review clock goes on.
create or replace function api.withdraw_dispute(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_dispute finance.disputes;
  v_escrow finance.escrows;
begin
  perform api.check_args(args, '{"dispute": "uuid"}');
  perform api.check_expected(expected, 'status');
  v_dispute := api.lock_dispute((args ->> 'dispute')::uuid);
  v_escrow := api.escrow_of(v_dispute);
  perform api.check_party(ctx, v_escrow, 'dispute');
  if v_dispute.opened_by_profile <> ctx.acting_id then
    perform api.reject('not_allowed', 'dispute');
  end if;
  perform api.expect(expected, 'status', v_dispute.status::text, 'finance.disputes', v_dispute.id);
  perform api.must_go('dispute', v_dispute.status::text, 'resolved', 'withdraw_dispute');
  update finance.disputes d set status = 'resolved', decided_at = api.now() where d.id = v_dispute.id;
  update finance.dispute_offers o set status = 'withdrawn', answered_at = api.now()
   where o.dispute_id = v_dispute.id and o.status = 'open';
  update finance.escrows e set status = 'funded' where e.id = v_escrow.id;
  perform api.reopen_request(v_escrow.id);
  perform api.reopen_review(v_dispute, v_escrow.project_stage_id);
  perform api.tell_parties(ctx, 'dispute.withdrawn', v_dispute);
end $$;
comment on function api.withdraw_dispute(api.context, jsonb, jsonb) is 'Opener, while it is open: the escrow is funded again, with at least 72 h of review.';
