-- Finance, continued: scopes, grants, registration.

create function finance.wallets_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select s.kind, s.id into new.scope_kind, new.scope_id from security.private_scope(new.owner_type, new.owner_id) s;
  return new;
end
$$;
comment on function finance.wallets_scope() is 'Scope: private to the owner; escrow, fees and outside belong to nobody';

create function finance.transactions_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.wallets p where p.id = new.wallet_id;
  return new;
end
$$;
comment on function finance.transactions_scope() is 'Scope: its wallets; a wallet keeps its owner';

create function finance.wallet_months_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.wallets p where p.id = new.wallet_id;
  return new;
end
$$;
comment on function finance.wallet_months_scope() is 'Scope: its wallets';

create function finance.payouts_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.wallets p where p.id = new.wallet_id;
  return new;
end
$$;
comment on function finance.payouts_scope() is 'Scope: its wallets';

create function finance.escrows_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'escrow';
  new.scope_id := coalesce(new.assignment_id, new.contract_id);
  return new;
end
$$;
comment on function finance.escrows_scope() is 'Scope: money of one hire or contract, so that an earlier payee does not see the next';

create function finance.refund_requests_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.escrows p where p.id = new.escrow_id;
  return new;
end
$$;
comment on function finance.refund_requests_scope() is 'Scope: its escrows';

create function finance.release_requests_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.escrows p where p.id = new.escrow_id;
  return new;
end
$$;
comment on function finance.release_requests_scope() is 'Scope: its escrows';

create function finance.payout_accounts_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select s.kind, s.id into new.scope_kind, new.scope_id from security.private_scope(new.owner_type, new.owner_id) s;
  return new;
end
$$;
comment on function finance.payout_accounts_scope() is 'Scope: private to the owner';

create function finance.payout_splits_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'team';
  new.scope_id := new.team_id;
  return new;
end
$$;
comment on function finance.payout_splits_scope() is 'Scope: the team; buyers do not see how it shares';

create function finance.assignment_splits_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'team';
  select a.team_id into strict new.scope_id
    from projects.stage_assignments a where a.id = new.assignment_id and a.team_id is not null;
  return new;
end
$$;
comment on function finance.assignment_splits_scope() is 'Scope: the assigned team';

create function finance.invoices_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.status = 'draft' then
    select s.kind, s.id into new.scope_kind, new.scope_id
      from security.private_scope(new.issue_from_type, new.issue_from_profile) s;
  else
    select e.scope_kind, e.scope_id into strict new.scope_kind, new.scope_id
      from finance.escrows e where e.id = new.escrow_id;
  end if;
  return new;
end
$$;
comment on function finance.invoices_scope() is 'Scope: private to the issuer while draft, then its escrow''s; it moves with status';
create trigger sync_scope_moves before update of status on finance.invoices
  for each row execute function finance.invoices_scope();

create function finance.disputes_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.escrows p where p.id = new.escrow_id;
  return new;
end
$$;
comment on function finance.disputes_scope() is 'Scope: its escrows';

create function finance.dispute_offers_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.disputes p where p.id = new.dispute_id;
  return new;
end
$$;
comment on function finance.dispute_offers_scope() is 'Scope: its disputes';

create function finance.dispute_messages_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from finance.disputes p where p.id = new.dispute_id;
  return new;
end
$$;
comment on function finance.dispute_messages_scope() is 'Scope: its disputes';

create function finance.ratings_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.visible_at is null then
    new.scope_kind := 'user';
    new.scope_id := new.rater_user_id;
  else
    new.scope_kind := 'profile';
    new.scope_id := new.ratee_id;
  end if;
  return new;
end
$$;
comment on function finance.ratings_scope() is 'Scope: the rater alone until visible, then the ratee''s profile; it moves with visible_at';
create trigger sync_scope_moves before update of visible_at on finance.ratings
  for each row execute function finance.ratings_scope();

create function finance.subscriptions_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select s.kind, s.id into new.scope_kind, new.scope_id from security.private_scope(new.profile_type, new.profile_id) s;
  return new;
end
$$;
comment on function finance.subscriptions_scope() is 'Scope: private to the profile';

alter table finance.invoice_counters enable row level security;

