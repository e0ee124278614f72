-- Something digital to sell, as a draft with its first version where a file is given.

create or replace function api.sells(ctx api.context, seller_type text, seller_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(ctx.acting_kind = seller_type and ctx.acting_id = seller_id, false)
     and (ctx.acting_kind = 'freelancer' or api.is_lead(ctx)
          or (ctx.acting_kind = 'business' and ctx.acting_role in ('owner', 'admin')));
end $$;

create or replace function api.add_asset_version(ctx api.context, asset_id uuid, file_id uuid, changelog text) returns void
language plpgsql set search_path = '' as $$
declare
  v_file org.attachments;
begin
  select t.* into v_file from org.attachments t where t.id = file_id and t.uploaded_by = ctx.user_id;
  if not found then
    perform api.reject('not_found', 'file');
  elsif v_file.status <> 'clean' then
    perform api.reject(case v_file.status when 'quarantined' then 'file_quarantined' else 'file_not_clean' end, 'file');
  end if;
  insert into marketplace.asset_versions (asset_id, version, changelog, file_ref, attachment_id, created_at)
  select add_asset_version.asset_id, coalesce(max(v.version), 0) + 1, add_asset_version.changelog, v_file.bucket || '/' || v_file.path,
         v_file.id, api.now()
    from marketplace.asset_versions v where v.asset_id = add_asset_version.asset_id;
  update marketplace.assets a set file_ref = v_file.bucket || '/' || v_file.path where a.id = add_asset_version.asset_id;
end $$;

create or replace function api.create_asset(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(args, '{"asset": "uuid", "title": "text 1 200", "description?": "text 0 16000", "category?": "text 0 80",
    "price_cents": "int 0 100000000000000", "currency": "currency", "license_type": "enum full_rights|template_only|single_use",
    "file?": "uuid"}');
  perform api.check_expected(expected);
  if not api.sells(ctx, ctx.acting_kind, ctx.acting_id) then
    perform api.reject('not_allowed');
  end if;
  perform api.check_currency(args ->> 'currency', 'currency');
  perform api.must_go('asset', null, 'draft', 'create_asset');
  insert into marketplace.assets (id, seller_type, seller_profile_id, title, description, category, price_cents, currency, license_type, created_at)
  values ((args ->> 'asset')::uuid, ctx.acting_kind, ctx.acting_id, args ->> 'title', args ->> 'description', args ->> 'category',
    (args ->> 'price_cents')::bigint, args ->> 'currency', args ->> 'license_type', api.now());
  if args ->> 'file' is not null then
    perform api.add_asset_version(ctx, (args ->> 'asset')::uuid, (args ->> 'file')::uuid, null);
  end if;
end $$;
comment on function api.create_asset(api.context, jsonb, jsonb) is 'Freelancer, team lead, or business owner and admin: adds a draft asset.';
