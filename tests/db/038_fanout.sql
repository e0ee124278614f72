-- What the story tells whom, event by event: activity, audit, notifications, mails, webhooks and the event log, with the
-- recipients that each event must have and no others. And every cent of it, with a fee and a team's remainders.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(17);
update ops.settings set value = '250' where key = 'platform_fee_bp';
-- The client's zone must not matter to anything.
set local timezone = 'Pacific/Kiritimati';

create table cases.said (n int generated always as identity, request uuid, said text);
create function cases.go(person text, workspace text, command text, args jsonb, expected jsonb default '{}') returns void language sql as $$
  insert into cases.said (said, request)
  select s, md5(c.id || ':' || (c.last_command + 1))::uuid
    from sync.clients c, lateral cases.try(person, workspace, command, args, expected) s where c.id = cases.id('client:' || person) $$;
create function cases.stage_command(person text, workspace text, command text, more jsonb default '{}') returns void language sql as
  $$ select cases.go(person, workspace, command, '{"stage": "@s1"}' || more) $$;

do $$ begin
  perform cases.go('mara', 'business:northwind', 'create_project', '{"project": "@p", "title": "Website", "channel": "@general"}');
  perform cases.go('mara', 'business:northwind', 'create_stage', '{"stage": "@s1", "project": "@p", "name": "UI", "order": 1, "stage_type": "session",
    "budget": {"rule": "@r1", "type": "fixed", "amount_currency": "USD", "amount_cents": 12345}, "channel": "@c1"}');
  perform cases.go('mara', 'business:northwind', 'activate_project', '{"project": "@p"}');
  perform cases.go('petra', 'business:northwind', 'top_up_wallet', '{"currency": "USD", "amount_cents": 20000}');
  perform cases.stage_command('hugo', 'business:northwind', 'assign_stage', '{"assignment": "@a1", "assignee_type": "team", "team_id": "@team:studio"}');
  perform cases.go('lena', 'team:studio', 'accept_assignment', '{"assignment": "@a1"}', '{"terms_hash": "=stage_assignments.terms_hash@a1"}');
  perform cases.stage_command('petra', 'business:northwind', 'switch_workspace', '{"stage": null}');
  perform cases.go('petra', 'business:northwind', 'fund_stages', '{"stages": ["@s1"]}');
  perform cases.stage_command('ravi', 'team:studio', 'start_stage');
  perform cases.go('ravi', 'team:studio', 'send_message', '{"message": "@m1", "channel": "@c1", "body": "Begun", "client_created_at": "2026-01-01T00:00:00Z", "mentions": ["@user:hugo", "@user:petra", "@user:omar"]}');
  perform cases.go('ravi', 'team:studio', 'send_message', '{"message": "@m2", "channel": "@c1", "body": "And again", "client_created_at": "2026-01-01T00:00:00Z"}');
  perform cases.stage_command('ravi', 'team:studio', 'submit_stage', '{"submission": "@u1", "notes": "Done"}');
  perform cases.stage_command('hugo', 'business:northwind', 'request_revision', '{"request": "@q1", "type": "minor", "reason": "Contrast"}');
  perform cases.stage_command('ravi', 'team:studio', 'submit_stage', '{"submission": "@u2", "notes": "Done"}');
  perform cases.stage_command('hugo', 'business:northwind', 'approve_stage', '{"release": false}');
  perform cases.stage_command('petra', 'business:northwind', 'release_stage');
  perform cases.go('mara', 'business:northwind', 'switch_workspace', '{"acting_as": "=acting:business:northwind"}');
end $$;
select results_eq('select n, said from cases.said where said <> ''applied''', $$ values (7, 'rejected:invalid_argument') $$, 'the story happens, and one refusal');

-- Who hears. The actor never does, strangers never do, members hear of what is theirs, leads alone of offers and invoices.
create table cases.due (event text, people text, mailed boolean, hooked boolean);
insert into cases.due values
  ('assignment.invited', 'lena', true, true), ('assignment.accepted', 'hugo mara', true, true), ('escrow.funded', 'hugo lena mara noor ravi', true, true),
  ('stage.started', 'hugo mara', false, true), ('stage.submitted', 'hugo mara petra', true, true), ('stage.revision_requested', 'lena noor ravi', true, true),
  ('stage.revision_resolved', 'hugo mara', true, true), ('stage.approved', 'lena mara noor petra ravi', true, true), ('invoice.sent', 'mara petra', true, true),
  ('payment.released', 'lena mara noor ravi', true, true), ('invoice.paid', 'lena', true, true), ('project.completed', 'hugo lena mara noor ravi', true, true),
  ('message.new', 'hugo lena mara noor', false, false), ('message.mention', 'hugo', false, true);