grant select (id, owner_type, owner_id, currency, balance_cents, created_at, scope_kind, scope_id, row_version)
  on finance.wallets to authenticated;
grant select (id, wallet_id, seq, posting_id, direction, amount_cents, currency, reason, ref_table, ref_id,
  balance_after_cents, available_at, created_at, scope_kind, scope_id, row_version)
  on finance.transactions to authenticated;
grant select (id, wallet_id, month, currency, credit_cents, debit_cents, transactions, scope_kind, scope_id,
  row_version)
  on finance.wallet_months to authenticated;
grant select (id, project_stage_id, assignment_id, contract_id, contract_period_id, revision_request_id,
  payer_business_id, payee_type, payee_id, amount_cents, currency, released_cents, refunded_cents, status, funded_by,
  settled_at, created_at, scope_kind, scope_id, row_version)
  on finance.escrows to authenticated;
grant select (id, escrow_id, kind, target_stage_id, requested_by, amount_cents, offered_cents, reason, status,
  answer_by, answered_by, answered_at, created_at, scope_kind, scope_id, row_version)
  on finance.refund_requests to authenticated;
grant select (id, escrow_id, requested_by, note, status, answered_at, created_at, scope_kind, scope_id, row_version)
  on finance.release_requests to authenticated;
grant select (id, owner_type, owner_id, provider, status, created_at, scope_kind, scope_id, row_version)
  on finance.payout_accounts to authenticated;
grant select (id, wallet_id, payout_account_id, requested_by, amount_cents, currency, status, failure_code,
  posting_id, settled_at, created_at, scope_kind, scope_id, row_version)
  on finance.payouts to authenticated;
grant select (id, team_id, stage_id, version, member_profile, bp, consented_at, created_at, scope_kind, scope_id,
  row_version)
  on finance.payout_splits to authenticated;
grant select (id, assignment_id, member_profile, bp, created_at, scope_kind, scope_id, row_version)
  on finance.assignment_splits to authenticated;
grant select (id, kind, number, project_stage_id, escrow_id, credits_invoice_id, issue_to_business_id,
  issue_from_type, issue_from_profile, amount_cents, currency, lines, status, sent_at, due_at, paid_at, created_at,
  scope_kind, scope_id, row_version)
  on finance.invoices to authenticated;
grant select (id, escrow_id, opened_by_type, opened_by_profile, opened_by_user, claim_release_cents, reason, status,
  respond_by, escalated_at, review_was_due_at, resolution_notes, decision_release_cents, decision_refund_cents,
  decided_by, decided_at, created_at, scope_kind, scope_id, row_version)
  on finance.disputes to authenticated;
grant select (id, dispute_id, offered_by_type, offered_by_profile, offered_by_user, release_cents, status,
  answered_at, created_at, scope_kind, scope_id, row_version)
  on finance.dispute_offers to authenticated;
grant select (id, dispute_id, seq, sender_user_id, body, created_at, scope_kind, scope_id, row_version)
  on finance.dispute_messages to authenticated;
grant select (id, project_id, rater_type, rater_profile, ratee_type, ratee_id, score, comment, visible_at,
  created_at, is_public, scope_kind, scope_id, row_version)
  on finance.ratings to authenticated;
grant select (id, profile_type, profile_id, plan, status, started_at, ends_at, grace_until, scope_kind, scope_id,
  row_version)
  on finance.subscriptions to authenticated;

select sync.register('finance.wallets');
-- By age alone: what is not yet available was booked days ago, so 13 months surely hold it, and a window's
-- condition must not depend on the clock.
select sync.register('finance.transactions', window_column => 'created_at', window_months => 13);
select sync.register('finance.wallet_months');
select sync.register('finance.escrows');
select sync.register('finance.refund_requests');
select sync.register('finance.release_requests');
select sync.register('finance.payout_accounts');
select sync.register('finance.payouts');
select sync.register('finance.payout_splits');
select sync.register('finance.assignment_splits');
select sync.register('finance.invoices');
select sync.register('finance.disputes');
select sync.register('finance.dispute_offers');
select sync.register('finance.dispute_messages');
select sync.register('finance.ratings');
select sync.register('finance.subscriptions');
