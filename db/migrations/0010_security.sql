-- Security: default workspace per login, audit trail, captcha record, feature flags.

create table security.session_context (
  user_id uuid primary key references auth.users (id) on delete cascade,
  active_profile_type public.profile_type,
  active_profile_id uuid,
  active_team_id uuid,
  updated_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table security.session_context is
  'The workspace a login starts with on a new device; the acting workspace of a command travels with the command';
create index session_context_scope_idx on security.session_context (scope_id, scope_kind);

create table security.audit_logs (
  id uuid primary key default sync.uuid7(),
  user_id uuid references auth.users (id),
  action text not null,
  entity_table text,
  entity_id uuid,
  metadata jsonb not null default '{}',
  ip inet,
  created_at timestamptz not null default api.now(),
  request_id uuid,
  actor_profile_id uuid,
  actor_team_id uuid,
  user_agent text
);
comment on table security.audit_logs is 'Who did what, acting as whom; insert-only, read by moderators through audited queries';
comment on column security.audit_logs.user_id is 'Null when the system acted';
create index audit_logs_entity_idx on security.audit_logs (entity_table, entity_id, created_at);
create index audit_logs_user_idx on security.audit_logs (user_id, created_at);
create index audit_logs_request_idx on security.audit_logs (request_id);
create trigger audit_logs_insert_only before update or delete on security.audit_logs
  for each row execute function security.refuse_change();
create trigger audit_logs_no_truncate before truncate on security.audit_logs
  for each statement execute function security.refuse_change();

create table security.turnstile_verifications (
  id uuid primary key default sync.uuid7(),
  user_id uuid,
  ip inet,
  token_prefix text,
  success boolean not null,
  created_at timestamptz not null default api.now()
);
comment on table security.turnstile_verifications is 'Captcha results; user_id is empty before sign-in, so it is no foreign key';
create index turnstile_verifications_ip_idx on security.turnstile_verifications (ip, created_at);

create table security.feature_flags (
  key text primary key,
  id uuid not null default sync.uuid7() constraint feature_flags_id_key unique,
  enabled boolean not null default false,
  payload jsonb not null default '{}',
  updated_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table security.feature_flags is 'Switches that every client follows';
create index feature_flags_scope_idx on security.feature_flags (scope_id, scope_kind);

alter table security.audit_logs enable row level security;
alter table security.turnstile_verifications enable row level security;

create function security.session_context_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.user_id;
  return new;
end
$$;
comment on function security.session_context_scope() is 'Scope: the login';

create function security.feature_flags_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'catalog';
  new.scope_id := '00000000-0000-0000-0000-000000000000';
  return new;
end
$$;
comment on function security.feature_flags_scope() is 'Scope: everyone signed in';

grant select (user_id, active_profile_type, active_profile_id, active_team_id, updated_at, scope_kind, scope_id,
  row_version) on security.session_context to authenticated;
grant select (key, id, enabled, payload, updated_at, scope_kind, scope_id, row_version)
  on security.feature_flags to authenticated;

select sync.register('security.session_context', 'user_id');
select sync.register('security.feature_flags');
