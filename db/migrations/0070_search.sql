-- Search: the index, embeddings, saved filters.

create table search.search_index (
  id uuid primary key default sync.uuid7(),
  entity text not null,
  entity_id uuid not null,
  text tsvector not null,
  updated_at timestamptz not null default api.now(),
  constraint search_index_entity_key unique (entity, entity_id)
);
comment on table search.search_index is 'What search looks through; answers are checked against each row''s own policy again';
create index search_index_text_idx on search.search_index using gin (text);

-- vector is pgvector's type, or the domain that 0001 made in its place.
set local search_path = extensions, public, pg_catalog;
create table search.embeddings (
  id uuid primary key default sync.uuid7(),
  entity text not null,
  entity_id uuid not null,
  embedding vector not null,
  updated_at timestamptz not null default api.now(),
  constraint embeddings_entity_key unique (entity, entity_id)
);
reset search_path;
comment on table search.embeddings is 'Meaning of an entity as numbers, for similarity';

create table search.filters (
  id uuid primary key default sync.uuid7(),
  owner_user_id uuid not null references auth.users (id) on delete cascade,
  name text not null constraint filters_name_check check (length(name) between 1 and 100),
  query jsonb not null,
  notify boolean not null default false,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint filters_owner_name_key unique (owner_user_id, name)
);
comment on table search.filters is 'Searches a person keeps; notify tells of new matches';
create index filters_scope_idx on search.filters (scope_id, scope_kind);

alter table search.search_index enable row level security;
alter table search.embeddings enable row level security;

create function search.filters_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.owner_user_id;
  return new;
end
$$;
comment on function search.filters_scope() is 'Scope: its owner';

grant select (id, owner_user_id, name, query, notify, scope_kind, scope_id, row_version)
  on search.filters to authenticated;
select sync.register('search.filters');
