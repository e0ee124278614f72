-- Foundation: schemas, roles, the seed's six enums, server-made ids, the clock, and closed default privileges.
-- Everything that follows relies on one rule: nothing is executable or readable unless a later file grants it.

do $roles$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin noinherit', wanted);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'projective_gateway') then
    create role projective_gateway login noinherit nobypassrls;
  end if;
end
$roles$;

-- The gateway reads catch-ups as the user: SET ROLE authenticated with that user's claims.
grant authenticated to projective_gateway;

-- A function is for nobody until it is granted; this holds for all that this owner will create.
alter default privileges revoke execute on functions from public;

create schema if not exists extensions;
create schema security;
create schema org;
create schema projects;
create schema comms;
create schema finance;
create schema marketplace;
create schema search;
create schema ops;
create schema analytics;
create schema integrations;
create schema if not exists sync;
create schema if not exists api;

comment on schema security is 'Session context, audit, flags, and the functions that decide who holds which scope';
comment on schema org is 'People, freelancer and business profiles, teams, skills, files';
comment on schema projects is 'Projects, stages, assignments, submissions, maintenance contracts, activity';
comment on schema comms is 'Channels, direct messages, read marks, notifications';
comment on schema finance is 'Double-entry ledger, escrows, invoices, disputes, ratings, subscriptions';
comment on schema marketplace is 'Digital assets: versions, purchases, downloads, ratings';
comment on schema search is 'Search index, embeddings, saved filters';
comment on schema ops is 'Settings, moderation, outboxes, rate limits';
comment on schema analytics is 'Event log and rollups';
comment on schema integrations is 'External providers, connections, installs';
comment on schema sync is 'Change feed, catalog of synced relations, installations and outcomes';
comment on schema api is 'Commands: the only way to write';

grant usage on schema security, org, projects, comms, finance, marketplace, search, ops, analytics, integrations, sync
  to authenticated, projective_gateway;
grant usage on schema api to authenticated, projective_gateway;

create type public.profile_type as enum ('freelancer', 'business');
create type public.assignment_type as enum ('freelancer', 'team');
create type public.visibility as enum ('public', 'invite_only');
create type public.project_status as enum ('draft', 'active', 'on_hold', 'completed', 'cancelled');
create type public.stage_status as enum
  ('open', 'assigned', 'in_progress', 'submitted', 'approved', 'revisions', 'paid');
create type public.dispute_status as enum ('open', 'under_review', 'resolved', 'refunded');

comment on type public.profile_type is 'Kind of profile a person acts as';
comment on type public.assignment_type is 'Who a stage is assigned to, and who is paid';
comment on type public.visibility is 'Whether search and market show it to everyone';
comment on type public.project_status is 'Life of a project';
comment on type public.stage_status is 'Life of a stage; a closed stage keeps its status and has closed_at';
comment on type public.dispute_status is 'Life of a dispute';

-- pgvector where it is at hand; elsewhere a domain of the same name, so that the column reads the same.
do $vector$
begin
  if exists (select from pg_type t join pg_namespace n on n.oid = t.typnamespace
             where t.typname = 'vector' and n.nspname in ('extensions', 'public')) then
    return;
  end if;
  if exists (select from pg_available_extensions where name = 'vector') then
    create extension vector with schema extensions;
  else
    create domain extensions.vector as real[];
    comment on domain extensions.vector is 'Stands in for pgvector''s type where that extension is not installed';
  end if;
end
$vector$;

-- RFC 9562 version 7: 48 bits of Unix milliseconds, then random bits; version and variant come from
-- gen_random_uuid() (version 4), whose version nibble 0100 becomes 0111.
create function sync.uuid7() returns uuid
language sql volatile parallel safe set search_path = '' as $$
  select encode(
    set_bit(
      set_bit(
        overlay(uuid_send(gen_random_uuid())
                placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid
$$;
comment on function sync.uuid7() is 'A time-ordered UUID for rows that the server makes';

-- The time of a command. Reads the transaction's time, so that all rows of one command agree; the setting
-- projective.now moves it only in databases whose ops.settings say so (tests and samples).
create function api.now() returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  moved text := current_setting('projective.now', true);
begin
  if coalesce(moved, '') = '' then
    return pg_catalog.now();
  end if;
  if exists (select from ops.settings s where s.key = 'clock_may_move' and s.value = 'true'::jsonb) then
    return moved::timestamptz;
  end if;
  return pg_catalog.now();
end
$$;
comment on function api.now() is 'Time of the running command; movable by the setting projective.now where ops.settings.clock_may_move is true';
grant execute on function api.now() to authenticated, projective_gateway;

-- For insert-only tables: the ledger, the audit trail, the record of edits.
create function security.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'rows of %.% are never changed or removed', tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
comment on function security.refuse_change() is 'Trigger: raises on UPDATE, DELETE and TRUNCATE of insert-only tables';

-- One place that knows which private scope a wallet, subscription or endpoint of an owner belongs to.
create function security.private_scope(owner_type text, owner_id uuid, out kind text, out id uuid)
language plpgsql stable set search_path = '' as $$
begin
  case owner_type
    when 'user' then kind := 'user'; id := owner_id;
    when 'business' then kind := 'business_private'; id := owner_id;
    when 'team' then kind := 'team_private'; id := owner_id;
    when 'freelancer' then
      kind := 'user';
      select f.user_id into strict id from org.freelancer_profiles f where f.id = owner_id;
    else kind := 'none'; id := '00000000-0000-0000-0000-000000000000';
  end case;
end
$$;
comment on function security.private_scope(text, uuid) is
  'The scope that is private to an owner; ''none'' (held by nobody) for the platform''s own';
