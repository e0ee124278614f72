-- Ops: settings, moderation, outgoing webhooks and mail, rate limits.

create table ops.settings (
  key text primary key,
  id uuid not null default sync.uuid7() constraint settings_id_key unique,
  value jsonb not null,
  updated_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table ops.settings is 'The numbers of the rules; read by commands and, through the mirror, by clients';
create index settings_scope_idx on ops.settings (scope_id, scope_kind);

create table ops.admin_users (
  user_id uuid primary key references auth.users (id) on delete cascade,
  role text not null constraint admin_users_role_check check (role in ('moderator', 'admin', 'superadmin'))
);
comment on table ops.admin_users is 'Who moderates; grants the admin scope';

create table ops.moderation_flags (
  id uuid primary key default sync.uuid7(),
  entity_table text not null,
  entity_id uuid not null,
  flagged_by uuid references auth.users (id),
  reason text not null,
  status text not null default 'open'
    constraint moderation_flags_status_check check (status in ('open', 'reviewing', 'closed')),
  handled_by uuid references auth.users (id),
  action text,
  action_reason text,
  closed_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint moderation_flags_closed_check check ((status = 'closed') = (closed_at is not null))
);
comment on table ops.moderation_flags is 'What somebody found wrong, and what was done about it; moderators only';
comment on column ops.moderation_flags.flagged_by is 'Null when the system flagged it';
create index moderation_flags_entity_idx on ops.moderation_flags (entity_id);
create index moderation_flags_flagged_by_idx on ops.moderation_flags (flagged_by);
create index moderation_flags_handled_by_idx on ops.moderation_flags (handled_by);
create index moderation_flags_scope_idx on ops.moderation_flags (scope_id, scope_kind);

create table ops.webhook_endpoints (
  id uuid primary key default sync.uuid7(),
  owner_type text not null
    constraint webhook_endpoints_owner_type_check check (owner_type in ('freelancer', 'team', 'business')),
  owner_id uuid not null,
  url text not null constraint webhook_endpoints_url_check check (url ~ '^https?://'),
  secret text not null,
  topics text[] not null default '{}',
  status text not null default 'active'
    constraint webhook_endpoints_status_check check (status in ('active', 'disabled')),
  disabled_reason text,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table ops.webhook_endpoints is 'Where an owner wants events sent; the signing secret is never granted';
comment on column ops.webhook_endpoints.topics is 'Event names; empty is all';
create index webhook_endpoints_owner_idx on ops.webhook_endpoints (owner_id);
create index webhook_endpoints_scope_idx on ops.webhook_endpoints (scope_id, scope_kind);

create table ops.webhook_outbox (
  id uuid primary key default sync.uuid7(),
  topic text not null,
  payload jsonb not null default '{}',
  owner_type text,
  owner_id uuid,
  status text not null default 'pending'
    constraint webhook_outbox_status_check check (status in ('pending', 'sent', 'failed')),
  retry_count int not null default 0,
  next_retry_at timestamptz not null default api.now(),
  created_at timestamptz not null default api.now()
);
comment on table ops.webhook_outbox is 'Events waiting to be delivered to their owner''s endpoints';
create index webhook_outbox_due_idx on ops.webhook_outbox (next_retry_at) where status = 'pending';

create table ops.webhook_deliveries (
  id uuid primary key default sync.uuid7(),
  outbox_id uuid not null references ops.webhook_outbox (id) on delete cascade,
  endpoint_id uuid not null references ops.webhook_endpoints (id) on delete cascade,
  status text not null default 'pending'
    constraint webhook_deliveries_status_check check (status in ('pending', 'sent', 'failed')),
  attempts int not null default 0,
  next_retry_at timestamptz not null default api.now(),
  response_status int,
  error text,
  delivered_at timestamptz,
  created_at timestamptz not null default api.now(),
  constraint webhook_deliveries_key unique (outbox_id, endpoint_id)
);
comment on table ops.webhook_deliveries is 'One event to one endpoint: attempts, and the last answer';
create index webhook_deliveries_endpoint_idx on ops.webhook_deliveries (endpoint_id);
create index webhook_deliveries_due_idx on ops.webhook_deliveries (next_retry_at) where status = 'pending';

create table ops.email_queue (
  id uuid primary key default sync.uuid7(),
  to_email text not null,
  template text not null,
  vars jsonb not null default '{}',
  user_id uuid references auth.users (id) on delete cascade,
  dedupe_key text constraint email_queue_dedupe_key unique,
  status text not null default 'pending'
    constraint email_queue_status_check check (status in ('pending', 'sent', 'failed')),
  retry_count int not null default 0,
  next_retry_at timestamptz not null default api.now(),
  error text,
  sent_at timestamptz,
  created_at timestamptz not null default api.now()
);
comment on table ops.email_queue is 'Mail waiting to be sent';
create index email_queue_user_idx on ops.email_queue (user_id);
create index email_queue_due_idx on ops.email_queue (next_retry_at) where status = 'pending';

create table ops.rate_limit_counters (
  id uuid primary key default sync.uuid7(),
  bucket_key text not null,
  count int not null default 0,
  window_starts_at timestamptz not null,
  constraint rate_limit_counters_bucket_key unique (bucket_key, window_starts_at)
);
comment on table ops.rate_limit_counters is 'Acts per bucket and fixed window';
create index rate_limit_counters_window_idx on ops.rate_limit_counters (window_starts_at);

alter table ops.admin_users enable row level security;
alter table ops.webhook_outbox enable row level security;
alter table ops.webhook_deliveries enable row level security;
alter table ops.email_queue enable row level security;
alter table ops.rate_limit_counters enable row level security;

create function ops.settings_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'catalog';
  new.scope_id := '00000000-0000-0000-0000-000000000000';
  return new;
end
$$;
comment on function ops.settings_scope() is 'Scope: everyone signed in';

create function ops.moderation_flags_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'admin';
  new.scope_id := '00000000-0000-0000-0000-000000000000';
  return new;
end
$$;
comment on function ops.moderation_flags_scope() is 'Scope: people in ops.admin_users';

create function ops.webhook_endpoints_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select s.kind, s.id into new.scope_kind, new.scope_id from security.private_scope(new.owner_type, new.owner_id) s;
  return new;
end
$$;
comment on function ops.webhook_endpoints_scope() is 'Scope: private to the owner';

grant select (key, id, value, updated_at, scope_kind, scope_id, row_version) on ops.settings to authenticated;
grant select (id, entity_table, entity_id, flagged_by, reason, status, handled_by, action, action_reason, closed_at,
  created_at, scope_kind, scope_id, row_version) on ops.moderation_flags to authenticated;
grant select (id, owner_type, owner_id, url, topics, status, disabled_reason, created_at, scope_kind, scope_id,
  row_version) on ops.webhook_endpoints to authenticated;

select sync.register('ops.settings');
select sync.register('ops.moderation_flags');
select sync.register('ops.webhook_endpoints');
