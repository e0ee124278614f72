-- Finance: the double-entry ledger, escrows, payouts, splits. Tables only; 0051 holds invoices, disputes and
-- ratings, 0052 the ledger's rules, 0053 scopes, grants and registration.
--
-- How to post: insert the legs of one posting into finance.transactions with posting_id, wallet_id, direction,
-- amount_cents, currency, reason and idempotency_key. seq and balance_after_cents are given by trigger under the
-- wallet's lock, which also moves wallets.balance_cents; nothing else may move it. A posting must sum to zero
-- (debits = credits, one currency) when the transaction commits.

create table finance.wallets (
  id uuid primary key default sync.uuid7(),
  owner_type text not null
    constraint wallets_owner_type_check
    check (owner_type in ('freelancer', 'team', 'business', 'escrow', 'fees', 'outside')),
  owner_id uuid not null,
  currency text not null constraint wallets_currency_check check (currency ~ '^[A-Z]{3}$'),
  balance_cents bigint not null default 0,
  last_seq bigint not null default 0,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint wallets_owner_key unique (owner_type, owner_id, currency),
  constraint wallets_balance_check check (balance_cents >= 0 or owner_type = 'outside')
);
comment on table finance.wallets is
  'Accounts of the ledger: of freelancers, teams and businesses, one for each escrow, and the platform''s fees and outside';
comment on column finance.wallets.owner_id is 'Profile, team or business; the escrow itself; the nil uuid for fees and outside';
comment on column finance.wallets.last_seq is 'seq of the newest transaction; moves only together with the balance';
create index wallets_scope_idx on finance.wallets (scope_id, scope_kind);

create table finance.transactions (
  id uuid primary key default sync.uuid7(),
  wallet_id uuid not null references finance.wallets (id),
  seq bigint not null,
  posting_id uuid not null,
  direction text not null constraint transactions_direction_check check (direction in ('credit', 'debit')),
  amount_cents bigint not null constraint transactions_amount_check check (amount_cents > 0),
  currency text not null,
  reason text not null,
  ref_table text,
  ref_id uuid,
  balance_after_cents bigint not null,
  idempotency_key text not null constraint transactions_idempotency_key unique,
  available_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint transactions_wallet_seq_key unique (wallet_id, seq)
);
comment on table finance.transactions is 'The ledger: legs of postings that sum to zero; insert-only';
comment on column finance.transactions.available_at is 'A credit may be paid out from then on; null is at once';
comment on column finance.transactions.idempotency_key is 'Unique per posting and leg, so that a repeat cannot book twice';
create index transactions_wallet_created_idx on finance.transactions (wallet_id, created_at);
create index transactions_posting_idx on finance.transactions (posting_id);
create index transactions_ref_idx on finance.transactions (ref_id);
create index transactions_scope_idx on finance.transactions (scope_id, created_at);

create table finance.wallet_months (
  id uuid primary key default sync.uuid7(),
  wallet_id uuid not null references finance.wallets (id),
  month date not null,
  currency text not null,
  credit_cents bigint not null default 0,
  debit_cents bigint not null default 0,
  transactions bigint not null default 0,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint wallet_months_wallet_month_key unique (wallet_id, month),
  constraint wallet_months_month_check check (extract(day from month) = 1)
);
comment on table finance.wallet_months is 'Sums of a wallet per calendar month (UTC), kept by trigger from the ledger';
create index wallet_months_scope_idx on finance.wallet_months (scope_id, scope_kind);

create table finance.escrows (
  id uuid primary key default sync.uuid7(),
  project_stage_id uuid not null references projects.project_stages (id),
  assignment_id uuid references projects.stage_assignments (id),
  contract_id uuid references projects.maintenance_contracts (id),
  contract_period_id uuid references projects.maintenance_periods (id),
  revision_request_id uuid references projects.stage_revision_requests (id),
  payer_business_id uuid not null references org.business_profiles (id),
  payee_type public.assignment_type not null,
  payee_id uuid not null,
  amount_cents bigint not null constraint escrows_amount_check check (amount_cents > 0),
  currency text not null constraint escrows_currency_check check (currency ~ '^[A-Z]{3}$'),
  released_cents bigint not null default 0 constraint escrows_released_check check (released_cents >= 0),
  refunded_cents bigint not null default 0 constraint escrows_refunded_check check (refunded_cents >= 0),
  status text not null default 'funded'
    constraint escrows_status_check check (status in ('funded', 'released', 'refunded', 'disputed')),
  funded_by uuid references auth.users (id),
  settled_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint escrows_deal_check check (num_nonnulls(assignment_id, contract_id) = 1),
  constraint escrows_moved_check check (released_cents + refunded_cents <= amount_cents),
  constraint escrows_settled_check check (
    case status
      when 'released' then released_cents > 0 and released_cents + refunded_cents = amount_cents
      when 'refunded' then refunded_cents = amount_cents
      else released_cents + refunded_cents < amount_cents end)
);
comment on table finance.escrows is 'Money held for one hire on one stage; its balance is the wallet with owner_type escrow and this id';
comment on column finance.escrows.settled_at is 'When nothing remained';
create index escrows_stage_idx on finance.escrows (project_stage_id);
create index escrows_assignment_idx on finance.escrows (assignment_id);
create index escrows_contract_idx on finance.escrows (contract_id);
create index escrows_period_idx on finance.escrows (contract_period_id);
create index escrows_revision_idx on finance.escrows (revision_request_id);
create index escrows_payer_idx on finance.escrows (payer_business_id);
create index escrows_payee_idx on finance.escrows (payee_id);
create index escrows_funded_by_idx on finance.escrows (funded_by);
create index escrows_scope_idx on finance.escrows (scope_id, scope_kind);