create view cases.people as select u.id, split_part(u.email, '@', 1) as name from auth.users u;
select set_eq($$ select n.type, string_agg(distinct p.name, ' ' order by p.name) from comms.notifications n join cases.people p on p.id = n.user_id group by n.type $$,
  'select event, people from cases.due', 'each is told of what concerns him');
select set_eq($$ select q.template, string_agg(distinct p.name, ' ' order by p.name) from ops.email_queue q join cases.people p on p.id = q.user_id group by q.template $$,
  'select event, people from cases.due where mailed', 'by mail too where it matters');
select is_empty($$ select q.template from ops.email_queue q join cases.people p on p.id = q.user_id where q.to_email <> p.name || '@example.com' $$, 'at his own address');
select set_eq('select distinct topic from ops.webhook_outbox', $$ select event from cases.due where hooked union values ('project.activated') $$, 'programs hear by webhook');
select is_empty($$ select topic from ops.webhook_outbox where (owner_type, owner_id) not in (('business', cases.id('business:northwind')), ('team', cases.id('team:studio'))) $$, 'those of the two sides');
select is_empty($$ select n.type from comms.notifications n where n.user_id in (cases.id('user:petra')) and n.type like 'message%' $$, 'a mention opens no channel to someone outside');
select is((select count from comms.notifications where type = 'message.new' and user_id = cases.id('user:mara')), 2, 'two messages are one notification that counts');
select is_empty($$ select type from comms.notifications where ctx_type = 'team' and params ? 'amount_cents' $$, 'members are not told the team''s sums');

-- The trail
select bag_eq($$ select kind, scope_kind from projects.project_activity $$, $$ values
  ('project.created', 'project'), ('stage.created', 'project'), ('project.activated', 'project'), ('assignment.invited', 'deal'), ('assignment.accepted', 'deal'),
  ('escrow.funded', 'escrow'), ('stage.started', 'project'), ('stage.submitted', 'project'), ('stage.revision_requested', 'deal'), ('stage.revision_resolved', 'deal'),
  ('stage.submitted', 'project'), ('stage.approved', 'project'), ('payment.released', 'escrow'), ('project.completed', 'project') $$, 'activity is seen by those who see the thing');
select results_eq($$ select s.n, string_agg(a.action, ' ' order by a.action) from cases.said s join security.audit_logs a on a.request_id = s.request group by s.n order by s.n $$, $$ values
  (1, 'project.created'), (2, 'stage.created'), (3, 'project.activated'), (4, 'wallet.topped_up'), (5, 'assignment.invited'), (6, 'assignment.accepted'), (8, 'escrow.funded'),
  (9, 'stage.started'), (12, 'stage.submitted'), (13, 'stage.revision_requested'), (14, 'stage.revision_resolved stage.submitted'), (15, 'invoice.sent stage.approved'),
  (16, 'invoice.paid payment.released project.completed'), (17, 'context.switched') $$, 'each act is in the audit trail under its request');
select is_empty($$ select a.action from security.audit_logs a where a.ip <> '192.0.2.1' or a.user_agent <> 'tests' or a.user_id is null or num_nulls(a.actor_profile_id, a.actor_team_id) <> 1 $$,
  'with who, as whom and from where');
select set_eq('select distinct event from analytics.event_log', $$ select event from cases.due union values ('project.created'), ('project.activated'), ('stage.created'), ('wallet.topped_up'), ('context.switched') $$, 'and in the event log');

-- The money: 2.5 % of 12345 is 308.6, rounded down; 12037 in 3334 : 3333 : 3333 leaves two cents, to the larger fractions.
select results_eq($$ select w.owner_type, case t.direction when 'credit' then t.amount_cents else -t.amount_cents end, t.reason from finance.transactions t join finance.wallets w on w.id = t.wallet_id
  where w.owner_type <> 'freelancer' order by w.owner_type, t.seq $$, $$ values ('business', 20000::bigint, 'top_up'), ('business', -12345, 'escrow_fund'), ('escrow', 12345, 'escrow_fund'), ('escrow', -12345, 'escrow_release'),
  ('fees', 308, 'platform_fee'), ('outside', -20000, 'top_up'), ('team', 12037, 'escrow_release'), ('team', -4013, 'team_split'), ('team', -4012, 'team_split'), ('team', -4012, 'team_split') $$, 'each leg');
select is(array[cases.balance('freelancer:lena'), cases.balance('freelancer:ravi'), cases.balance('freelancer:noor')], array[4013, 4012, 4012]::bigint[], 'each share');
select results_eq('select amount_cents, currency, status, number from finance.invoices', $$ values (12345::bigint, 'USD', 'paid', 'INV-000001') $$, 'the invoice');
select is_empty('select * from finance.verify()', 'the ledger is whole');
select * from finish();
rollback;
