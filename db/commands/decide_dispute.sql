-- A moderator without a link to either side divides what is disputed.

create or replace function api.decide_dispute(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_dispute finance.disputes;
begin
  perform api.check_args(args, '{"dispute": "uuid", "release_cents": "int 0 100000000000000",
    "refund_cents": "int 0 100000000000000", "notes": "text 1 16000"}');
  perform api.check_expected(expected, 'status');
  v_dispute := api.lock_dispute((args ->> 'dispute')::uuid);
  if not api.moderates(ctx, api.escrow_of(v_dispute)) then
    perform api.deny(ctx, 'escrow', v_dispute.scope_id, 'dispute');
  end if;
  perform api.expect(expected, 'status', v_dispute.status::text, 'finance.disputes', v_dispute.id);
  if v_dispute.status <> 'under_review' then
    perform api.reject('wrong_status', 'dispute', jsonb_build_object('entity', 'dispute', 'status', v_dispute.status));
  end if;
  perform api.end_dispute(ctx, v_dispute, (args ->> 'release_cents')::bigint, (args ->> 'refund_cents')::bigint,
                          args ->> 'notes', ctx.user_id);
end $$;
comment on function api.decide_dispute(api.context, jsonb, jsonb) is 'Moderator with no link to either party: release and refund add up to what remains; notes required.';
