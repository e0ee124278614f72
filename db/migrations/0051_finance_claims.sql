-- Finance, continued: invoices, disputes, ratings, subscriptions.

create table finance.invoice_counters (
  issuer_type text not null
    constraint invoice_counters_issuer_check check (issuer_type in ('freelancer', 'team', 'business')),
  issuer_id uuid not null,
  prefix text not null default 'INV',
  last_number bigint not null default 0,
  primary key (issuer_type, issuer_id)
);
comment on table finance.invoice_counters is 'Gapless invoice numbers: the row is locked while a number is given';

create table finance.invoices (
  id uuid primary key default sync.uuid7(),
  kind text not null default 'invoice' constraint invoices_kind_check check (kind in ('invoice', 'credit_note')),
  number text,
  project_stage_id uuid not null references projects.project_stages (id),
  escrow_id uuid not null references finance.escrows (id),
  credits_invoice_id uuid references finance.invoices (id),
  issue_to_business_id uuid not null references org.business_profiles (id),
  issue_from_type text not null
    constraint invoices_issue_from_check check (issue_from_type in ('freelancer', 'team', 'business')),
  issue_from_profile uuid not null,
  amount_cents bigint not null constraint invoices_amount_check check (amount_cents > 0),
  currency text not null constraint invoices_currency_check check (currency ~ '^[A-Z]{3}$'),
  lines jsonb not null default '[]',
  status text not null default 'draft'
    constraint invoices_status_check check (status in ('draft', 'sent', 'paid', 'void')),
  sent_at timestamptz,
  due_at timestamptz,
  paid_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint invoices_number_key unique (issue_from_type, issue_from_profile, number),
  constraint invoices_credit_check check ((kind = 'credit_note') = (credits_invoice_id is not null)),
  constraint invoices_sent_check check (status not in ('sent', 'paid') or number is not null),
  constraint invoices_paid_check check ((status = 'paid') = (paid_at is not null))
);
comment on table finance.invoices is 'What the payee bills for an escrow; a draft is the issuer''s alone';
comment on column finance.invoices.number is 'PREFIX-000123, given when it is sent';
create index invoices_stage_idx on finance.invoices (project_stage_id);
create index invoices_escrow_idx on finance.invoices (escrow_id);
create index invoices_credits_idx on finance.invoices (credits_invoice_id);
create index invoices_to_idx on finance.invoices (issue_to_business_id);
create index invoices_scope_idx on finance.invoices (scope_id, scope_kind);

