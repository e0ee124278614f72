-- The mirror's tables that models read, with the columns of sync.describe() in its order, and the engine's own tables.

create table commands (id blob primary key, scope_kind text, scope_id blob, row_version integer, name text,
  class text, summary text);
create table transitions (id blob primary key, scope_kind text, scope_id blob, row_version integer, entity text,
  from_status text, to_status text, command text, actor text);
create table session_context (user_id blob primary key, scope_kind text, scope_id blob, row_version integer,
  active_profile_type text, active_profile_id blob, active_team_id blob, updated_at integer);
create table users_public (user_id blob primary key, scope_kind text, scope_id blob, row_version integer,
  display_name text, avatar_url text, country text, created_at integer, is_public integer);
create table freelancer_profiles (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  user_id blob, headline text, bio text, hourly_rate integer, visibility text, skills text, rating_sum integer,
  rating_count integer, created_at integer, is_public integer);
create table business_profiles (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  owner_user_id blob, name text, legal_name text, logo_url text, country text, billing_email text, plan text,
  release_on_approve integer, rating_sum integer, rating_count integer, created_at integer);
create table business_cards (id blob primary key, scope_kind text, scope_id blob, row_version integer, name text,
  logo_url text, country text, rating_sum integer, rating_count integer, created_at integer);
create table business_memberships (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  business_profile_id blob, user_id blob, role text, status text, created_at integer);
create table teams (id blob primary key, scope_kind text, scope_id blob, row_version integer, name text,
  owner_user_id blob, description text, visibility text, rating_sum integer, rating_count integer,
  created_at integer, is_public integer);
create table team_memberships (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  team_id blob, user_id blob, role text, status text, role_id blob, created_at integer);
create table team_roles (id blob primary key, scope_kind text, scope_id blob, row_version integer, team_id blob,
  title text, permissions text);
create table projects (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  client_business_id blob, title text, description text, status text, visibility text, hold_reason text,
  closed_at integer, created_at integer);
create table project_stages (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_id blob, name text, "order" integer, description text, status text, due_date integer, completed_at integer,
  stage_type text, ip_mode text, auto_approve_at integer, closed_at integer, closed_reason text, created_at integer);
create table project_participants (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_id blob, profile_type text, profile_id blob, role text, created_at integer);
create table stage_budget_rules (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_stage_id blob, type text, amount_currency text, amount_cents integer, notes text);
create table stage_assignments (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_stage_id blob, assignee_type text, freelancer_profile_id blob, team_id blob, assigned_by blob, status text,
  terms text, terms_hash text, split_version integer, funded integer, expires_at integer, accepted_at integer,
  ended_at integer, end_reason text, created_at integer);
create table stage_submissions (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_stage_id blob, assignment_id blob, submitted_by blob, notes text, version integer, opened_at integer,
  decision text, decided_by blob, decided_at integer, created_at integer);
create table stage_submission_files (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  submission_id blob, attachment_id blob, file_name text, file_type text, file_size integer, file_sha256 text,
  file_status text, created_at integer);
create table stage_revision_requests (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_stage_id blob, assignment_id blob, submission_id blob, requested_by blob, type text, reason text,
  status text, answer text, extra_cents integer, answer_by integer, review_was_due_at integer, created_at integer,
  resolved_at integer);
create table maintenance_contracts (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_id blob, freelancer_profile_id blob, business_profile_id blob, amount_cents integer, currency text,
  "interval" text, status text, proposed_by blob, business_agreed_at integer, freelancer_agreed_at integer,
  first_day text, next_period_start text, failures integer, ends_on text, created_at integer);
create table project_activity (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_id blob, actor_user_id blob, kind text, payload text, entity_table text, entity_id blob,
  created_at integer);
create table project_channels (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_id blob, name text, stage_id blob, visibility text, created_at integer);
create table project_channel_participants (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  channel_id blob, profile_type text, profile_id blob, user_id blob, role text, created_at integer);
create table project_messages (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  channel_id blob, seq integer, sender_user_id blob, body text, client_created_at integer, created_at integer,
  edited_at integer, deleted_at integer, deleted_by blob);
create table dm_threads (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  created_by_user_id blob, created_at integer);
create table dm_participants (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  thread_id blob, user_id blob, joined_at integer);
create table mentions (id blob primary key, scope_kind text, scope_id blob, row_version integer, message_table text,
  message_id blob, user_id blob, seq integer, created_at integer);
create table message_attachments (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  message_table text, message_id blob, attachment_id blob, seq integer, file_name text, file_type text,
  file_size integer, file_sha256 text, file_status text, created_at integer);
create table channel_reads (id blob primary key, scope_kind text, scope_id blob, row_version integer, user_id blob,
  channel_type text, channel_id blob, last_seq integer, notify_level text, updated_at integer);
create table notifications (id blob primary key, scope_kind text, scope_id blob, row_version integer, user_id blob,
  type text, title text, body text, params text, entity_table text, entity_id blob, ctx_type text, ctx_id blob,
  class text, dedupe_key text, count integer, read_at integer, created_at integer, updated_at integer);
create table wallets (id blob primary key, scope_kind text, scope_id blob, row_version integer, owner_type text,
  owner_id blob, currency text, balance_cents integer, created_at integer);
create table transactions (id blob primary key, scope_kind text, scope_id blob, row_version integer, wallet_id blob,
  seq integer, posting_id blob, direction text, amount_cents integer, currency text, reason text, ref_table text,
  ref_id blob, balance_after_cents integer, available_at integer, created_at integer);
create table wallet_months (id blob primary key, scope_kind text, scope_id blob, row_version integer, wallet_id blob,
  month text, currency text, credit_cents integer, debit_cents integer, transactions integer);
create table escrows (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  project_stage_id blob, assignment_id blob, contract_id blob, contract_period_id blob, revision_request_id blob,
  payer_business_id blob, payee_type text, payee_id blob, amount_cents integer, currency text,
  released_cents integer, refunded_cents integer, status text, funded_by blob, settled_at integer,
  created_at integer);
create table assignment_splits (id blob primary key, scope_kind text, scope_id blob, row_version integer,
  assignment_id blob, member_profile blob, bp integer, created_at integer);
create table settings (id blob primary key, scope_kind text, scope_id blob, row_version integer, key text,
  value text, updated_at integer);

create table local_meta (key text primary key, value text);
create table local_commands (entry blob primary key, number integer, name text, acting_as text, args text, expected text,
  state text, outcome text, code text, field text, params text, current text, created_at integer);
create table local_pending (relation text, key blob, entry blob);
create table local_drafts (key text primary key, text text, updated_at integer);
