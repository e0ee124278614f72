-- The ledger: double entry, chains, shares, and a verifier that notices.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(26);

select is_empty('select * from finance.verify()', 'an empty ledger is whole');
select is(finance.platform_wallet('outside', 'USD'), finance.platform_wallet('outside', 'USD'), 'platform wallets have fixed ids');
select isnt(finance.platform_wallet('outside', 'USD'), finance.platform_wallet('outside', 'EUR'), 'one for each currency');
create function pg_temp.business() returns uuid language sql as $$ select finance.wallet_of('business', cases.id('business:northwind'), 'USD') $$;
create function pg_temp.move(cents bigint, posting uuid default sync.uuid7()) returns void language sql as $$
  select finance.post(posting, array[
    finance.leg(finance.platform_wallet('outside', 'USD'), -cents, 'top_up', null, null),
    finance.leg(pg_temp.business(), cents, 'top_up', null, null)])
$$;
select lives_ok('select pg_temp.move(10000)', 'a posting of two legs');
select is(cases.balance('business:northwind'), 10000::bigint, 'moves the balance');
select is((select balance_cents from finance.wallets where id = finance.platform_wallet('outside', 'USD')), -10000::bigint, 'the world''s wallet may be negative');
select lives_ok($$ select pg_temp.move(500, cases.id('posting')); select pg_temp.move(500, cases.id('posting')) $$, 'a posting may be repeated');
select is(cases.balance('business:northwind'), 10500::bigint, 'and is booked once');
select is((select array_agg(seq order by seq) from finance.transactions where wallet_id = pg_temp.business()), array[1, 2]::bigint[], 'numbers have no gaps');
select is((select array_agg(balance_after_cents order by seq) from finance.transactions where wallet_id = pg_temp.business()), array[10000, 10500]::bigint[], 'balances chain');
select is((select (credit_cents, debit_cents, transactions)::text from finance.wallet_months where wallet_id = pg_temp.business()), '(10500,0,2)', 'the month adds up');

-- What must not be booked
select throws_like($$ select finance.post(sync.uuid7(), array[finance.leg(pg_temp.business(), 5, 'x', null, null)]) $$, 'unbalanced posting%', 'one leg');
select throws_like($$ select finance.post(sync.uuid7(), array[finance.leg(pg_temp.business(), 5, 'x', null, null),
  finance.leg(finance.platform_wallet('outside', 'USD'), -4, 'x', null, null)]) $$, 'unbalanced posting%', 'a sum that is not zero');
select throws_like($$ select finance.post(sync.uuid7(), array[finance.leg(pg_temp.business(), 5, 'x', null, null),
  finance.leg(finance.platform_wallet('outside', 'EUR'), -5, 'x', null, null)]) $$, 'unbalanced posting%', 'two currencies');
select throws_like($$ select finance.post(sync.uuid7(), array[finance.leg(pg_temp.business(), 0, 'x', null, null),
  finance.leg(finance.platform_wallet('outside', 'USD'), 0, 'x', null, null)]) $$, 'unbalanced posting%', 'nothing');
select throws_ok('select pg_temp.move(-10501)', 'PJ400', 'insufficient_funds', 'more than there is');
select throws_ok($$ update finance.wallets set balance_cents = 1 where id = pg_temp.business() $$, '42501', null, 'a balance by hand');
select throws_ok($$ delete from finance.transactions $$, '42501', null, 'a history by hand');

-- Shares
create function pg_temp.split(variadic bps int[]) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('member_profile', cases.id('member' || n), 'bp', bp) order by n) from unnest(bps) with ordinality u(bp, n)
$$;
select is((select array_agg(share_cents) from finance.shares(100, pg_temp.split(3334, 3333, 3333))), array[34, 33, 33]::bigint[], 'the largest fraction takes the left-over cent');
select is((select array_agg(share_cents) from finance.shares(101, pg_temp.split(5000, 5000))), array[51, 50]::bigint[], 'a tie goes to the earlier member');
select is((select array_agg(share_cents) from finance.shares(1, pg_temp.split(3000, 3000, 4000))), array[0, 0, 1]::bigint[], 'one cent');
select is_empty($$ select a from generate_series(1, 2000) a
  where (select sum(share_cents) from finance.shares(a, pg_temp.split(1, 3333, 6666))) <> a
     or exists (select from finance.shares(a, pg_temp.split(1, 3333, 6666)) where share_cents < 0) $$, 'shares always add up');

-- Availability
select is(finance.available_cents(pg_temp.business()), 10500::bigint, 'what is not held is available');

-- The verifier is worth something only if it notices.
set constraints all immediate;
alter table finance.wallets disable trigger user;
update finance.wallets set balance_cents = balance_cents + 1 where id = pg_temp.business();
select set_eq('select distinct rule from finance.verify()', array['L1', 'L5'], 'a balance that is a cent too high is noticed');
update finance.wallets set balance_cents = balance_cents - 1 where id = pg_temp.business();
alter table finance.transactions disable trigger user;
update finance.transactions set seq = 7 where wallet_id = pg_temp.business() and seq = 2;
select set_eq('select distinct rule from finance.verify()', array['L2'], 'a gap in the chain is noticed');
update finance.transactions set seq = 2, amount_cents = 501 where wallet_id = pg_temp.business() and seq = 7;
select set_eq('select distinct rule from finance.verify()', array['L1', 'L2', 'L4'], 'a changed amount is noticed');
select * from finish();
rollback;
