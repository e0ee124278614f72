-- The story: Mara's business buys three stages; Ines does the first, a team the second, the third is free.
-- Money, statuses, invoices and the trail are checked at each turn, and each illegal turn is tried.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(75);

create function pg_temp.mara(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('mara', 'business:northwind', command, args, expected) $$;
create function pg_temp.ines(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('ines', 'freelancer:ines', command, args, expected) $$;
create function pg_temp.lena(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('lena', 'team:studio', command, args, expected) $$;
create function pg_temp.status(stage text) returns text language sql as
  $$ select status::text from projects.project_stages where id = cases.id(stage) $$;
create function pg_temp.escrow(assignment text) returns finance.escrows language sql as
  $$ select e from finance.escrows e where e.assignment_id = cases.id(assignment) order by created_at desc limit 1 $$;

-- Three stages
select is(pg_temp.mara('create_project', '{"project": "@p", "title": "Website", "channel": "@general"}'), 'applied', 'a project');
select is((select status::text from projects.projects where id = cases.id('p')), 'draft', 'is a draft');
select is((select name || ' ' || visibility from comms.project_channels where id = cases.id('general')), '#general project_all', 'with its channel');
select is(pg_temp.mara('create_stage', '{"stage": "@s1", "project": "@p", "name": "UI Design", "order": 1, "stage_type": "session", "ip_mode": "exclusive_transfer",
  "budget": {"rule": "@r1", "type": "fixed", "amount_currency": "USD", "amount_cents": 120000}, "channel": "@c1"}'), 'applied', 'a fixed stage');
select is(pg_temp.mara('create_stage', '{"stage": "@s2", "project": "@p", "name": "Build", "order": 2, "stage_type": "management",
  "budget": {"rule": "@r2", "type": "cap", "amount_currency": "USD", "amount_cents": 100001}, "channel": "@c2"}'), 'applied', 'a capped stage');
select is(pg_temp.mara('create_stage', '{"stage": "@s3", "project": "@p", "name": "Review call", "order": 3, "stage_type": "session",
  "budget": {"rule": "@r3", "type": "free"}}'), 'applied', 'a free stage');
select is(pg_temp.mara('activate_project', '{"project": "@p"}', '{"status": "draft"}'), 'applied', 'goes to work');
select is((select name from comms.project_channels where id = cases.id('c1')), '#ui-design', 'a stage channel is named after its stage');

-- Hiring
select is(pg_temp.mara('assign_stage', '{"assignment": "@a1", "stage": "@s1", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:ines"}'), 'applied', 'Ines is asked');
select is((select terms ->> 'business' from projects.stage_assignments where id = cases.id('a1')), 'Northwind', 'the offer names the business');
select is((select terms ->> 'amount_cents' from projects.stage_assignments where id = cases.id('a1')), '120000', 'and the price');
select is(pg_temp.status('s1'), 'assigned', 'the stage waits for her');
select is(pg_temp.mara('fund_stages', '{"stages": ["@s1"]}'), 'rejected:needs_assignee', 'no money before she accepts');
select is(pg_temp.ines('start_stage', '{"stage": "@s1"}'), 'rejected:wrong_status', 'who is only invited does not start');
select is(pg_temp.ines('accept_assignment', '{"assignment": "@a1"}', '{"terms_hash": "=stage_assignments.terms_hash@a1"}'), 'applied', 'she accepts');
select is(pg_temp.ines('start_stage', '{"stage": "@s1"}'), 'rejected:needs_funding', 'no work before the money');
select is(pg_temp.mara('assign_stage', '{"assignment": "@a2", "stage": "@s2", "assignee_type": "team", "team_id": "@team:studio"}'), 'applied', 'the team is asked');
select is(cases.try('ravi', 'team:studio', 'accept_assignment', '{"assignment": "@a2"}', '{"terms_hash": "=stage_assignments.terms_hash@a2"}'), 'rejected:not_allowed', 'a member does not bind it');
select is(pg_temp.lena('accept_assignment', '{"assignment": "@a2"}', '{"terms_hash": "=stage_assignments.terms_hash@a2"}'), 'applied', 'its lead does');
select is((select array_agg(bp order by bp) from finance.assignment_splits where assignment_id = cases.id('a2')), array[3333, 3333, 3334], 'the split is frozen');

-- Funding both
select is(pg_temp.mara('fund_stages', '{"stages": ["@s1", "@s2"]}'), 'rejected:insufficient_funds', 'nothing from nothing');
select is(pg_temp.mara('top_up_wallet', '{"currency": "USD", "amount_cents": 300000}'), 'applied', 'money arrives');
select is(pg_temp.mara('fund_stages', '{"stages": ["@s1", "@s2"]}'), 'applied', 'both stages are funded at once');
select is(cases.balance('business:northwind'), 79999::bigint, 'the business has what is left');
select is((select array_agg(w.balance_cents order by w.balance_cents) from finance.wallets w where w.owner_type = 'escrow'), array[100001, 120000]::bigint[], 'each escrow has a wallet');
select is((select array_agg(status) from finance.invoices), array['draft', 'draft'], 'invoices are drafted');
select ok((select bool_and(funded) from projects.stage_assignments where id in (cases.id('a1'), cases.id('a2'))), 'and the assignees see it');

-- Work, revision, approval and release
select is(pg_temp.ines('submit_stage', '{"submission": "@u1", "stage": "@s1", "notes": "First"}'), 'rejected:wrong_status', 'no submitting before starting');
select is(pg_temp.ines('start_stage', '{"stage": "@s1"}', '{"status": "assigned"}'), 'applied', 'Ines starts');
select is(pg_temp.ines('decline_assignment', '{"assignment": "@a1"}'), 'rejected:wrong_status', 'and cannot decline any more');
select is(pg_temp.mara('approve_stage', '{"stage": "@s1", "release": true}'), 'rejected:wrong_status', 'nothing to approve yet');
select is(pg_temp.ines('submit_stage', '{"submission": "@u1", "stage": "@s1", "notes": "First"}'), 'applied', 'she hands in');
select is((select auto_approve_at from projects.project_stages where id = cases.id('s1')), api.now() + interval '14 days', 'the review takes two weeks');
select is(pg_temp.mara('release_stage', '{"stage": "@s1"}'), 'rejected:wrong_status', 'no payment without approval');
select is(pg_temp.mara('request_revision', '{"request": "@q1", "stage": "@s1", "type": "minor", "reason": "Contrast"}', '{"submission": "@u1"}'), 'applied', 'Mara wants a change');
select is((select auto_approve_at from projects.project_stages where id = cases.id('s1')), null, 'the clock stops');
select is(pg_temp.ines('submit_stage', '{"submission": "@u2", "stage": "@s1", "notes": "Second"}', '{"status": "revisions"}'), 'applied', 'Ines hands in again');
select is((select version from projects.stage_submissions where id = cases.id('u2')), 2, 'as version 2');
select is((select status from projects.stage_revision_requests where id = cases.id('q1')), 'resolved', 'the request is resolved');
select is(pg_temp.mara('approve_stage', '{"stage": "@s1", "release": true}', '{"submission": "@u1"}'), 'conflict:changed', 'approving an older version is a conflict');
select is(pg_temp.mara('approve_stage', '{"stage": "@s1", "release": true}', '{"submission": "@u2"}'), 'applied', 'Mara approves and releases');
select is(pg_temp.status('s1'), 'paid', 'the stage is paid');
select is(cases.balance('freelancer:ines'), 120000::bigint, 'Ines has the money');
select is(finance.available_cents(finance.find_wallet('freelancer', cases.id('freelancer:ines'), 'USD')), 0::bigint, 'which is held five days');
select is((pg_temp.escrow('a1')).status, 'released', 'the escrow is released');
select is((select status || ' ' || number from finance.invoices where escrow_id = (pg_temp.escrow('a1')).id), 'paid INV-000001', 'the invoice is paid');
select is((select end_reason from projects.stage_assignments where id = cases.id('a1')), 'paid', 'the hire has ended');
select is(pg_temp.mara('release_stage', '{"stage": "@s1"}'), 'rejected:wrong_status', 'nothing is paid twice');
select is(pg_temp.mara('approve_stage', '{"stage": "@s1", "release": true}'), 'rejected:wrong_status', 'nor approved twice');

-- The team, in part and then the rest
select is(cases.try('ravi', 'team:studio', 'start_stage', '{"stage": "@s2"}'), 'applied', 'a member starts');
select is(cases.try('noor', 'team:studio', 'submit_stage', '{"submission": "@u3", "stage": "@s2", "notes": "Built"}'), 'applied', 'another hands in');
select is(cases.try('hugo', 'business:northwind', 'approve_stage', '{"stage": "@s2", "release": true}'), 'rejected:not_allowed', 'a hiring manager cannot release');
select is(pg_temp.mara('approve_stage', '{"stage": "@s2", "release": true, "release_cents": 50000}'), 'applied', 'half of it is released');
select is(pg_temp.status('s2'), 'approved', 'the stage stays approved');
select is((select amount_cents from finance.refund_requests where escrow_id = (pg_temp.escrow('a2')).id and status = 'open'), 50001::bigint, 'the rest is a request');
select is((pg_temp.escrow('a2')).status, 'funded', 'the escrow holds it');
select is(array[cases.balance('freelancer:lena'), cases.balance('freelancer:ravi'), cases.balance('freelancer:noor'), cases.balance('team:studio')],
  array[16670, 16665, 16665, 0]::bigint[], 'the part is divided');
select is(cases.try('petra', 'business:northwind', 'release_stage', '{"stage": "@s2"}'), 'applied', 'finance pays the rest');
select is(array[cases.balance('freelancer:lena'), cases.balance('freelancer:ravi'), cases.balance('freelancer:noor'), cases.balance('team:studio')],
  array[16670 + 16671, 16665 + 16665, 16665 + 16665, 0]::bigint[], 'to the last cent');
select is((select array_agg(amount_cents || status order by number) from finance.invoices where escrow_id = (pg_temp.escrow('a2')).id),
  array['50000paid', '50001paid'], 'in two invoices');
select is(pg_temp.status('s2'), 'paid', 'the stage is paid');

-- The free stage ends the project
select is(pg_temp.mara('assign_stage', '{"assignment": "@a3", "stage": "@s3", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:ines"}'), 'applied', 'Ines again');
select is(pg_temp.ines('accept_assignment', '{"assignment": "@a3"}', '{"terms_hash": "=stage_assignments.terms_hash@a3"}'), 'applied', 'accepts');
select is(pg_temp.ines('start_stage', '{"stage": "@s3"}'), 'applied', 'starts without money');
select is(pg_temp.ines('submit_stage', '{"submission": "@u4", "stage": "@s3", "notes": "We spoke"}'), 'applied', 'hands in');
select is(pg_temp.mara('approve_stage', '{"stage": "@s3", "release": false}'), 'applied', 'Mara approves');
select is((select status::text from projects.projects where id = cases.id('p')), 'completed', 'and the project is complete');

-- The whole
select is_empty('select * from finance.verify()', 'the ledger is whole');
select is((select sum(balance_cents)::bigint from finance.wallets where owner_type <> 'outside'), 300000::bigint, 'money held is money that came in');
select is_empty($$ select user_id from comms.notifications n where user_id in (cases.id('user:omar'), cases.id('user:vera')) $$, 'strangers heard nothing');
select is_empty($$ select kind from security.scopes_of(cases.id('user:omar')) where kind in ('project', 'channel', 'deal', 'escrow') $$, 'and see nothing');
select is_empty($$ select r.number, r.command from sync.results r
                    where r.outcome = 'applied' and r.command not in ('submit_stage', 'send_message')
                      and not exists (select from security.audit_logs g where g.request_id = md5(r.client_id || ':' || r.number)::uuid) $$,
  'every act has its audit row');
select is_empty($$ select a.kind from projects.project_activity a where a.payload ? 'to' and a.entity_table = 'projects.project_stages'
                     and not exists (select from sync.transitions t where t.entity = 'stage'
                       and t.from_status = a.payload ->> 'from' and t.to_status = a.payload ->> 'to') $$, 'only transitions of the catalog happened');
select is((select count(*) from ops.email_queue where template = 'payment.released' and user_id = cases.id('user:ines')), 1::bigint, 'Ines got a mail about her money');
select cmp_ok((select count(*) from ops.webhook_outbox where topic = 'stage.approved'), '>=', 3::bigint, 'webhooks wait for delivery');
select * from finish();
rollback;