create table finance.disputes (
  id uuid primary key default sync.uuid7(),
  escrow_id uuid not null references finance.escrows (id),
  opened_by_type text not null
    constraint disputes_opened_by_check check (opened_by_type in ('freelancer', 'team', 'business')),
  opened_by_profile uuid not null,
  opened_by_user uuid not null references auth.users (id),
  claim_release_cents bigint not null constraint disputes_claim_check check (claim_release_cents >= 0),
  reason text not null,
  status public.dispute_status not null default 'open',
  respond_by timestamptz not null,
  escalated_at timestamptz,
  review_was_due_at timestamptz,
  resolution_notes text,
  decision_release_cents bigint constraint disputes_release_check check (decision_release_cents >= 0),
  decision_refund_cents bigint constraint disputes_refund_check check (decision_refund_cents >= 0),
  decided_by uuid references auth.users (id),
  decided_at timestamptz,
  last_seq bigint not null default 0,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table finance.disputes is 'A fight over what remains in an escrow; one live at a time';
comment on column finance.disputes.decided_by is 'The moderator; null when the parties or the deadline settled it';
comment on column finance.disputes.review_was_due_at is 'The auto_approve_at that the dispute stopped';
create unique index disputes_one_live_key on finance.disputes (escrow_id) where status in ('open', 'under_review');
create index disputes_escrow_idx on finance.disputes (escrow_id);
create index disputes_opened_by_user_idx on finance.disputes (opened_by_user);
create index disputes_decided_by_idx on finance.disputes (decided_by);
create index disputes_due_idx on finance.disputes (respond_by) where status = 'open';
create index disputes_scope_idx on finance.disputes (scope_id, scope_kind);

create table finance.dispute_offers (
  id uuid primary key default sync.uuid7(),
  dispute_id uuid not null references finance.disputes (id),
  offered_by_type text not null
    constraint dispute_offers_by_check check (offered_by_type in ('freelancer', 'team', 'business')),
  offered_by_profile uuid not null,
  offered_by_user uuid not null references auth.users (id),
  release_cents bigint not null constraint dispute_offers_release_check check (release_cents >= 0),
  status text not null default 'open'
    constraint dispute_offers_status_check check (status in ('open', 'accepted', 'superseded', 'withdrawn')),
  answered_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table finance.dispute_offers is 'Splits that a party offers; accepting one moves exactly that';
create unique index dispute_offers_one_open_key on finance.dispute_offers (dispute_id, offered_by_profile)
  where status = 'open';
create index dispute_offers_dispute_idx on finance.dispute_offers (dispute_id);
create index dispute_offers_user_idx on finance.dispute_offers (offered_by_user);
create index dispute_offers_scope_idx on finance.dispute_offers (scope_id, scope_kind);

create table finance.dispute_messages (
  id uuid primary key default sync.uuid7(),
  dispute_id uuid not null references finance.disputes (id),
  seq bigint not null,
  sender_user_id uuid not null references auth.users (id),
  body text not null constraint dispute_messages_body_check check (octet_length(body) <= 16384),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint dispute_messages_dispute_seq_key unique (dispute_id, seq)
);
comment on table finance.dispute_messages is 'Statements in a dispute; insert-only, nothing is deletable';
create index dispute_messages_sender_idx on finance.dispute_messages (sender_user_id);
create index dispute_messages_scope_idx on finance.dispute_messages (scope_id, scope_kind);
create trigger dispute_messages_insert_only before update or delete on finance.dispute_messages
  for each row execute function security.refuse_change();

create table finance.ratings (
  id uuid primary key default sync.uuid7(),
  project_id uuid not null references projects.projects (id),
  rater_type text not null
    constraint ratings_rater_type_check check (rater_type in ('freelancer', 'team', 'business')),
  rater_profile uuid not null,
  rater_user_id uuid not null references auth.users (id),
  ratee_type text not null
    constraint ratings_ratee_type_check check (ratee_type in ('freelancer', 'team', 'business')),
  ratee_id uuid not null,
  score smallint not null constraint ratings_score_check check (score between 1 and 5),
  comment text,
  visible_at timestamptz,
  created_at timestamptz not null default api.now(),
  is_public boolean not null generated always as (visible_at is not null) stored,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint ratings_pair_key unique (project_id, rater_profile, ratee_id)
);
comment on table finance.ratings is 'Judgement of one side about the other; hidden until both exist or the window ends, then immutable';
comment on column finance.ratings.visible_at is 'When it became visible; its scope moves from the rater to the ratee''s profile';
create index ratings_ratee_idx on finance.ratings (ratee_id);
create index ratings_rater_user_idx on finance.ratings (rater_user_id);
create index ratings_scope_idx on finance.ratings (scope_id, scope_kind);

create table finance.subscriptions (
  id uuid primary key default sync.uuid7(),
  profile_type text not null
    constraint subscriptions_profile_type_check check (profile_type in ('freelancer', 'team', 'business')),
  profile_id uuid not null,
  plan text not null,
  status text not null default 'active'
    constraint subscriptions_status_check check (status in ('active', 'canceled', 'expired')),
  started_at timestamptz not null default api.now(),
  ends_at timestamptz,
  grace_until timestamptz,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table finance.subscriptions is 'The plan of a profile; one live each, canceled ones give their benefits until ends_at';
create unique index subscriptions_one_live_key on finance.subscriptions (profile_id) where status in ('active', 'canceled');
create index subscriptions_profile_idx on finance.subscriptions (profile_id);
create index subscriptions_scope_idx on finance.subscriptions (scope_id, scope_kind);
