-- Finance, continued: the ledger keeps itself whole, whoever writes to it.

create function finance.fill_balance() returns trigger
language plpgsql set search_path = '' as $$
declare
  wallet finance.wallets;
begin
  update finance.wallets w
     set balance_cents = w.balance_cents + case new.direction when 'credit' then new.amount_cents else -new.amount_cents end,
         last_seq = w.last_seq + 1
   where w.id = new.wallet_id
  returning w.* into strict wallet;
  if wallet.currency <> new.currency then
    raise exception 'a wallet in % takes no %', wallet.currency, new.currency using errcode = 'check_violation';
  end if;
  new.seq := wallet.last_seq;
  new.balance_after_cents := wallet.balance_cents;
  return new;
end
$$;
comment on function finance.fill_balance() is
  'Trigger: books a leg on its wallet; seq has no gaps and the balances chain, since both are given under the wallet''s lock';
create trigger fill_balance before insert on finance.transactions
  for each row execute function finance.fill_balance();

create function finance.add_to_month() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into finance.wallet_months as m (wallet_id, month, currency, credit_cents, debit_cents, transactions)
  values (new.wallet_id, date_trunc('month', new.created_at at time zone 'UTC')::date,
          new.currency,
          case new.direction when 'credit' then new.amount_cents else 0 end,
          case new.direction when 'debit' then new.amount_cents else 0 end, 1)
  on conflict (wallet_id, month) do update
    set credit_cents = m.credit_cents + excluded.credit_cents,
        debit_cents = m.debit_cents + excluded.debit_cents,
        transactions = m.transactions + 1;
  return null;
end
$$;
comment on function finance.add_to_month() is 'Trigger: the sums of the month that a leg falls in';
create trigger add_to_month after insert on finance.transactions
  for each row execute function finance.add_to_month();

create function finance.check_posting_sum() returns trigger
language plpgsql set search_path = '' as $$
declare
  total numeric;
  currencies int;
begin
  select sum(case t.direction when 'credit' then t.amount_cents else -t.amount_cents end), count(distinct t.currency)
    into total, currencies
    from finance.transactions t where t.posting_id = new.posting_id;
  if total <> 0 or currencies <> 1 then
    raise exception 'posting % sums to % over % currencies', new.posting_id, total, currencies
      using errcode = 'check_violation', constraint = 'transactions_posting_sum';
  end if;
  return null;
end
$$;
comment on function finance.check_posting_sum() is 'Trigger at commit: debits and credits of a posting are equal, in one currency';
create constraint trigger transactions_posting_sum after insert on finance.transactions
  deferrable initially deferred
  for each row execute function finance.check_posting_sum();

create trigger transactions_insert_only before update or delete on finance.transactions
  for each row execute function security.refuse_change();
create trigger transactions_no_truncate before truncate on finance.transactions
  for each statement execute function security.refuse_change();

create function finance.refuse_balance_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'a balance moves only by a posting' using errcode = 'insufficient_privilege';
end
$$;
comment on function finance.refuse_balance_change() is 'Trigger: a wallet starts empty, and only the ledger''s own trigger moves it';
create trigger wallets_only_by_posting before update of balance_cents, last_seq on finance.wallets
  for each row when (pg_trigger_depth() = 0) execute function finance.refuse_balance_change();
create trigger wallets_start_empty before insert on finance.wallets
  for each row when (new.balance_cents <> 0 or new.last_seq <> 0) execute function finance.refuse_balance_change();

create function finance.fill_dispute_seq() returns trigger
language plpgsql set search_path = '' as $$
begin
  update finance.disputes d set last_seq = d.last_seq + 1 where d.id = new.dispute_id
    returning d.last_seq into strict new.seq;
  return new;
end
$$;
comment on function finance.fill_dispute_seq() is 'Trigger: the next seq of the dispute, under its lock';
create trigger fill_seq before insert on finance.dispute_messages
  for each row execute function finance.fill_dispute_seq();

create function finance.count_rating() returns trigger
language plpgsql set search_path = '' as $$
begin
  case new.ratee_type
    when 'freelancer' then
      update org.freelancer_profiles p set rating_sum = p.rating_sum + new.score, rating_count = p.rating_count + 1
       where p.id = new.ratee_id;
    when 'team' then
      update org.teams t set rating_sum = t.rating_sum + new.score, rating_count = t.rating_count + 1
       where t.id = new.ratee_id;
    else
      update org.business_profiles b set rating_sum = b.rating_sum + new.score, rating_count = b.rating_count + 1
       where b.id = new.ratee_id;
  end case;
  return null;
end
$$;
comment on function finance.count_rating() is 'Trigger: a rating counts for the ratee once it is visible';
create trigger count_rating_insert after insert on finance.ratings
  for each row when (new.visible_at is not null) execute function finance.count_rating();
create trigger count_rating_update after update of visible_at on finance.ratings
  for each row when (old.visible_at is null and new.visible_at is not null) execute function finance.count_rating();
create trigger ratings_immutable before update or delete on finance.ratings
  for each row when (old.visible_at is not null) execute function security.refuse_change();

create function finance.keep_plan() returns trigger
language plpgsql set search_path = '' as $$
begin
  update org.business_profiles b
     set plan = coalesce((select s.plan from finance.subscriptions s
                           where s.profile_id = b.id and s.status in ('active', 'canceled')), 'free')
   where b.id = new.profile_id;
  return null;
end
$$;
comment on function finance.keep_plan() is 'Trigger: a business''s plan is that of its live subscription';
create trigger keep_plan after insert or update of plan, status on finance.subscriptions
  for each row when (new.profile_type = 'business') execute function finance.keep_plan();
