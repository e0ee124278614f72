-- Rights that reach over to other people's money and words: shares of a team, contracts, moderators with a side, and what
-- refusals, mails and the activity of a project tell to whom.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(78);

create function pg_temp.mara(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('mara', 'business:northwind', command, args, expected) $$;
create function pg_temp.ines(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('ines', 'freelancer:ines', command, args, expected) $$;
create function pg_temp.lena(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('lena', 'team:studio', command, args, expected) $$;
create function pg_temp.stage(s text) returns text language sql as $$
  select pg_temp.mara('create_stage', jsonb_build_object('stage', '@' || s, 'project', '@p', 'name', s, 'order', 1, 'stage_type', 'session', 'channel', '@channel-' || s,
    'budget', jsonb_build_object('rule', '@rule-' || s, 'type', 'fixed', 'amount_currency', 'USD', 'amount_cents', 10001))) $$;
create function pg_temp.shares(lena int, ravi int, noor int) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('member_profile', '@freelancer:' || n, 'bp', bp))
    from unnest(array['lena', 'ravi', 'noor'], array[lena, ravi, noor]) u(n, bp) where bp > 0 $$;
create function pg_temp.team_of(stage text) returns int[] language sql as $$
  select array_agg(bp order by bp desc) from finance.assignment_splits where assignment_id = cases.id('a-' || stage) and bp > 0 $$;
create function pg_temp.accept(stage text) returns text language sql as $$
  select pg_temp.lena('accept_assignment', jsonb_build_object('assignment', '@a-' || stage), jsonb_build_object('terms_hash', '=stage_assignments.terms_hash@a-' || stage)) $$;
create function pg_temp.ask_team(stage text) returns text language sql as $$
  select pg_temp.mara('assign_stage', jsonb_build_object('assignment', '@a-' || stage, 'stage', '@' || stage, 'assignee_type', 'team', 'team_id', '@team:studio')) $$;

select is(pg_temp.mara('create_project', '{"project": "@p", "title": "Website", "channel": "@general"}'), 'applied', 'a project');
select is(array[pg_temp.stage('s1'), pg_temp.stage('s2'), pg_temp.stage('s3'), pg_temp.stage('s4')], array['applied', 'applied', 'applied', 'applied'], 'four stages');
select is(pg_temp.mara('activate_project', '{"project": "@p"}'), 'applied', 'active');

-- A lead cannot take the members' shares of a stage by giving it a split of its own.
select is(pg_temp.ask_team('s1'), 'applied', 'the team is asked');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'stage', '@s1', 'shares', pg_temp.shares(10000, 0, 0))), 'applied', 'Lena wants all of it');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s1')), null, 'which waits for those who would get nothing');
select is(pg_temp.accept('s1'), 'applied', 'accepted meanwhile');
select is(pg_temp.team_of('s1'), array[3334, 3333, 3333], 'the stage is shared as the team agreed');
select is(pg_temp.ask_team('s2'), 'applied', 'another stage');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'stage', '@s2', 'shares', pg_temp.shares(0, 6667, 3333))), 'applied', 'Lena gives her share away');
select is(pg_temp.accept('s2'), 'applied', 'her own consent is enough');
select is(pg_temp.team_of('s2'), array[6667, 3333], 'the stage has a split of its own');
select is(pg_temp.ask_team('s3'), 'applied', 'a third');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'stage', '@s3', 'shares', pg_temp.shares(9000, 500, 500))), 'applied', 'most to Lena');
select is(cases.try('ravi', 'team:studio', 'consent_split', '{"team": "@team:studio", "stage": "@s3", "version": 1}'), 'applied', 'Ravi agrees');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s3')), null, 'one of two is not enough');
select is(cases.try('noor', 'freelancer:noor', 'consent_split', '{"team": "@team:studio", "stage": "@s3", "version": 1}'), 'applied', 'Noor too');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s3')), 1, 'then it counts');

