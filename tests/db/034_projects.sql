-- Around the story: refunds before work, hold, cancel, disputes, contracts, ratings, splits.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(56);

create function pg_temp.mara(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('mara', 'business:northwind', command, args, expected) $$;
create function pg_temp.ines(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('ines', 'freelancer:ines', command, args, expected) $$;
create function pg_temp.project(p text) returns text language sql as $$
  select pg_temp.mara('create_project', jsonb_build_object('project', '@' || p, 'title', p, 'channel', '@general-' || p)) $$;
create function pg_temp.stage(s text, p text, cents bigint default 10000) returns text language sql as $$
  select pg_temp.mara('create_stage', jsonb_build_object('stage', '@' || s, 'project', '@' || p, 'name', s, 'order', 1, 'stage_type', 'session',
    'budget', jsonb_build_object('rule', '@rule-' || s, 'type', 'fixed', 'amount_currency', 'USD', 'amount_cents', cents))) $$;
-- Brings a stage of Ines to submitted; each step must be applied.
create function pg_temp.work(s text, p text) returns text language plpgsql as $$
begin
  return concat_ws(' ',
    pg_temp.mara('assign_stage', jsonb_build_object('assignment', '@a-' || s, 'stage', '@' || s, 'assignee_type', 'freelancer', 'freelancer_profile_id', '@freelancer:ines')),
    pg_temp.ines('accept_assignment', jsonb_build_object('assignment', '@a-' || s), jsonb_build_object('terms_hash', '=stage_assignments.terms_hash@a-' || s)),
    pg_temp.mara('fund_stages', jsonb_build_object('stages', array['@' || s])),
    pg_temp.ines('start_stage', jsonb_build_object('stage', '@' || s)),
    pg_temp.ines('submit_stage', jsonb_build_object('submission', '@u-' || s, 'stage', '@' || s, 'notes', 'Done')));
end $$;

select is(pg_temp.mara('top_up_wallet', '{"currency": "USD", "amount_cents": 100000}'), 'applied', 'money');
select is(pg_temp.project('p'), 'applied', 'a project');
select is(pg_temp.stage('s', 'p'), 'applied', 'a stage');
select is(pg_temp.stage('rest', 'p'), 'applied', 'another');
select is(pg_temp.mara('activate_project', '{"project": "@p"}'), 'applied', 'active');

-- A hire that ends before work gives the money back.
select is(pg_temp.mara('assign_stage', '{"assignment": "@a0", "stage": "@s", "assignee_type": "team", "team_id": "@team:studio"}'), 'applied', 'an offer');
select is(cases.try('lena', 'team:studio', 'accept_assignment', '{"assignment": "@a0"}', '{"terms_hash": "=stage_assignments.terms_hash@a0"}'), 'applied', 'accepted');
select is(pg_temp.mara('fund_stages', '{"stages": ["@s"]}'), 'applied', 'funded');
select is(cases.try('lena', 'team:studio', 'decline_assignment', '{"assignment": "@a0", "reason": "Ill"}'), 'applied', 'and given up');
select is(cases.balance('business:northwind'), 100000::bigint, 'the money is back');
select is((select status from finance.escrows where assignment_id = cases.id('a0')), 'refunded', 'the escrow says so');
select is((select status from finance.invoices limit 1), 'void', 'its invoice is void');
select is((select status::text from projects.project_stages where id = cases.id('s')), 'open', 'the stage is open again');

-- Disputes
select is(pg_temp.work('s', 'p'), 'applied applied applied applied applied', 'Ines works on it');
select is(pg_temp.mara('hold_project', '{"project": "@p", "reason": "Budget"}'), 'applied', 'on hold');
select is(pg_temp.ines('open_dispute', '{"dispute": "@d", "escrow": "=escrow@a-s", "claim_release_cents": 10000, "reason": "Silence"}'), 'applied', 'a pause does not stop a dispute');
select is((select auto_approve_at from projects.project_stages where id = cases.id('s')), null, 'the review clock stops');
select is(pg_temp.mara('approve_stage', '{"stage": "@s", "release": true}'), 'rejected:stage_frozen', 'a disputed stage is frozen');
select is(pg_temp.mara('request_revision', '{"request": "@q", "stage": "@s", "type": "minor", "reason": "x"}'), 'rejected:stage_frozen', 'for everything');
select is(pg_temp.ines('withdraw_dispute', '{"dispute": "@d"}'), 'applied', 'the opener withdraws');
select is((select auto_approve_at from projects.project_stages where id = cases.id('s')), api.now() + interval '14 days', 'the clock goes on where it stood');
select is(pg_temp.mara('open_dispute', '{"dispute": "@d2", "escrow": "=escrow@a-s", "claim_release_cents": 0, "reason": "Not as agreed"}'), 'applied', 'the buyer opens one');
select is(pg_temp.mara('make_offer', '{"offer": "@o1", "dispute": "@d2", "release_cents": 4000}'), 'applied', 'and offers a part');
select is(cases.try('vera', 'user:vera', 'decide_dispute', '{"dispute": "@d2", "release_cents": 1, "refund_cents": 9999, "notes": "x"}'), 'rejected:wrong_status', 'a moderator decides only once it is escalated');
select cases.wait('73 hours');
select is(pg_temp.ines('escalate_dispute', '{"dispute": "@d2"}'), 'applied', 'Ines asks the moderators');
select is(cases.try('vera', 'user:vera', 'decide_dispute', '{"dispute": "@d2", "release_cents": 7001, "refund_cents": 2999, "notes": "Mostly done"}'), 'applied', 'who divide');
select is(cases.balance('freelancer:ines'), 7001::bigint, 'Ines gets her part');
select is(cases.balance('business:northwind'), 92999::bigint, 'Mara the rest');
select is((select status::text from finance.disputes where id = cases.id('d2')), 'refunded', 'some money went back');
select is((select status from finance.escrows where assignment_id = cases.id('a-s')), 'released', 'the escrow is settled');
select is((select status::text from projects.project_stages where id = cases.id('s')), 'paid', 'the stage is paid');
select is((select array_agg(amount_cents || status order by status) from finance.invoices where status <> 'draft' and project_stage_id = cases.id('s') and escrow_id = (select id from finance.escrows where assignment_id = cases.id('a-s'))),
  array['7001paid', '2999void'], 'the invoice is paid in part, the rest void');

-- Cancelling
select is(pg_temp.mara('resume_project', '{"project": "@p"}'), 'applied', 'resumed');
select is(pg_temp.mara('cancel_stage', '{"stage": "@rest", "reason": "Not needed"}'), 'applied', 'the other stage is cancelled');
select is((select status::text from projects.projects where id = cases.id('p')), 'completed', 'so the project is complete');

-- Ratings
select is(pg_temp.mara('rate', '{"rating": "@x1", "project": "@p", "ratee_type": "freelancer", "ratee_id": "@freelancer:ines", "score": 5}'), 'applied', 'Mara rates Ines');
select is((select scope_kind || ':' || scope_id from finance.ratings where id = cases.id('x1')), 'user:' || cases.id('user:mara'), 'which is hers alone');
select is(pg_temp.ines('rate', '{"rating": "@x2", "project": "@p", "ratee_type": "business", "ratee_id": "@business:northwind", "score": 4}'), 'applied', 'until Ines rates too');
select is((select array_agg(visible_at is not null) from finance.ratings), array[true, true], 'then both are visible');
select is((select array_agg(distinct scope_kind) from projects.project_activity where kind = 'rating.visible'), array['project'], 'the project''s title stays in the project');
select is((select rating_sum from org.freelancer_profiles where id = cases.id('freelancer:ines')), 5::bigint, 'and counted');

-- Contracts
select is(pg_temp.project('k'), 'applied', 'a project for upkeep');
select is(pg_temp.stage('k1', 'k'), 'applied', 'with a stage');
select is(pg_temp.mara('activate_project', '{"project": "@k"}'), 'applied', 'active');
select is(pg_temp.mara('propose_contract', '{"contract": "@k0", "project": "@k", "freelancer_profile_id": "@freelancer:ines", "amount_cents": 5000,
  "currency": "USD", "interval": "monthly", "first_day": "2027-01-31"}'), 'applied', 'a contract is proposed');
select is(pg_temp.ines('activate_contract', '{"contract": "@k0"}', '{"status": "proposed"}'), 'applied', 'and agreed');
select is((select period_end from projects.maintenance_periods), '2027-02-28'::date, 'the first period ends with February');
select is(array[api.period_end('2027-01-31', 'monthly', '2027-02-28'), api.period_end('2027-01-31', 'quarterly', '2027-01-31'), api.period_end('2027-01-31', 'weekly', '2027-02-07')],
  array['2027-03-31', '2027-04-30', '2027-02-14']::date[], 'months are counted from the first day');
select is((select status::text from projects.project_stages where stage_type = 'maintenance'), 'in_progress', 'its stage is at work');
select is(pg_temp.mara('cancel_project', '{"project": "@k"}'), 'rejected:escrow_live', 'no cancelling meanwhile');

-- Splits
select is(cases.try('lena', 'team:studio', 'set_split', '{"team": "@team:studio", "shares": [{"member_profile": "@freelancer:lena", "bp": 6000}, {"member_profile": "@freelancer:ravi", "bp": 4000}]}'), 'applied', 'a new split');
select is(api.split_in_force(cases.id('team:studio'), null), 1, 'waits for Noor, who would lose his share');
-- Whose first command is to found a team has a name.
insert into auth.users (id, email) values (cases.id('user:nemo'), 'nemo@example.com');
insert into sync.clients (id, user_id) values (cases.id('client:nemo'), cases.id('user:nemo'));
select is(cases.try('nemo', 'user:nemo', 'create_team', '{"team": "@team:crew", "name": "Crew"}'), 'applied', 'somebody new founds a team');
select is((select display_name from org.users_public where user_id = cases.id('user:nemo')), 'nemo', 'and is called as in his address, until he says otherwise');

-- Numbers of invoices have six digits, or as many as they need.
insert into finance.invoice_counters (issuer_type, issuer_id, last_number) values ('team', cases.id('team:studio'), 99999), ('team', cases.id('team:crew'), 999999);
select is(array[api.next_invoice_number('team', cases.id('team:studio')), api.next_invoice_number('team', cases.id('team:crew'))], array['INV-100000', 'INV-1000000'],
  'the millionth invoice has a number of its own');

select is_empty('select * from finance.verify()', 'the ledger is whole');
select * from finish();
rollback;