create table finance.refund_requests (
  id uuid primary key default sync.uuid7(),
  escrow_id uuid not null references finance.escrows (id),
  kind text not null default 'refund'
    constraint refund_requests_kind_check check (kind in ('refund', 'roll_forward')),
  target_stage_id uuid references projects.project_stages (id),
  requested_by uuid not null references auth.users (id),
  amount_cents bigint not null constraint refund_requests_amount_check check (amount_cents > 0),
  offered_cents bigint constraint refund_requests_offered_check check (offered_cents between 0 and amount_cents),
  reason text,
  status text not null default 'open'
    constraint refund_requests_status_check
    check (status in ('open', 'accepted', 'declined', 'lapsed', 'disputed', 'withdrawn')),
  answer_by timestamptz not null,
  answered_by uuid references auth.users (id),
  answered_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint refund_requests_target_check check ((kind = 'roll_forward') = (target_stage_id is not null))
);
comment on table finance.refund_requests is 'The buyer asks for money back, or to move it to another stage of the same payee; silence accepts';
create unique index refund_requests_one_open_key on finance.refund_requests (escrow_id) where status = 'open';
create index refund_requests_escrow_idx on finance.refund_requests (escrow_id);
create index refund_requests_target_idx on finance.refund_requests (target_stage_id);
create index refund_requests_requested_by_idx on finance.refund_requests (requested_by);
create index refund_requests_answered_by_idx on finance.refund_requests (answered_by);
create index refund_requests_due_idx on finance.refund_requests (answer_by) where status = 'open';
create index refund_requests_scope_idx on finance.refund_requests (scope_id, scope_kind);

create table finance.release_requests (
  id uuid primary key default sync.uuid7(),
  escrow_id uuid not null references finance.escrows (id),
  requested_by uuid not null references auth.users (id),
  note text,
  status text not null default 'open'
    constraint release_requests_status_check check (status in ('open', 'answered', 'withdrawn')),
  answered_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table finance.release_requests is 'The payee''s nudge to release; moves no money by itself';
create unique index release_requests_one_open_key on finance.release_requests (escrow_id) where status = 'open';
create index release_requests_escrow_idx on finance.release_requests (escrow_id);
create index release_requests_requested_by_idx on finance.release_requests (requested_by);
create index release_requests_scope_idx on finance.release_requests (scope_id, scope_kind);

create table finance.payout_accounts (
  id uuid primary key default sync.uuid7(),
  owner_type text not null
    constraint payout_accounts_owner_type_check check (owner_type in ('freelancer', 'team', 'business')),
  owner_id uuid not null,
  provider text not null,
  account_id text not null,
  status text not null default 'pending_verification'
    constraint payout_accounts_status_check check (status in ('active', 'pending_verification', 'disabled')),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint payout_accounts_account_key unique (provider, account_id)
);
comment on table finance.payout_accounts is 'Where money leaves to; the provider''s reference is never granted';
create index payout_accounts_owner_idx on finance.payout_accounts (owner_id);
create index payout_accounts_scope_idx on finance.payout_accounts (scope_id, scope_kind);

create table finance.payouts (
  id uuid primary key default sync.uuid7(),
  wallet_id uuid not null references finance.wallets (id),
  payout_account_id uuid not null references finance.payout_accounts (id),
  requested_by uuid not null references auth.users (id),
  amount_cents bigint not null constraint payouts_amount_check check (amount_cents > 0),
  currency text not null,
  status text not null default 'requested'
    constraint payouts_status_check check (status in ('requested', 'sent', 'paid', 'failed')),
  failure_code text,
  posting_id uuid,
  settled_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table finance.payouts is 'Withdrawals: debited when requested, reversed by a posting if the provider fails';
create index payouts_wallet_idx on finance.payouts (wallet_id);
create index payouts_account_idx on finance.payouts (payout_account_id);
create index payouts_requested_by_idx on finance.payouts (requested_by);
create index payouts_scope_idx on finance.payouts (scope_id, scope_kind);

create table finance.payout_splits (
  id uuid primary key default sync.uuid7(),
  team_id uuid not null references org.teams (id),
  stage_id uuid references projects.project_stages (id),
  version int not null constraint payout_splits_version_check check (version > 0),
  member_profile uuid not null references org.freelancer_profiles (id),
  bp int not null constraint payout_splits_bp_check check (bp between 0 and 10000),
  consented_at timestamptz,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint payout_splits_member_key unique nulls not distinct (team_id, stage_id, version, member_profile)
);
comment on table finance.payout_splits is
  'Shares of a team''s members in basis points; a version holds all members and sums to 10000';
comment on column finance.payout_splits.stage_id is 'Null: the team''s default';
comment on column finance.payout_splits.consented_at is 'When the member agreed; a version counts once all whose share fell have';
create index payout_splits_stage_idx on finance.payout_splits (stage_id);
create index payout_splits_member_idx on finance.payout_splits (member_profile);
create index payout_splits_scope_idx on finance.payout_splits (scope_id, scope_kind);

create table finance.assignment_splits (
  id uuid primary key default sync.uuid7(),
  assignment_id uuid not null references projects.stage_assignments (id),
  member_profile uuid not null references org.freelancer_profiles (id),
  bp int not null constraint assignment_splits_bp_check check (bp between 0 and 10000),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint assignment_splits_member_key unique (assignment_id, member_profile)
);
comment on table finance.assignment_splits is 'The split in force when a team accepted, frozen; the team''s alone';
create index assignment_splits_member_idx on finance.assignment_splits (member_profile);
create index assignment_splits_scope_idx on finance.assignment_splits (scope_id, scope_kind);
