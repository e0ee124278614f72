-- A business buys a version of an asset at the price it saw; the licence is kept as it was then.

create or replace function api.pay_seller(asset marketplace.assets, buyer uuid, purchase uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_fee bigint := floor(asset.price_cents::numeric * coalesce((api.setting('platform_fee_bp') #>> '{}')::int, 0) / 10000);
  v_legs finance.leg[];
begin
  if asset.price_cents = 0 then
    return;
  end if;
  v_legs := array[
    finance.leg(finance.wallet_of('business', buyer, asset.currency), -asset.price_cents, 'asset_purchase', 'marketplace.asset_purchases', purchase)];
  if v_fee > 0 then
    v_legs := v_legs || finance.leg(finance.platform_wallet('fees', asset.currency), v_fee, 'platform_fee', 'marketplace.asset_purchases', purchase);
  end if;
  if asset.price_cents > v_fee then
    v_legs := v_legs || finance.leg(finance.wallet_of(asset.seller_type, asset.seller_profile_id, asset.currency),
      asset.price_cents - v_fee, 'asset_sale', 'marketplace.asset_purchases', purchase, api.now() + api.days('release_hold_days', 5));
  end if;
  perform finance.post(sync.uuid7(), v_legs);
end $$;

create or replace function api.to_seller(asset marketplace.assets) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return case asset.seller_type when 'business' then api.to_funders(asset.seller_profile_id)
    else api.to_payee(asset.seller_type::public.assignment_type, asset.seller_profile_id, true) end;
end $$;

create or replace function api.purchase_asset(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_asset marketplace.assets;
  v_license text;
begin
  perform api.check_args(args, '{"purchase": "uuid", "asset": "uuid", "version": "int 1 100000"}');
  perform api.check_expected(expected, 'price_cents');
  if not api.has_finance_role(ctx) then
    perform api.reject('not_allowed');
  end if;
  select a.* into v_asset from marketplace.assets a where a.id = (args ->> 'asset')::uuid for share;
  if not found or v_asset.status <> 'published' then
    perform api.reject('not_found', 'asset');
  elsif not exists (select from marketplace.asset_versions v where v.asset_id = v_asset.id and v.version = (args ->> 'version')::int) then
    perform api.reject('not_found', 'version');
  elsif (v_asset.seller_type = 'business' and v_asset.seller_profile_id = ctx.acting_id)
     or exists (select from unnest(api.to_seller(v_asset)) r where api.works_for(ctx.acting_id, r.user_id)) then
    perform api.reject('own_asset', 'asset');
  elsif expected ->> 'price_cents' is null then
    perform api.reject('invalid_argument', 'expected.price_cents', '{"why": "missing"}');
  end if;
  perform api.expect(expected, 'price_cents', v_asset.price_cents::text, 'marketplace.assets', v_asset.id, 'price_changed');
  v_license := format('%s, version %s: %s', v_asset.license_type, args ->> 'version',
    coalesce(api.setting('license_texts') ->> v_asset.license_type, v_asset.license_type));
  insert into marketplace.asset_purchases (id, asset_id, version, buyer_business_id, purchased_by, amount_cents, currency, license_granted, created_at)
  values ((args ->> 'purchase')::uuid, v_asset.id, (args ->> 'version')::int, ctx.acting_id, ctx.user_id, v_asset.price_cents,
    v_asset.currency, v_license, api.now());
  perform api.pay_seller(v_asset, ctx.acting_id, (args ->> 'purchase')::uuid);
  perform api.emit(ctx, 'asset.purchased', null, 'marketplace.asset_purchases', (args ->> 'purchase')::uuid,
    jsonb_build_object('asset', v_asset.title, 'amount_cents', v_asset.price_cents, 'currency', v_asset.currency), api.to_seller(v_asset));
end $$;
comment on function api.purchase_asset(api.context, jsonb, jsonb) is
  'Funder of a business, not of its own: pays the expected price, else conflict; the seller''s credit is held 5 days.';
