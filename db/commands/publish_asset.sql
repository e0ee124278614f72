-- A draft with at least one version goes on the market.
create or replace function api.publish_asset(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_asset marketplace.assets;
begin
  perform api.check_args(args, '{"asset": "uuid", "file?": "uuid", "changelog?": "text 0 4000"}');
  perform api.check_expected(expected, 'status');
  select a.* into v_asset from marketplace.assets a where a.id = (args ->> 'asset')::uuid for no key update;
  if not found then
    perform api.reject('not_found', 'asset');
  elsif not api.sells(ctx, v_asset.seller_type, v_asset.seller_profile_id) then
    perform api.deny(ctx, 'asset', v_asset.id, 'asset');
  end if;
  perform api.expect(expected, 'status', v_asset.status, 'marketplace.assets', v_asset.id);
  perform api.must_go('asset', v_asset.status, 'published', 'publish_asset');
  if args ->> 'file' is not null then
    perform api.add_asset_version(ctx, v_asset.id, (args ->> 'file')::uuid, args ->> 'changelog');
  end if;
  if not exists (select from marketplace.asset_versions v where v.asset_id = v_asset.id) then
    perform api.reject('needs_files', 'asset');
  end if;
  update marketplace.assets a set status = 'published' where a.id = v_asset.id;
  perform api.emit(ctx, 'asset.published', null, 'marketplace.assets', v_asset.id, jsonb_build_object('asset', v_asset.title));
end $$;
comment on function api.publish_asset(api.context, jsonb, jsonb) is 'Seller: draft to published, with a clean file.';
