-- The other party agrees, and exactly the offered split moves.
create or replace function api.accept_offer(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_offer finance.dispute_offers;
  v_dispute finance.disputes;
  v_escrow finance.escrows;
begin
  perform api.check_args(args, '{"offer": "uuid"}');
  perform api.check_expected(expected, 'status');
  select o.* into v_offer from finance.dispute_offers o where o.id = (args ->> 'offer')::uuid;
  if not found then
    perform api.reject('not_found', 'offer');
  end if;
  v_dispute := api.lock_dispute(v_offer.dispute_id);
  v_escrow := api.escrow_of(v_dispute);
  perform api.check_offer_side(ctx, v_escrow, 'offer');
  select o.* into v_offer from finance.dispute_offers o where o.id = v_offer.id for update;
  perform api.expect(expected, 'status', v_offer.status, 'finance.dispute_offers', v_offer.id);
  if v_offer.offered_by_profile = ctx.acting_id then
    perform api.reject('own_offer', 'offer');
  elsif v_offer.status <> 'open' then
    perform api.reject('wrong_status', 'offer', jsonb_build_object('entity', 'offer', 'status', v_offer.status));
  end if;
  update finance.dispute_offers o set status = 'accepted', answered_at = api.now() where o.id = v_offer.id;
  perform api.end_dispute(ctx, v_dispute, v_offer.release_cents, api.remaining_cents(v_escrow) - v_offer.release_cents, null, null);
end $$;
comment on function api.accept_offer(api.context, jsonb, jsonb) is 'The party that did not make the offer: ends the dispute with it.';
