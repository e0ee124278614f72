-- Org: people, freelancer and business profiles, teams, memberships, skills, files, portfolios.
-- Tables only; scopes, grants and registration follow in 0021.

create table org.users_public (
  user_id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null,
  avatar_url text,
  country text,
  created_at timestamptz not null default api.now(),
  is_public boolean not null default false,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.users_public is 'The name and face of a person, for everyone who shares something with them';
comment on column org.users_public.is_public is 'Follows the visibility of the person''s freelancer profile';
create index users_public_scope_idx on org.users_public (scope_id, scope_kind);

create table org.freelancer_profiles (
  id uuid primary key default sync.uuid7(),
  user_id uuid not null references auth.users (id) constraint freelancer_profiles_user_key unique,
  headline text,
  bio text,
  hourly_rate integer constraint freelancer_profiles_rate_check check (hourly_rate >= 0),
  visibility public.visibility not null default 'invite_only',
  skills text[] not null default '{}',
  rating_sum bigint not null default 0,
  rating_count bigint not null default 0,
  created_at timestamptz not null default api.now(),
  is_public boolean not null generated always as (visibility = 'public') stored,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.freelancer_profiles is 'A person''s freelancer side; one each';
create index freelancer_profiles_scope_idx on org.freelancer_profiles (scope_id, scope_kind);
create index freelancer_profiles_skills_idx on org.freelancer_profiles using gin (skills);

create table org.business_profiles (
  id uuid primary key default sync.uuid7(),
  owner_user_id uuid not null references auth.users (id),
  name text not null,
  legal_name text,
  logo_url text,
  country text,
  billing_email text,
  plan text not null default 'free',
  release_on_approve boolean not null default false,
  rating_sum bigint not null default 0,
  rating_count bigint not null default 0,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.business_profiles is 'A business that buys work; seen by its members';
comment on column org.business_profiles.release_on_approve is 'Any approver may release together with the approval';
comment on column org.business_profiles.plan is 'Derived from the live subscription';
create index business_profiles_owner_idx on org.business_profiles (owner_user_id);
create index business_profiles_scope_idx on org.business_profiles (scope_id, scope_kind);

create table org.business_cards (
  id uuid primary key references org.business_profiles (id) on delete cascade,
  name text not null,
  logo_url text,
  country text,
  rating_sum bigint not null default 0,
  rating_count bigint not null default 0,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.business_cards is 'What others see of a business; kept by trigger from org.business_profiles';
create index business_cards_scope_idx on org.business_cards (scope_id, scope_kind);

create table org.business_memberships (
  id uuid primary key default sync.uuid7(),
  business_profile_id uuid not null references org.business_profiles (id),
  user_id uuid not null references auth.users (id),
  role text not null
    constraint business_memberships_role_check check (role in ('owner', 'admin', 'finance', 'hiring_manager', 'viewer')),
  status text not null default 'active'
    constraint business_memberships_status_check check (status in ('invited', 'active', 'left')),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint business_memberships_business_user_key unique (business_profile_id, user_id)
);
comment on table org.business_memberships is 'Who may act for a business, and as what';
create index business_memberships_user_idx on org.business_memberships (user_id);
create index business_memberships_scope_idx on org.business_memberships (scope_id, scope_kind);

create table org.teams (
  id uuid primary key default sync.uuid7(),
  name text not null,
  owner_user_id uuid not null references auth.users (id),
  description text,
  visibility public.visibility not null default 'invite_only',
  rating_sum bigint not null default 0,
  rating_count bigint not null default 0,
  created_at timestamptz not null default api.now(),
  is_public boolean not null generated always as (visibility = 'public') stored,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.teams is 'Freelancers who accept work and are paid together';
create index teams_owner_idx on org.teams (owner_user_id);
create index teams_scope_idx on org.teams (scope_id, scope_kind);

create table org.team_roles (
  id uuid primary key default sync.uuid7(),
  team_id uuid not null references org.teams (id),
  title text not null,
  permissions jsonb not null default '{}',
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.team_roles is 'Named sets of permissions inside a team: submit, post, view_finance, set_split, invite, manage_roles';
create index team_roles_team_idx on org.team_roles (team_id);
create index team_roles_scope_idx on org.team_roles (scope_id, scope_kind);

create table org.team_memberships (
  id uuid primary key default sync.uuid7(),
  team_id uuid not null references org.teams (id),
  user_id uuid not null references auth.users (id),
  role text not null default 'freelancer'
    constraint team_memberships_role_check check (role in ('freelancer', 'team_lead', 'admin')),
  status text not null default 'invited'
    constraint team_memberships_status_check check (status in ('invited', 'active', 'left')),
  role_id uuid references org.team_roles (id),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint team_memberships_team_user_key unique (team_id, user_id)
);
comment on table org.team_memberships is 'Who belongs to a team; only active members hold its scope';
create index team_memberships_user_idx on org.team_memberships (user_id);
create index team_memberships_role_idx on org.team_memberships (role_id);
create index team_memberships_scope_idx on org.team_memberships (scope_id, scope_kind);

create table org.org_invitations (
  id uuid primary key default sync.uuid7(),
  inviter_user_id uuid not null references auth.users (id),
  target_email text not null,
  team_id uuid references org.teams (id),
  business_profile_id uuid references org.business_profiles (id),
  token text not null,
  role text,
  status text not null default 'pending'
    constraint org_invitations_status_check check (status in ('pending', 'accepted', 'declined', 'expired')),
  created_at timestamptz not null default api.now(),
  expires_at timestamptz not null default api.now() + interval '14 days',
  answered_at timestamptz,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint org_invitations_target_check check (num_nonnulls(team_id, business_profile_id) = 1)
);
comment on table org.org_invitations is 'Invitations to a team or a business, by e-mail';
comment on column org.org_invitations.token is 'SHA-256 of the token, in hex; never granted';
create unique index org_invitations_token_key on org.org_invitations (token);
create index org_invitations_email_idx on org.org_invitations (lower(target_email));
create index org_invitations_inviter_idx on org.org_invitations (inviter_user_id);
create index org_invitations_team_idx on org.org_invitations (team_id);
create index org_invitations_business_idx on org.org_invitations (business_profile_id);
create index org_invitations_scope_idx on org.org_invitations (scope_id, scope_kind);

create table org.skills (
  id uuid primary key default sync.uuid7(),
  slug text not null constraint skills_slug_key unique,
  label text not null,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.skills is 'The shared list of skills';
create index skills_scope_idx on org.skills (scope_id, scope_kind);

create table org.user_skills (
  id uuid not null default sync.uuid7() constraint user_skills_id_key unique,
  user_id uuid not null references auth.users (id) on delete cascade,
  skill_id uuid not null references org.skills (id),
  proficiency smallint constraint user_skills_proficiency_check check (proficiency between 1 and 5),
  is_public boolean not null default false,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  primary key (user_id, skill_id)
);
comment on table org.user_skills is 'Which skills a person claims, and how well';
create index user_skills_skill_idx on org.user_skills (skill_id);
create index user_skills_scope_idx on org.user_skills (scope_id, scope_kind);

create table org.user_emails (
  id uuid primary key default sync.uuid7(),
  user_id uuid not null references auth.users (id) on delete cascade,
  email text not null,
  is_primary boolean not null default false,
  verified_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint user_emails_user_email_key unique (user_id, email),
  constraint user_emails_primary_check check (not is_primary or verified_at is not null)
);
comment on table org.user_emails is 'Addresses of a person; invitations match verified ones only';
create unique index user_emails_one_primary_key on org.user_emails (user_id) where is_primary;
create index user_emails_email_idx on org.user_emails (lower(email));
create index user_emails_scope_idx on org.user_emails (scope_id, scope_kind);

insert into storage.buckets (id, name) values ('attachments', 'attachments'), ('chat', 'chat'), ('assets', 'assets')
on conflict (id) do nothing;

create table org.attachments (
  id uuid primary key default sync.uuid7(),
  owner_type public.profile_type not null,
  owner_profile_id uuid not null,
  uploaded_by uuid not null references auth.users (id),
  bucket text not null references storage.buckets (id),
  path text not null,
  original_filename text not null,
  display_name text,
  mime_type text,
  size_bytes bigint constraint attachments_size_check check (size_bytes >= 0),
  sha256 text constraint attachments_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  status text not null default 'draft'
    constraint attachments_status_check check (status in ('draft', 'uploaded', 'quarantined', 'clean')),
  created_at timestamptz not null default api.now(),
  updated_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.attachments is
  'A stored file and its state; others see its name and state on the rows that link to it, and load it only when clean';
create index attachments_owner_idx on org.attachments (owner_profile_id);
create index attachments_uploaded_by_idx on org.attachments (uploaded_by);
create index attachments_bucket_sha256_idx on org.attachments (bucket, sha256);
create index attachments_scope_idx on org.attachments (scope_id, scope_kind);

create table org.portfolios (
  id uuid primary key default sync.uuid7(),
  freelancer_profile_id uuid not null references org.freelancer_profiles (id),
  title text not null,
  description text,
  cover_url text,
  attachment_id uuid references org.attachments (id),
  file_name text,
  file_type text,
  file_size bigint,
  file_sha256 text,
  file_status text,
  is_public boolean not null default false,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table org.portfolios is 'Work a freelancer shows; private until is_public, then the scope moves from the person to the profile';
create index portfolios_profile_idx on org.portfolios (freelancer_profile_id);
create index portfolios_attachment_idx on org.portfolios (attachment_id);
create index portfolios_scope_idx on org.portfolios (scope_id, scope_kind);
