-- Money from outside arrives in a wallet of the acting workspace.
create or replace function api.top_up_wallet(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_rules jsonb := coalesce(api.setting('top_up'), '{}');
  v_amount bigint;
  v_wallet finance.wallets;
  v_id uuid;
begin
  perform api.check_args(args, '{"wallet?": "uuid", "currency?": "currency", "amount_cents": "cents"}');
  perform api.check_expected(expected);
  v_amount := (args ->> 'amount_cents')::bigint;
  if num_nonnulls(args ->> 'wallet', args ->> 'currency') <> 1 then
    perform api.reject('invalid_argument', 'wallet');
  elsif not (api.has_finance_role(ctx) or ctx.acting_kind = 'freelancer' or (ctx.acting_kind = 'team' and ctx.acting_role = 'owner')) then
    perform api.reject('not_allowed');
  elsif not coalesce((v_rules ->> 'enabled')::boolean, false) then
    perform api.reject('not_available');
  elsif v_amount > (v_rules ->> 'max_cents')::bigint then
    perform api.reject('amount_too_large', 'amount_cents', jsonb_build_object('max_cents', v_rules -> 'max_cents'));
  end if;
  perform api.check_currency(args ->> 'currency', 'currency');
  v_id := coalesce((args ->> 'wallet')::uuid, finance.wallet_of(ctx.acting_kind, ctx.acting_id, args ->> 'currency'));
  select w.* into v_wallet from finance.wallets w
   where w.id = v_id and w.owner_type = ctx.acting_kind and w.owner_id = ctx.acting_id;
  if not found then
    perform api.reject('not_found', 'wallet');
  end if;
  perform finance.post(sync.uuid7(), array[
    finance.leg(finance.platform_wallet('outside', v_wallet.currency), -v_amount, 'top_up', 'finance.wallets', v_wallet.id),
    finance.leg(v_wallet.id, v_amount, 'top_up', 'finance.wallets', v_wallet.id)]);
  perform api.emit(ctx, 'wallet.topped_up', null, 'finance.wallets', v_wallet.id,
    jsonb_build_object('amount_cents', v_amount, 'currency', v_wallet.currency));
end $$;
comment on function api.top_up_wallet(api.context, jsonb, jsonb) is
  'Finance roles, a freelancer, or a team''s owner: credits an own wallet from outside, where the setting top_up allows it.';
