-- The ledger. A posting is a set of legs that sums to zero in one currency; a balance changes only here.
-- Each escrow has a wallet of its own; the platform's wallets "fees" and "outside" have fixed ids, and only
-- "outside" (the world's money) may be negative.

do $$
begin
  if to_regtype('finance.leg') is null then
    create type finance.leg as (
      wallet_id uuid, amount_cents bigint, reason text, ref_table text, ref_id uuid, available_at timestamptz);
    comment on type finance.leg is 'One line of a posting: credit if positive, debit if negative.';
  end if;
end $$;

create or replace function finance.leg(wallet_id uuid, amount_cents bigint, reason text, ref_table text, ref_id uuid,
                                       available_at timestamptz default null) returns finance.leg
language sql immutable set search_path = '' as $$
  select row(wallet_id, amount_cents, reason, ref_table, ref_id, available_at)::finance.leg
$$;

create or replace function finance.platform_wallet(purpose text, currency text) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid := md5('projective:wallet:' || purpose || ':' || currency)::uuid;
begin
  if not exists (select from finance.wallets w where w.id = v_id) then
    insert into finance.wallets (id, owner_type, owner_id, currency)
    values (v_id, purpose, '00000000-0000-0000-0000-000000000000', currency)
    on conflict do nothing;
  end if;
  return v_id;
end $$;
comment on function finance.platform_wallet(text, text) is 'The wallet fees or outside of a currency; its id is a hash of both.';

create or replace function finance.find_wallet(owner_type text, owner_id uuid, currency text) returns uuid
language plpgsql stable set search_path = '' as $$
begin
  return (
    select w.id from finance.wallets w
     where w.owner_type = find_wallet.owner_type and w.owner_id = find_wallet.owner_id and w.currency = find_wallet.currency);
end $$;

create or replace function finance.wallet_of(owner_type text, owner_id uuid, currency text) returns uuid
language plpgsql set search_path = '' as $$
begin
  return coalesce(finance.find_wallet(owner_type, owner_id, currency),
                  finance.open_wallet(owner_type, owner_id, currency));
end $$;
comment on function finance.wallet_of(text, uuid, text) is 'The wallet of an owner in a currency, opened when there is none.';

create or replace function finance.open_wallet(owner_type text, owner_id uuid, currency text) returns uuid
language plpgsql set search_path = '' as $$
begin
  insert into finance.wallets (id, owner_type, owner_id, currency, created_at)
  values (sync.uuid7(), owner_type, owner_id, currency, api.now())
  on conflict on constraint wallets_owner_key do nothing;
  return finance.find_wallet(owner_type, owner_id, currency);
end $$;

create or replace function finance.check_posting(legs finance.leg[]) returns void
language plpgsql set search_path = '' as $$
declare
  v_sum numeric; v_currencies bigint; v_missing bigint; v_zero bigint;
begin
  select sum(l.amount_cents), count(distinct w.currency), count(*) filter (where w.id is null),
         count(*) filter (where l.amount_cents = 0 or l.amount_cents is null)
    into v_sum, v_currencies, v_missing, v_zero
    from unnest(legs) l left join finance.wallets w on w.id = l.wallet_id;
  if coalesce(array_length(legs, 1), 0) < 2 or v_sum <> 0 or v_currencies <> 1 or v_missing > 0 or v_zero > 0 then
    raise exception 'unbalanced posting: % legs, sum %, % currencies, % unknown wallets, % zero legs',
      coalesce(array_length(legs, 1), 0), v_sum, v_currencies, v_missing, v_zero;
  end if;
end $$;

create or replace function finance.book(posting uuid, leg_number bigint, leg finance.leg) returns void
language plpgsql set search_path = '' as $$
declare
  v_wallet finance.wallets;
begin
  select w.* into v_wallet from finance.wallets w where w.id = leg.wallet_id;
  if v_wallet.balance_cents + leg.amount_cents < 0 and v_wallet.owner_type <> 'outside' then
    perform api.reject('insufficient_funds', null, jsonb_build_object('currency', v_wallet.currency,
      'balance_cents', v_wallet.balance_cents, 'needed_cents', -leg.amount_cents));
  end if;
  insert into finance.transactions (id, wallet_id, posting_id, direction, amount_cents, currency, reason,
    ref_table, ref_id, idempotency_key, available_at, created_at)
  values (sync.uuid7(), v_wallet.id, posting,
    case when leg.amount_cents > 0 then 'credit' else 'debit' end, abs(leg.amount_cents), v_wallet.currency, leg.reason,
    leg.ref_table, leg.ref_id, posting || ':' || leg_number, leg.available_at, api.now());
end $$;
comment on function finance.book(uuid, bigint, finance.leg) is
  'Books one leg of a wallet that finance.post has locked; the table''s trigger gives seq and balance and moves the wallet.';

create or replace function finance.post(posting uuid, legs finance.leg[]) returns void
language plpgsql set search_path = '' as $$
declare
  v_leg record;
begin
  perform finance.check_posting(legs);
  -- All wallets are locked before any moves, in the order of their ids, so that postings never deadlock.
  perform from finance.wallets w
    where w.id in (select l.wallet_id from unnest(legs) l) order by w.id for no key update;
  -- A posting that is repeated (a job run twice) is already done.
  if exists (select from finance.transactions t where t.posting_id = posting) then
    return;
  end if;
  for v_leg in select u.ordinality as number,
      finance.leg(u.wallet_id, u.amount_cents, u.reason, u.ref_table, u.ref_id, u.available_at) as leg
    from unnest(legs) with ordinality u order by u.ordinality loop
    perform finance.book(posting, v_leg.number, v_leg.leg);
  end loop;
end $$;
comment on function finance.post(uuid, finance.leg[]) is
  'Books a posting that sums to zero, once. Rejects insufficient_funds when a wallet other than outside would fall below zero.';

create or replace function finance.shares(amount_cents bigint, split jsonb)
returns table (member_profile uuid, share_cents bigint)
language sql immutable set search_path = '' as $$
  -- Largest remainder: the cents that rounding leaves go one each to the largest fractions, ties to the earlier member.
  with parts as (
    select (e.value ->> 'member_profile')::uuid as member, (e.value ->> 'bp')::int as bp, e.ordinality as place,
           floor(amount_cents::numeric * (e.value ->> 'bp')::int / 10000)::bigint as whole,
           mod(amount_cents::numeric * (e.value ->> 'bp')::int, 10000) as fraction
      from jsonb_array_elements(split) with ordinality e),
  ranked as (
    select p.*, row_number() over (order by p.fraction desc, p.place) as rank,
           amount_cents - sum(p.whole) over () as left_over
      from parts p)
  select r.member, r.whole + case when r.rank <= r.left_over then 1 else 0 end from ranked r order by r.place
$$;
comment on function finance.shares(bigint, jsonb) is
  'Divides an amount by basis points; split is [{"member_profile","bp"}] in the order of membership.';

create or replace function finance.available_cents(wallet_id uuid) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return (
    select w.balance_cents - coalesce((select sum(t.amount_cents) from finance.transactions t
      where t.wallet_id = w.id and t.direction = 'credit' and t.available_at > api.now()), 0)::bigint
    from finance.wallets w where w.id = available_cents.wallet_id);
end $$;
comment on function finance.available_cents(uuid) is 'What may be paid out: the balance less credits that are still held.';

create or replace function finance.verify() returns table (rule text, entity uuid, detail text)
language sql stable set search_path = '' as $$
  select 'L1', w.id, format('balance %s, sum of transactions %s', w.balance_cents, coalesce(t.total, 0))
    from finance.wallets w
    left join (select wallet_id, sum(case direction when 'credit' then amount_cents else -amount_cents end) as total
                 from finance.transactions group by wallet_id) t on t.wallet_id = w.id
   where w.balance_cents <> coalesce(t.total, 0)
  union all
  select 'L2', c.id, format('seq %s after %s, balance %s after %s', c.seq, c.seq_before, c.balance_after_cents, c.balance_before)
    from (select t.*, lag(t.seq, 1, 0::bigint) over w as seq_before, lag(t.balance_after_cents, 1, 0::bigint) over w as balance_before
            from finance.transactions t window w as (partition by t.wallet_id order by t.seq)) c
   where c.seq <> c.seq_before + 1
      or c.balance_after_cents <> c.balance_before + case c.direction when 'credit' then c.amount_cents else -c.amount_cents end
  union all
  select 'L3', w.id, format('%s wallet stands at %s', w.owner_type, w.balance_cents)
    from finance.wallets w where w.balance_cents < 0 and w.owner_type <> 'outside'
  union all
  select 'L3', t.id, format('%s %s in a wallet of %s', t.amount_cents, t.currency, w.currency)
    from finance.transactions t join finance.wallets w on w.id = t.wallet_id
   where t.amount_cents <= 0 or t.currency <> w.currency
  union all
  select 'L4', t.posting_id, format('posting sums to %s %s',
           sum(case t.direction when 'credit' then t.amount_cents else -t.amount_cents end), t.currency)
    from finance.transactions t group by t.posting_id, t.currency
  having sum(case t.direction when 'credit' then t.amount_cents else -t.amount_cents end) <> 0
  union all
  select 'L5', null, format('%s held in all is %s instead of 0', w.currency, sum(w.balance_cents))
    from finance.wallets w group by w.currency having sum(w.balance_cents) <> 0
  union all
  select 'L6', e.id, format('escrow %s: amount %s, released %s, refunded %s, wallet %s',
           e.status, e.amount_cents, e.released_cents, e.refunded_cents, coalesce(w.balance_cents, 0))
    from finance.escrows e
    left join finance.wallets w on w.owner_type = 'escrow' and w.owner_id = e.id and w.currency = e.currency
   where coalesce(w.balance_cents, 0) <> e.amount_cents - e.released_cents - e.refunded_cents
      or (e.status in ('released', 'refunded')) <> (e.released_cents + e.refunded_cents = e.amount_cents)
      or (e.status = 'released' and e.released_cents = 0) or (e.status = 'refunded' and e.released_cents > 0)
  union all
  select 'L6', s.id, 'stage is paid but nothing was released for it'
    from projects.project_stages s
   where s.status = 'paid'
     and not exists (select from finance.escrows e where e.project_stage_id = s.id and e.released_cents > 0)
$$;
comment on function finance.verify() is
  'Every broken rule of the ledger: L1 balances, L2 chains, L3 signs and currencies, L4 double entry, L5 conservation, L6 escrows. Empty when all is well.';
