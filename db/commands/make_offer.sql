-- A party proposes how to divide what is disputed; a newer offer replaces its older one.
create or replace function api.make_offer(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_dispute finance.disputes;
  v_escrow finance.escrows;
begin
  perform api.check_args(args, '{"offer": "uuid", "dispute": "uuid", "release_cents": "int 0 100000000000000"}');
  perform api.check_expected(expected, 'status');
  v_dispute := api.lock_dispute((args ->> 'dispute')::uuid);
  v_escrow := api.escrow_of(v_dispute);
  perform api.check_offer_side(ctx, v_escrow, 'dispute');
  perform api.expect(expected, 'status', v_dispute.status::text, 'finance.disputes', v_dispute.id);
  if v_dispute.status not in ('open', 'under_review') then
    perform api.reject('wrong_status', 'dispute', jsonb_build_object('entity', 'dispute', 'status', v_dispute.status));
  elsif (args ->> 'release_cents')::bigint > api.remaining_cents(v_escrow) then
    perform api.reject('amount_too_large', 'release_cents', jsonb_build_object('remaining_cents', api.remaining_cents(v_escrow)));
  end if;
  update finance.dispute_offers o set status = 'superseded', answered_at = api.now()
   where o.dispute_id = v_dispute.id and o.offered_by_profile = ctx.acting_id and o.status = 'open';
  insert into finance.dispute_offers (id, dispute_id, offered_by_type, offered_by_profile, offered_by_user, release_cents, created_at)
  values ((args ->> 'offer')::uuid, v_dispute.id, ctx.acting_kind, ctx.acting_id, ctx.user_id,
          (args ->> 'release_cents')::bigint, api.now());
  perform api.tell_parties(ctx, 'dispute.offer', v_dispute, jsonb_build_object('release_cents', args -> 'release_cents'));
end $$;
comment on function api.make_offer(api.context, jsonb, jsonb) is 'Either party: offers to release a part of what is disputed and to refund the rest.';