-- Nobody's share falls without his consent because it was higher in a version that came into force meanwhile.
select is(concat_ws(' ', pg_temp.stage('s0'), pg_temp.ask_team('s0')), 'applied applied', 'a fourth');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'stage', '@s0', 'shares', pg_temp.shares(6000, 3400, 600))), 'applied', 'its split waits for Noor');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'shares', pg_temp.shares(3000, 5000, 2000))), 'applied', 'so does one for all stages, with most for Ravi');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'shares', pg_temp.shares(6000, 3500, 500))), 'applied', 'and the next, with less for him');
select is(cases.try('noor', 'freelancer:noor', 'consent_split', '{"team": "@team:studio", "version": 2}'), 'rejected:not_found', 'what was replaced takes no consent');
select is(cases.try('noor', 'freelancer:noor', 'consent_split', '{"team": "@team:studio", "version": 3}'), 'applied', 'Noor agrees to the next');
select is(api.split_in_force(cases.id('team:studio'), null), 3, 'which counts');
select is(cases.try('noor', 'freelancer:noor', 'consent_split', '{"team": "@team:studio", "stage": "@s0", "version": 1}'), 'applied', 'Noor agrees to the stage''s too');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s0')), null, 'but what gave Ravi more is less than he gets by now');
select is(cases.try('ravi', 'freelancer:ravi', 'consent_split', '{"team": "@team:studio", "stage": "@s0", "version": 1}'), 'applied', 'so he is asked');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s0')), 1, 'before it counts');

