-- Projects: projects, stages, assignments, submissions, revisions, maintenance contracts, activity.
-- Tables only; scopes, grants and registration follow in 0031.

create table projects.projects (
  id uuid primary key default sync.uuid7(),
  client_business_id uuid not null references org.business_profiles (id),
  title text not null constraint projects_title_check check (length(title) between 1 and 200),
  description text,
  status public.project_status not null default 'draft',
  visibility public.visibility not null default 'invite_only',
  hold_reason text,
  closed_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table projects.projects is 'A piece of work that a business buys, made of stages';
comment on column projects.projects.closed_at is 'When it was completed or cancelled; the rating window runs from here';
create index projects_client_idx on projects.projects (client_business_id);
create index projects_scope_idx on projects.projects (scope_id, scope_kind);

create table projects.project_stages (
  id uuid primary key default sync.uuid7(),
  project_id uuid not null references projects.projects (id),
  name text not null constraint project_stages_name_check check (length(name) between 1 and 200),
  "order" int not null default 0,
  description text,
  status public.stage_status not null default 'open',
  due_date timestamptz,
  completed_at timestamptz,
  stage_type text not null default 'file_based'
    constraint project_stages_type_check
    check (stage_type in ('file_based', 'session', 'group_session', 'management', 'maintenance')),
  ip_mode text
    constraint project_stages_ip_mode_check
    check (ip_mode in ('exclusive_transfer', 'licensed_use', 'template_only', 'internal_only')),
  auto_approve_at timestamptz,
  reminders_sent smallint not null default 0,
  closed_at timestamptz,
  closed_reason text,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint project_stages_closed_check check (closed_at is not null or closed_reason is null)
);
comment on table projects.project_stages is 'One step of a project: staffed, worked on, approved and paid by itself';
comment on column projects.project_stages."order" is 'Place among the stages; ties are broken by id';
comment on column projects.project_stages.closed_at is 'Set when it was cancelled; status then stays what it was';
comment on column projects.project_stages.reminders_sent is 'How many of the reminders before auto-approval went out';
create index project_stages_project_idx on projects.project_stages (project_id, "order");
create index project_stages_auto_approve_idx on projects.project_stages (auto_approve_at)
  where auto_approve_at is not null;
create index project_stages_scope_idx on projects.project_stages (scope_id, scope_kind);

create table projects.stage_budget_rules (
  id uuid primary key default sync.uuid7(),
  project_stage_id uuid not null references projects.project_stages (id),
  type text not null constraint stage_budget_rules_type_check check (type in ('fixed', 'cap', 'free')),
  amount_currency text
    constraint stage_budget_rules_currency_check check (amount_currency ~ '^[A-Z]{3}$'),
  amount_cents bigint,
  notes text,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint stage_budget_rules_amount_check check (
    case when type = 'free' then coalesce(amount_cents, 0) = 0
         else amount_cents is not null and amount_cents > 0 and amount_currency is not null end)
);
comment on table projects.stage_budget_rules is 'The price of a stage; the buyer''s alone, the assignee reads it in the terms';
create index stage_budget_rules_stage_idx on projects.stage_budget_rules (project_stage_id);
create index stage_budget_rules_scope_idx on projects.stage_budget_rules (scope_id, scope_kind);

create table projects.stage_assignments (
  id uuid primary key default sync.uuid7(),
  project_stage_id uuid not null references projects.project_stages (id),
  assignee_type public.assignment_type not null,
  freelancer_profile_id uuid references org.freelancer_profiles (id),
  team_id uuid references org.teams (id),
  assigned_by uuid not null references auth.users (id),
  status text not null default 'invited'
    constraint stage_assignments_status_check check (status in ('invited', 'accepted', 'declined', 'active')),
  terms jsonb not null default '{}',
  terms_hash text,
  split_version int,
  funded boolean not null default false,
  expires_at timestamptz,
  accepted_at timestamptz,
  ended_at timestamptz,
  end_reason text
    constraint stage_assignments_end_reason_check
    check (end_reason in ('declined', 'withdrawn', 'expired', 'removed', 'paid', 'closed')),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint stage_assignments_assignee_check check (
    case assignee_type
      when 'freelancer' then freelancer_profile_id is not null and team_id is null
      else team_id is not null and freelancer_profile_id is null end),
  constraint stage_assignments_ended_check check ((ended_at is null) = (end_reason is null))
);
comment on table projects.stage_assignments is 'An invitation to a stage, and what became of it; one live at a time';
comment on column projects.stage_assignments.terms is 'Names, due date and price as offered, filled at the invitation';
comment on column projects.stage_assignments.terms_hash is 'SHA-256 in hex over budget, due date, ip mode and description';
create unique index stage_assignments_one_live_key on projects.stage_assignments (project_stage_id)
  where status in ('invited', 'accepted', 'active') and ended_at is null;
create index stage_assignments_stage_idx on projects.stage_assignments (project_stage_id);
create index stage_assignments_freelancer_idx on projects.stage_assignments (freelancer_profile_id);
create index stage_assignments_team_idx on projects.stage_assignments (team_id);
create index stage_assignments_assigned_by_idx on projects.stage_assignments (assigned_by);
create index stage_assignments_scope_idx on projects.stage_assignments (scope_id, scope_kind);

create table projects.stage_submissions (
  id uuid primary key default sync.uuid7(),
  project_stage_id uuid not null references projects.project_stages (id),
  assignment_id uuid not null references projects.stage_assignments (id),
  submitted_by uuid not null references auth.users (id),
  notes text,
  version int not null constraint stage_submissions_version_check check (version > 0),
  opened_at timestamptz,
  decision text
    constraint stage_submissions_decision_check check (decision in ('approved', 'revisions', 'withdrawn')),
  decided_by uuid references auth.users (id),
  decided_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint stage_submissions_stage_version_key unique (project_stage_id, version),
  constraint stage_submissions_decided_check check ((decision is null) = (decided_at is null))
);
comment on table projects.stage_submissions is 'What was handed in, each time, and what was decided about it';
comment on column projects.stage_submissions.opened_at is 'When the buyer first opened it; until then it may be withdrawn';
comment on column projects.stage_submissions.decided_by is 'Null when the system approved';
create index stage_submissions_assignment_idx on projects.stage_submissions (assignment_id);
create index stage_submissions_submitted_by_idx on projects.stage_submissions (submitted_by);
create index stage_submissions_decided_by_idx on projects.stage_submissions (decided_by);
create index stage_submissions_scope_idx on projects.stage_submissions (scope_id, scope_kind);

create table projects.stage_submission_files (
  id uuid primary key default sync.uuid7(),
  submission_id uuid not null references projects.stage_submissions (id),
  attachment_id uuid not null references org.attachments (id),
  file_name text,
  file_type text,
  file_size bigint,
  file_sha256 text,
  file_status text,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint stage_submission_files_key unique (submission_id, attachment_id)
);
comment on table projects.stage_submission_files is 'Files of a submission; name, type, size, hash and state follow the attachment';
create index stage_submission_files_attachment_idx on projects.stage_submission_files (attachment_id);
create index stage_submission_files_scope_idx on projects.stage_submission_files (scope_id, scope_kind);

create table projects.stage_revision_requests (
  id uuid primary key default sync.uuid7(),
  project_stage_id uuid not null references projects.project_stages (id),
  assignment_id uuid not null references projects.stage_assignments (id),
  submission_id uuid references projects.stage_submissions (id),
  requested_by uuid not null references auth.users (id),
  type text not null constraint stage_revision_requests_type_check check (type in ('minor', 'major')),
  reason text not null,
  status text not null default 'open'
    constraint stage_revision_requests_status_check check (status in ('open', 'in_progress', 'resolved')),
  answer text
    constraint stage_revision_requests_answer_check check (answer in ('accepted', 'accepted_with_extra', 'declined')),
  extra_cents bigint constraint stage_revision_requests_extra_check check (extra_cents > 0),
  answer_by timestamptz,
  review_was_due_at timestamptz,
  created_at timestamptz not null default api.now(),
  resolved_at timestamptz,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint stage_revision_requests_resolved_check check ((status = 'resolved') = (resolved_at is not null))
);
comment on table projects.stage_revision_requests is 'Changes that the buyer asked for; minor ones are counted, major ones need an answer';
comment on column projects.stage_revision_requests.review_was_due_at is
  'The auto_approve_at that the request stopped; with created_at it gives the review time left';
create index stage_revision_requests_stage_idx on projects.stage_revision_requests (project_stage_id);
create index stage_revision_requests_assignment_idx on projects.stage_revision_requests (assignment_id);
create index stage_revision_requests_submission_idx on projects.stage_revision_requests (submission_id);
create index stage_revision_requests_requested_by_idx on projects.stage_revision_requests (requested_by);
create index stage_revision_requests_scope_idx on projects.stage_revision_requests (scope_id, scope_kind);

create table projects.change_requests (
  id uuid primary key default sync.uuid7(),
  project_stage_id uuid not null references projects.project_stages (id),
  assignment_id uuid not null references projects.stage_assignments (id),
  requested_by uuid not null references auth.users (id),
  changes jsonb not null,
  reason text,
  status text not null default 'open'
    constraint change_requests_status_check check (status in ('open', 'accepted', 'declined', 'withdrawn', 'expired')),
  answered_by uuid references auth.users (id),
  answered_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table projects.change_requests is 'New terms for an active stage, proposed by one side for the other to accept';
create unique index change_requests_one_open_key on projects.change_requests (assignment_id) where status = 'open';
create index change_requests_stage_idx on projects.change_requests (project_stage_id);
create index change_requests_assignment_idx on projects.change_requests (assignment_id);
create index change_requests_requested_by_idx on projects.change_requests (requested_by);
create index change_requests_answered_by_idx on projects.change_requests (answered_by);
create index change_requests_scope_idx on projects.change_requests (scope_id, scope_kind);

create table projects.maintenance_contracts (
  id uuid primary key default sync.uuid7(),
  project_id uuid not null references projects.projects (id),
  freelancer_profile_id uuid not null references org.freelancer_profiles (id),
  business_profile_id uuid not null references org.business_profiles (id),
  amount_cents bigint not null constraint maintenance_contracts_amount_check check (amount_cents > 0),
  currency text not null constraint maintenance_contracts_currency_check check (currency ~ '^[A-Z]{3}$'),
  "interval" text not null
    constraint maintenance_contracts_interval_check check ("interval" in ('weekly', 'monthly', 'quarterly')),
  status text not null default 'proposed'
    constraint maintenance_contracts_status_check check (status in ('proposed', 'active', 'paused', 'ended')),
  proposed_by uuid references auth.users (id),
  business_agreed_at timestamptz,
  freelancer_agreed_at timestamptz,
  first_day date,
  next_period_start date,
  failures smallint not null default 0,
  ends_on date,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint maintenance_contracts_agreed_check check (
    status not in ('active', 'paused') or num_nulls(business_agreed_at, freelancer_agreed_at, first_day) = 0)
);
comment on table projects.maintenance_contracts is 'Recurring work at a fixed price per period';
comment on column projects.maintenance_contracts.first_day is 'Month arithmetic is anchored here: 31 Jan, 28 Feb, 31 Mar';
create index maintenance_contracts_project_idx on projects.maintenance_contracts (project_id);
create index maintenance_contracts_freelancer_idx on projects.maintenance_contracts (freelancer_profile_id);
create index maintenance_contracts_business_idx on projects.maintenance_contracts (business_profile_id);
create index maintenance_contracts_proposed_by_idx on projects.maintenance_contracts (proposed_by);
create index maintenance_contracts_due_idx on projects.maintenance_contracts (next_period_start) where status = 'active';
create index maintenance_contracts_scope_idx on projects.maintenance_contracts (scope_id, scope_kind);

create table projects.maintenance_periods (
  id uuid primary key default sync.uuid7(),
  contract_id uuid not null references projects.maintenance_contracts (id),
  period_start date not null,
  period_end date not null,
  project_stage_id uuid references projects.project_stages (id),
  status text not null default 'pending'
    constraint maintenance_periods_status_check check (status in ('pending', 'billed', 'failed', 'skipped')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint maintenance_periods_contract_start_key unique (contract_id, period_start),
  constraint maintenance_periods_order_check check (period_end > period_start)
);
comment on table projects.maintenance_periods is 'Each billed period once: the unique key makes a repeated run harmless';
create index maintenance_periods_stage_idx on projects.maintenance_periods (project_stage_id);
create index maintenance_periods_scope_idx on projects.maintenance_periods (scope_id, scope_kind);

create table projects.project_participants (
  id uuid primary key default sync.uuid7(),
  project_id uuid not null references projects.projects (id),
  profile_type public.profile_type not null,
  profile_id uuid not null,
  role text not null
    constraint project_participants_role_check check (role in ('viewer', 'collaborator', 'owner')),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint project_participants_profile_key unique (project_id, profile_type, profile_id)
);
comment on table projects.project_participants is 'Profiles that take part in a project besides its assignees';
create index project_participants_profile_idx on projects.project_participants (profile_id);
create index project_participants_scope_idx on projects.project_participants (scope_id, scope_kind);

create table projects.project_activity (
  id uuid primary key default sync.uuid7(),
  project_id uuid not null references projects.projects (id),
  actor_user_id uuid references auth.users (id),
  kind text not null,
  payload jsonb not null default '{}',
  entity_table text,
  entity_id uuid,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table projects.project_activity is 'What happened, in the scope of the row that it is about';
comment on column projects.project_activity.actor_user_id is 'Null when the system acted';
create index project_activity_project_idx on projects.project_activity (project_id, created_at);
create index project_activity_actor_idx on projects.project_activity (actor_user_id);
create index project_activity_scope_idx on projects.project_activity (scope_id, created_at);
