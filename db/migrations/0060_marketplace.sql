-- Marketplace: digital assets, their versions, purchases, downloads and ratings.
-- Tables only; scopes, grants and registration follow in 0061.

create table marketplace.assets (
  id uuid primary key default sync.uuid7(),
  seller_type text not null
    constraint assets_seller_type_check check (seller_type in ('freelancer', 'team', 'business')),
  seller_profile_id uuid not null,
  title text not null constraint assets_title_check check (length(title) between 1 and 200),
  description text,
  preview_url text,
  file_ref text,
  category text,
  price_cents bigint not null constraint assets_price_check check (price_cents >= 0),
  currency text not null constraint assets_currency_check check (currency ~ '^[A-Z]{3}$'),
  license_type text not null,
  status text not null default 'draft'
    constraint assets_status_check check (status in ('draft', 'published')),
  rating_sum bigint not null default 0,
  rating_count bigint not null default 0,
  created_at timestamptz not null default api.now(),
  is_public boolean not null generated always as (status = 'published') stored,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table marketplace.assets is 'Something digital for sale; public while published, its buyers keep it after';
comment on column marketplace.assets.file_ref is 'Where the newest file is stored; never granted';
create index assets_seller_idx on marketplace.assets (seller_profile_id);
create index assets_scope_idx on marketplace.assets (scope_id, scope_kind);

create table marketplace.asset_versions (
  id uuid primary key default sync.uuid7(),
  asset_id uuid not null references marketplace.assets (id),
  version int not null constraint asset_versions_version_check check (version > 0),
  changelog text,
  file_ref text not null,
  attachment_id uuid references org.attachments (id),
  created_at timestamptz not null default api.now(),
  is_public boolean not null default false,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint asset_versions_asset_version_key unique (asset_id, version)
);
comment on table marketplace.asset_versions is 'Each upload of an asset';
comment on column marketplace.asset_versions.is_public is 'Follows the asset';
create index asset_versions_attachment_idx on marketplace.asset_versions (attachment_id);
create index asset_versions_scope_idx on marketplace.asset_versions (scope_id, scope_kind);

create table marketplace.asset_purchases (
  id uuid primary key default sync.uuid7(),
  asset_id uuid not null references marketplace.assets (id),
  version int not null,
  buyer_business_id uuid not null references org.business_profiles (id),
  purchased_by uuid references auth.users (id),
  amount_cents bigint not null constraint asset_purchases_amount_check check (amount_cents >= 0),
  currency text not null constraint asset_purchases_currency_check check (currency ~ '^[A-Z]{3}$'),
  license_granted text not null,
  download_token text,
  refunded_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint asset_purchases_version_fkey foreign key (asset_id, version)
    references marketplace.asset_versions (asset_id, version),
  constraint asset_purchases_token_check check (refunded_at is null or download_token is null)
);
comment on table marketplace.asset_purchases is 'A version bought, with the licence as it was then';
comment on column marketplace.asset_purchases.download_token is 'SHA-256 of the token, in hex; never granted; a refund removes it';
create index asset_purchases_asset_idx on marketplace.asset_purchases (asset_id, version);
create index asset_purchases_buyer_idx on marketplace.asset_purchases (buyer_business_id);
create index asset_purchases_purchased_by_idx on marketplace.asset_purchases (purchased_by);
create index asset_purchases_scope_idx on marketplace.asset_purchases (scope_id, scope_kind);

create table marketplace.asset_downloads (
  id uuid primary key default sync.uuid7(),
  purchase_id uuid not null references marketplace.asset_purchases (id),
  downloaded_at timestamptz not null default api.now(),
  ip inet,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table marketplace.asset_downloads is 'Each time a purchase was fetched; the address is for fraud checks and never granted';
create index asset_downloads_purchase_idx on marketplace.asset_downloads (purchase_id, downloaded_at);
create index asset_downloads_scope_idx on marketplace.asset_downloads (scope_id, scope_kind);

create table marketplace.asset_ratings (
  id uuid primary key default sync.uuid7(),
  asset_id uuid not null references marketplace.assets (id),
  purchase_id uuid not null references marketplace.asset_purchases (id)
    constraint asset_ratings_purchase_key unique,
  buyer_business_id uuid not null references org.business_profiles (id),
  score smallint not null constraint asset_ratings_score_check check (score between 1 and 5),
  comment text,
  created_at timestamptz not null default api.now(),
  is_public boolean not null default false,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table marketplace.asset_ratings is 'A buyer''s judgement, one per purchase';
comment on column marketplace.asset_ratings.is_public is 'Follows the asset';
create index asset_ratings_asset_idx on marketplace.asset_ratings (asset_id);
create index asset_ratings_buyer_idx on marketplace.asset_ratings (buyer_business_id);
create index asset_ratings_scope_idx on marketplace.asset_ratings (scope_id, scope_kind);
