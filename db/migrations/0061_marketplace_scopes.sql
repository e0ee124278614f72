-- Marketplace, continued: flags that follow the asset, scopes, grants, registration.

create function marketplace.spread_status() returns trigger
language plpgsql set search_path = '' as $$
begin
  update marketplace.asset_versions v set is_public = (new.status = 'published') where v.asset_id = new.id;
  update marketplace.asset_ratings r set is_public = (new.status = 'published') where r.asset_id = new.id;
  return null;
end
$$;
comment on function marketplace.spread_status() is 'Trigger: versions and ratings are public while their asset is';
create trigger spread_status after update of status on marketplace.assets
  for each row when (old.status <> new.status) execute function marketplace.spread_status();

create function marketplace.count_rating() returns trigger
language plpgsql set search_path = '' as $$
begin
  update marketplace.assets a set rating_sum = a.rating_sum + new.score, rating_count = a.rating_count + 1
   where a.id = new.asset_id;
  return null;
end
$$;
comment on function marketplace.count_rating() is 'Trigger: sum and count on the asset';
create trigger count_rating after insert on marketplace.asset_ratings
  for each row execute function marketplace.count_rating();
create trigger asset_ratings_insert_only before delete or update of score, comment on marketplace.asset_ratings
  for each row execute function security.refuse_change();

create function marketplace.asset_versions_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- Locked, so that the asset cannot change its status before this row is there to follow it.
  select a.scope_kind, a.scope_id, a.status = 'published' into strict new.scope_kind, new.scope_id, new.is_public
    from marketplace.assets a where a.id = new.asset_id for share;
  return new;
end
$$;
comment on function marketplace.asset_versions_scope() is 'Scope: the asset; public as the asset';

create function marketplace.asset_ratings_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  -- The lock that count_rating will need anyway; a weaker one first could deadlock with another rating.
  select a.scope_kind, a.scope_id, a.status = 'published' into strict new.scope_kind, new.scope_id, new.is_public
    from marketplace.assets a where a.id = new.asset_id for no key update;
  return new;
end
$$;
comment on function marketplace.asset_ratings_scope() is 'Scope: the asset; public as the asset';

create function marketplace.assets_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'asset';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function marketplace.assets_scope() is 'Scope: the asset: seller and buyers, after unpublishing too';

create function marketplace.asset_purchases_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'purchase';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function marketplace.asset_purchases_scope() is 'Scope: buyer and seller';

create function marketplace.asset_downloads_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'purchase';
  new.scope_id := new.purchase_id;
  return new;
end
$$;
comment on function marketplace.asset_downloads_scope() is 'Scope: the purchase';

grant select (id, seller_type, seller_profile_id, title, description, preview_url, category, price_cents, currency,
  license_type, status, rating_sum, rating_count, created_at, is_public, scope_kind, scope_id, row_version)
  on marketplace.assets to authenticated;
grant select (id, asset_id, version, changelog, attachment_id, created_at, is_public, scope_kind, scope_id,
  row_version)
  on marketplace.asset_versions to authenticated;
grant select (id, asset_id, version, buyer_business_id, purchased_by, amount_cents, currency, license_granted,
  refunded_at, created_at, scope_kind, scope_id, row_version)
  on marketplace.asset_purchases to authenticated;
grant select (id, purchase_id, downloaded_at, scope_kind, scope_id, row_version)
  on marketplace.asset_downloads to authenticated;
grant select (id, asset_id, purchase_id, buyer_business_id, score, comment, created_at, is_public, scope_kind,
  scope_id, row_version)
  on marketplace.asset_ratings to authenticated;

select sync.register('marketplace.assets');
select sync.register('marketplace.asset_versions');
select sync.register('marketplace.asset_purchases', grants => true);
select sync.register('marketplace.asset_downloads');
select sync.register('marketplace.asset_ratings');
