-- Integrations: providers, connections of a profile to them, installs.

create table integrations.providers (
  id text primary key,
  row_id uuid not null default sync.uuid7() constraint providers_row_id_key unique,
  label text not null,
  auth_type text not null
    constraint providers_auth_type_check check (auth_type in ('oauth2', 'api_key', 'none')),
  scopes text[] not null default '{}',
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table integrations.providers is 'External services that can be connected';
comment on column integrations.providers.row_id is 'The key on the wire, which is always one uuid';
create index providers_scope_idx on integrations.providers (scope_id, scope_kind);

create table integrations.connections (
  id uuid primary key default sync.uuid7(),
  provider_id text not null references integrations.providers (id),
  owner_type public.profile_type not null,
  owner_id uuid not null,
  external_account_id text,
  access jsonb,
  status text not null default 'active'
    constraint connections_status_check check (status in ('active', 'revoked')),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint connections_access_check check (status = 'active' or access is null)
);
comment on table integrations.connections is 'A profile''s account at a provider; the credentials are never granted';
create index connections_provider_owner_idx on integrations.connections (provider_id, owner_type, owner_id);
create index connections_scope_idx on integrations.connections (scope_id, scope_kind);

create table integrations.installs (
  id uuid primary key default sync.uuid7(),
  connection_id uuid not null references integrations.connections (id),
  scope text not null
    constraint installs_scope_check check (scope = 'workspace' or scope ~ '^project:[0-9a-f-]{36}$'),
  settings jsonb not null default '{}',
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table integrations.installs is 'Where a connection is used';
comment on column integrations.installs.scope is 'workspace, or project:{id}: what the install works on, not who may see it';
create index installs_connection_idx on integrations.installs (connection_id);
create index installs_scope_idx on integrations.installs (scope_id, scope_kind);

create function integrations.providers_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'catalog';
  new.scope_id := '00000000-0000-0000-0000-000000000000';
  return new;
end
$$;
comment on function integrations.providers_scope() is 'Scope: everyone signed in';

create function integrations.connections_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select s.kind, s.id into new.scope_kind, new.scope_id
    from security.private_scope(new.owner_type::text, new.owner_id) s;
  return new;
end
$$;
comment on function integrations.connections_scope() is 'Scope: private to the owner';

create function integrations.installs_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select c.scope_kind, c.scope_id into strict new.scope_kind, new.scope_id
    from integrations.connections c where c.id = new.connection_id;
  return new;
end
$$;
comment on function integrations.installs_scope() is 'Scope: its connection''s';

grant select (id, row_id, label, auth_type, scopes, created_at, scope_kind, scope_id, row_version)
  on integrations.providers to authenticated;
grant select (id, provider_id, owner_type, owner_id, external_account_id, status, created_at, scope_kind, scope_id,
  row_version) on integrations.connections to authenticated;
grant select (id, connection_id, scope, settings, created_at, scope_kind, scope_id, row_version)
  on integrations.installs to authenticated;

select sync.register('integrations.providers', 'row_id');
select sync.register('integrations.connections');
select sync.register('integrations.installs');
