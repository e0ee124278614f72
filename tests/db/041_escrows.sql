-- Stages with two escrows, the price and what changes cost more: how a dispute about one of them leaves the stage, its
-- request for changes, its review clock and its hire.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(24);

create function pg_temp.mara(command text, args jsonb) returns text language sql as
  $$ select cases.try('mara', 'business:northwind', command, args) $$;
create function pg_temp.ines(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('ines', 'freelancer:ines', command, args, expected) $$;
-- Ines has handed a stage in and asks 5000 more for the changes that Mara wants; 'funded': Mara has paid, and Ines has made them.
create function pg_temp.bring(s text, far text) returns void language plpgsql as $$
declare
  said text := concat_ws(' ',
    pg_temp.mara('create_stage', jsonb_build_object('stage', '@' || s, 'project', '@p', 'name', s, 'order', 1, 'stage_type', 'session',
      'budget', jsonb_build_object('rule', '@rule-' || s, 'type', 'fixed', 'amount_currency', 'USD', 'amount_cents', 10000))),
    pg_temp.mara('assign_stage', jsonb_build_object('assignment', '@a-' || s, 'stage', '@' || s, 'assignee_type', 'freelancer', 'freelancer_profile_id', '@freelancer:ines')),
    pg_temp.ines('accept_assignment', jsonb_build_object('assignment', '@a-' || s), jsonb_build_object('terms_hash', '=stage_assignments.terms_hash@a-' || s)),
    pg_temp.mara('fund_stages', jsonb_build_object('stages', array['@' || s])),
    pg_temp.ines('start_stage', jsonb_build_object('stage', '@' || s)),
    pg_temp.ines('submit_stage', jsonb_build_object('submission', '@u1-' || s, 'stage', '@' || s, 'notes', 'Done')),
    pg_temp.mara('request_revision', jsonb_build_object('request', '@q-' || s, 'stage', '@' || s, 'type', 'major', 'reason', 'Another layout')),
    pg_temp.ines('answer_revision', jsonb_build_object('request', '@q-' || s, 'answer', 'accept', 'extra_cents', 5000)),
    case far when 'funded' then pg_temp.mara('fund_stages', jsonb_build_object('stages', array['@' || s])) end,
    case far when 'funded' then pg_temp.ines('submit_stage', jsonb_build_object('submission', '@u2-' || s, 'stage', '@' || s, 'notes', 'Changed')) end);
begin
  if said !~ '^(applied ?)+$' then raise exception '%: %', s, said; end if;
end $$;
create function pg_temp.escrow(s text, extra boolean) returns uuid language sql as $$
  select id from finance.escrows where assignment_id = cases.id('a-' || s) and (revision_request_id is not null) = extra $$;
-- Mara disputes one of the escrows; 'settle': she offers so much of it and Ines accepts.
create function pg_temp.dispute(s text, extra boolean) returns text language sql as $$
  select pg_temp.mara('open_dispute', jsonb_build_object('dispute', '@d-' || s || extra, 'escrow', pg_temp.escrow(s, extra), 'claim_release_cents', 0, 'reason', 'Not as agreed')) $$;
create function pg_temp.settle(s text, extra boolean, cents bigint) returns text language sql as $$
  select concat_ws(' ', pg_temp.mara('make_offer', jsonb_build_object('offer', '@o-' || s || extra, 'dispute', '@d-' || s || extra, 'release_cents', cents)),
    pg_temp.ines('accept_offer', jsonb_build_object('offer', '@o-' || s || extra))) $$;
create function pg_temp.state(s text) returns text language sql as $$
  select concat_ws(' ', g.status, g.closed_reason, q.status, case when a.funded then 'funded' end)
    from projects.project_stages g join projects.stage_assignments a on a.project_stage_id = g.id
    join projects.stage_revision_requests q on q.project_stage_id = g.id where g.id = cases.id(s) $$;
create function pg_temp.review(s text) returns interval language sql as $$
  select auto_approve_at - api.now() from projects.project_stages where id = cases.id(s) $$;

select pg_temp.mara('create_project', '{"project": "@p", "title": "Website", "channel": "@general"}'), pg_temp.mara('top_up_wallet', '{"currency": "USD", "amount_cents": 1000000}'),
  pg_temp.mara('create_stage', '{"stage": "@keep", "project": "@p", "name": "Keep", "order": 9, "stage_type": "session", "budget": {"rule": "@rule-keep", "type": "free"}}'),
  pg_temp.mara('activate_project', '{"project": "@p"}') \g /dev/null

-- A stage that a dispute ends leaves no request for changes, and nothing to fund.
select pg_temp.bring('part', 'asked'), pg_temp.bring('none', 'asked'), pg_temp.bring('decided', 'asked') \g /dev/null
select is(concat_ws(' ', pg_temp.dispute('part', false), pg_temp.settle('part', false, 4000)), 'applied applied applied', 'instead of changes, the two settle on a part');
select is(pg_temp.state('part'), 'paid resolved funded', 'the stage is paid, and its request for changes is over');
select is(pg_temp.mara('fund_stages', '{"stages": ["@part"]}'), 'rejected:wrong_status', 'there is nothing left to fund');
update projects.stage_revision_requests set status = 'in_progress', resolved_at = null where id = cases.id('q-part');
select is(pg_temp.mara('fund_stages', '{"stages": ["@part"]}'), 'rejected:wrong_status', 'what was left open by an earlier version of the server is no fault of it');
select is(concat_ws(' ', pg_temp.dispute('none', false), pg_temp.settle('none', false, 0)), 'applied applied applied', 'or that all goes back');
select is(pg_temp.state('none'), 'revisions refunded resolved', 'the same for a stage that is closed');
select is(pg_temp.mara('fund_stages', '{"stages": ["@none"]}'), 'rejected:stage_frozen', 'and not funded');
select pg_temp.dispute('decided', false), cases.wait('73 hours'), pg_temp.ines('escalate_dispute', '{"dispute": "@d-decidedfalse"}') \g /dev/null
select is(cases.try('vera', 'user:vera', 'decide_dispute', '{"dispute": "@d-decidedfalse", "release_cents": 9000, "refund_cents": 1000, "notes": "Mostly done"}'), 'applied', 'or a moderator decides');
select is(pg_temp.state('decided'), 'paid resolved funded', 'with the same end');
select is_empty($$ select status, command from sync.transitions t right join (values ('open', 'accept_offer'), ('in_progress', 'accept_offer'), ('open', 'decide_dispute'), ('in_progress', 'decide_dispute'))
  v(status, by) on (t.entity, t.from_status, t.to_status, t.command) = ('revision_request', v.status, 'resolved', v.by) where t.command is null $$, 'as the catalog says');

-- A dispute about the extra alone leaves the price in escrow and the stage in review, which goes on where it stopped.
select pg_temp.bring('extra', 'funded'), pg_temp.bring('both', 'funded'), pg_temp.bring('late', 'funded'), cases.wait('1 day') \g /dev/null
select is(concat_ws(' ', pg_temp.dispute('extra', true), cases.wait('3 days'), pg_temp.settle('extra', true, 0)), 'applied applied applied', 'the extra goes back');
select is(pg_temp.state('extra'), 'submitted resolved funded', 'the price is still in escrow, and said to be');
select is(pg_temp.review('extra'), interval '13 days', 'the review goes on where it stopped');
select is(concat_ws(' ', pg_temp.dispute('late', true), cases.wait('1 day'), pg_temp.settle('late', true, 5000)), 'applied applied applied', 'also when the extra is paid');
select is(pg_temp.review('late'), interval '10 days', 'with what was left of it');

-- Of two disputes the last one starts it again.
select is(concat_ws(' ', pg_temp.dispute('both', true), cases.wait('1 day'), pg_temp.dispute('both', false), cases.wait('1 day')), 'applied applied', 'both are in dispute');
select is(pg_temp.mara('withdraw_dispute', '{"dispute": "@d-bothtrue"}'), 'applied', 'one is withdrawn');
select is(pg_temp.review('both'), null, 'which does not start the clock under the other');
select is(concat_ws(' ', pg_temp.mara('withdraw_dispute', '{"dispute": "@d-bothfalse"}'), pg_temp.review('both')), 'applied 9 days', 'then the other');
select is(pg_temp.state('both'), 'submitted resolved funded', 'as if there had been none');

-- A period of a contract has its escrow from the contract, and its hire by the stage.
select pg_temp.mara('propose_contract', '{"contract": "@k", "project": "@p", "freelancer_profile_id": "@freelancer:ines", "amount_cents": 3000, "currency": "USD", "interval": "monthly",
  "first_day": "2026-01-31"}'), pg_temp.ines('activate_contract', '{"contract": "@k"}') \g /dev/null
create temp view period as select e.id as escrow, a.funded from finance.escrows e join projects.stage_assignments a on a.project_stage_id = e.project_stage_id where e.contract_id = cases.id('k');
select is((select funded from period), true, 'a period is in escrow');
select is(concat_ws(' ', pg_temp.mara('open_dispute', jsonb_build_object('dispute', '@d-kfalse', 'escrow', (select escrow from period), 'claim_release_cents', 0, 'reason', 'Nothing came')),
  pg_temp.settle('k', false, 0)), 'applied applied applied', 'and goes back');
select is((select funded from period), false, 'which the hire says');

select is_empty('select * from finance.verify()', 'the ledger is whole');
select * from finish();
rollback;
