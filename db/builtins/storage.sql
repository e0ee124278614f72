-- Supabase Storage's own schema, for databases where Supabase is not.
-- Applied only where storage.buckets does not exist.

create schema storage;
comment on schema storage is 'Buckets and objects, with the names of Supabase Storage';
grant usage on schema storage to anon, authenticated, service_role;

create table storage.buckets (
  id text primary key,
  name text not null constraint bname unique,
  owner uuid,
  owner_id text,
  public boolean not null default false,
  file_size_limit bigint,
  allowed_mime_types text[],
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table storage.buckets is 'Named places for files';

create table storage.objects (
  id uuid primary key default gen_random_uuid(),
  bucket_id text not null references storage.buckets (id),
  name text not null,
  owner uuid,
  owner_id text,
  metadata jsonb,
  user_metadata jsonb,
  version text,
  path_tokens text[] generated always as (string_to_array(name, '/')) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_accessed_at timestamptz not null default now(),
  constraint objects_bucket_id_name_key unique (bucket_id, name)
);
comment on table storage.objects is 'Files: their paths and metadata; the bytes are elsewhere';
create index objects_owner_idx on storage.objects (owner);

alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