-- A hiring manager moves no money by way of a contract, and a freelancer does not learn what the buyer has.
select is(cases.try('hugo', 'business:northwind', 'propose_contract', '{"contract": "@k1", "project": "@p", "freelancer_profile_id": "@freelancer:ines", "amount_cents": 5000,
  "currency": "USD", "interval": "monthly", "first_day": "2026-01-31"}'), 'applied', 'Hugo proposes a contract');
select is(pg_temp.mara('top_up_wallet', '{"currency": "USD", "amount_cents": 7000}'), 'applied', 'there would be money');
select is(pg_temp.ines('activate_contract', '{"contract": "@k1"}'), 'applied', 'Ines agrees');
select is((select status from projects.maintenance_contracts where id = cases.id('k1')), 'proposed', 'nothing begins');
select is(cases.balance('business:northwind'), 7000::bigint, 'and nothing is paid');
select ok(exists (select from comms.notifications where user_id = cases.id('user:petra') and type = 'maintenance.proposed'), 'until finance, who is asked,');
select is(pg_temp.ines('activate_contract', '{"contract": "@k1"}'), 'rejected:already_agreed', 'Ines has said so');
select is(cases.try('hugo', 'business:northwind', 'activate_contract', '{"contract": "@k1"}'), 'rejected:not_allowed', 'Hugo may not');
select is(cases.try('petra', 'business:northwind', 'activate_contract', '{"contract": "@k1"}'), 'applied', 'agrees');
select is(array[cases.balance('business:northwind'), (select sum(balance_cents)::bigint from finance.wallets where owner_type = 'escrow')], array[2000, 5000]::bigint[], 'and the first period is in escrow');
select is(pg_temp.mara('propose_contract', '{"contract": "@k2", "project": "@p", "freelancer_profile_id": "@freelancer:ines", "amount_cents": 5000,
  "currency": "USD", "interval": "monthly", "first_day": "2026-01-31"}'), 'applied', 'a second contract, by the owner');
select is(cases.run('ines', 'freelancer:ines', 'activate_contract', '{"contract": "@k2"}') - 'current', '{"code": "needs_funding", "field": "contract", "params": {}, "outcome": "rejected"}'::jsonb,
  'the refusal does not tell the balance of another''s wallet');

-- Whoever has a side does not moderate it.
insert into ops.admin_users (user_id, role) values (cases.id('user:hugo'), 'moderator'), (cases.id('user:ines'), 'moderator');
select is(pg_temp.mara('top_up_wallet', '{"currency": "USD", "amount_cents": 100000}'), 'applied', 'more money');
select is(concat_ws(' ', pg_temp.mara('assign_stage', '{"assignment": "@a-s4", "stage": "@s4", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:ines"}'),
  pg_temp.ines('accept_assignment', '{"assignment": "@a-s4"}', '{"terms_hash": "=stage_assignments.terms_hash@a-s4"}'), pg_temp.mara('fund_stages', '{"stages": ["@s4", "@s1"]}'),
  pg_temp.ines('start_stage', '{"stage": "@s4"}'), pg_temp.ines('submit_stage', '{"submission": "@u4", "stage": "@s4", "notes": "Done"}'),
  pg_temp.mara('send_message', '{"message": "@m", "channel": "@channel-s4", "body": "You promised", "client_created_at": "2026-01-01T00:00:00Z"}')),
  'applied applied applied applied applied applied', 'Ines works');
select is(cases.try('ines', 'user:ines', 'delete_message', '{"message": "@m"}'), 'rejected:not_allowed', 'she deletes no words of the other side');
select is(pg_temp.mara('approve_stage', '{"stage": "@s4", "release": true, "release_cents": 4000}'), 'applied', 'approved in part');
select is(pg_temp.ines('open_dispute', '{"dispute": "@d", "escrow": "=escrow@a-s4", "claim_release_cents": 6001, "reason": "All was done"}'), 'applied', 'Ines contests the rest');
select is(cases.try('hugo', 'user:hugo', 'escalate_dispute', '{"dispute": "@d"}'), 'rejected:not_allowed', 'Hugo is no moderator here');
select is(cases.try('hugo', 'business:northwind', 'escalate_dispute', '{"dispute": "@d"}'), 'rejected:too_early', 'and waits like any party');
select is(cases.try('ines', 'user:ines', 'escalate_dispute', '{"dispute": "@d"}'), 'rejected:not_allowed', 'nor is Ines');

-- A dispute that is withdrawn leaves the request for the rest as it found it.
select is(pg_temp.ines('withdraw_dispute', '{"dispute": "@d"}'), 'applied', 'she gives up');
select is((select status from finance.refund_requests), 'open', 'the rest is asked for again');
select is((select answer_by > api.now() + interval '71 hours' and answered_at is null from finance.refund_requests), true, 'with time to answer');
select is(pg_temp.ines('open_dispute', '{"dispute": "@d2", "escrow": "=escrow@a-s4", "claim_release_cents": 1, "reason": "After all"}'), 'applied', 'or to contest');

-- Who is asked to work on a project does not read it before he has said yes, in the answer to a command neither.
select is(concat_ws(' ', pg_temp.stage('s5'), pg_temp.mara('assign_stage',
  '{"assignment": "@a-s5", "stage": "@s5", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:omar"}')), 'applied applied', 'Omar is asked');
select is(cases.run('omar', 'freelancer:omar', 'start_stage', '{"stage": "@s5"}', '{"status": "paid"}'),
  '{"code": "changed", "field": "status", "params": null, "current": null, "outcome": "conflict"}'::jsonb, 'he is not told what the stage is like');
select is(cases.run('mara', 'business:northwind', 'assign_stage', '{"assignment": "@a-s6", "stage": "@s5", "assignee_type": "freelancer",
  "freelancer_profile_id": "@freelancer:omar"}', '{"status": "paid"}') #>> '{current,status}', 'assigned', 'but Mara is');

-- Nor why it is on hold.
select is(cases.try('hugo', 'business:northwind', 'propose_contract', '{"contract": "@k3", "project": "@p", "freelancer_profile_id": "@freelancer:omar", "amount_cents": 5000,
  "currency": "USD", "interval": "monthly", "first_day": "2026-01-31"}'), 'applied', 'he is offered a contract too');
select is(pg_temp.mara('hold_project', '{"project": "@p", "reason": "The board quarrels"}'), 'applied', 'the project is on hold');
select is(cases.run('omar', 'freelancer:omar', 'start_stage', '{"stage": "@s5"}'),
  '{"code": "wrong_status", "field": null, "params": {"entity": "assignment", "status": "invited"}, "current": null, "outcome": "rejected"}'::jsonb, 'what he has not accepted does not start');
select is(cases.run('omar', 'freelancer:omar', 'activate_contract', '{"contract": "@k3"}'),
  '{"code": "project_on_hold", "field": null, "params": {}, "current": null, "outcome": "rejected"}'::jsonb, 'he is told that it is, not why');
select is(cases.run('ines', 'freelancer:ines', 'activate_contract', '{"contract": "@k2"}') -> 'params', '{"reason": "The board quarrels"}'::jsonb, 'Ines, who works on it, is');
select is(pg_temp.mara('resume_project', '{"project": "@p"}'), 'applied', 'it goes on');

insert into marketplace.assets (id, seller_type, seller_profile_id, title, price_cents, currency, license_type, status)
values (cases.id('asset'), 'freelancer', cases.id('freelancer:ines'), 'Kit', 9000, 'USD', 'single_use', 'published');
insert into marketplace.asset_versions (asset_id, version, file_ref) values (cases.id('asset'), 1, 'x');
select is(cases.run('omar', 'business:contoso', 'purchase_asset', '{"purchase": "@b", "asset": "@asset", "version": 1}', '{"price_cents": 8000}') #>> '{current,price_cents}',
  '9000', 'what everyone may read is told to everyone');

-- Who left a team and is asked again is a new member, also when somebody asks him who could not give these permissions.
insert into org.team_roles (id, team_id, title, permissions) values (cases.id('role'), cases.id('team:studio'), 'Treasurer', '{"set_split": true, "view_finance": true}');
insert into org.team_memberships (team_id, user_id, role, status, role_id) values (cases.id('team:studio'), cases.id('user:omar'), 'freelancer', 'left', cases.id('role'));
select is(cases.try('lena', 'team:studio', 'add_team_member', '{"membership": "@again", "team": "@team:studio", "user": "@user:omar"}'), 'applied', 'Omar is asked again');
select is(cases.try('omar', 'user:omar', 'join_team', '{"team": "@team:studio"}'), 'applied', 'and comes');
select is(cases.try('omar', 'team:studio', 'set_split', jsonb_build_object('team', '@team:studio', 'shares', pg_temp.shares(10000, 0, 0))), 'rejected:not_allowed',
  'but divides nothing');

-- Who gets a share of all stages meanwhile is asked too about the one that waits without him.
select is(concat_ws(' ', pg_temp.stage('s7'), pg_temp.ask_team('s7')), 'applied applied', 'one more stage for the team');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'stage', '@s7', 'shares', pg_temp.shares(6000, 4000, 0))), 'applied', 'nothing of it for Noor, who is asked');
select is(pg_temp.lena('set_split', jsonb_build_object('team', '@team:studio', 'shares', pg_temp.shares(5500, 3500, 500) || '[{"member_profile": "@freelancer:omar", "bp": 500}]')), 'applied',
  'Lena gives of her own to Omar');
select is(cases.try('noor', 'freelancer:noor', 'consent_split', '{"team": "@team:studio", "stage": "@s7", "version": 1}'), 'applied', 'Noor agrees');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s7')), null, 'which is not enough now');
select is(cases.try('omar', 'freelancer:omar', 'consent_split', '{"team": "@team:studio", "stage": "@s7", "version": 1}'), 'applied', 'Omar has to');
select is(api.split_in_force(cases.id('team:studio'), cases.id('s7')), 1, 'then it counts');

-- Mails keep a team's sums to themselves, as notifications do; the activity of a project does not tell who was asked and no more.
select is_empty($$ select user_id, template from ops.email_queue where user_id in (cases.id('user:ravi'), cases.id('user:noor')) and vars ? 'amount_cents' $$, 'members get no sums by mail');
select isnt_empty($$ select from ops.email_queue where user_id = cases.id('user:ravi') and template = 'escrow.funded' $$, 'but the mail');
select is(pg_temp.mara('withdraw_assignment', '{"assignment": "@a-s2", "reason": "Too dear"}'), 'applied', 'an offer is withdrawn');
select is((select scope_kind from projects.project_activity where kind = 'assignment.withdrawn'), 'deal', 'which is between the two');

select is_empty('select * from finance.verify()', 'the ledger is whole');
select * from finish();
rollback;
