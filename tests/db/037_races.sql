-- Two sessions at once, as two gateways would send them: one has not committed yet when the other begins. Whoever comes second
-- sees what the first did, whatever the pair and its order; money moves once. Commits for real, in a database of its own.
create extension if not exists pgtap;
create extension dblink schema public;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
set client_min_messages = warning;

insert into auth.users (id, email) values (cases.id('user:adam'), 'adam@example.com');
insert into org.users_public (user_id, display_name) values (cases.id('user:adam'), 'Adam');
insert into org.business_memberships (business_profile_id, user_id, role, status) values (cases.id('business:northwind'), cases.id('user:adam'), 'admin', 'active');
insert into sync.clients (id, user_id) values (cases.id('client:adam'), cases.id('user:adam'));
update ops.settings set value = '{"*": {"count": 1000000, "seconds": 60}}' where key = 'rate_limits';

-- A call is person, workspace, command, arguments; as SQL for another session.
create type cases.call as (person text, workspace text, command text, args jsonb, expected jsonb);
create function cases.call(person text, workspace text, command text, args jsonb, expected jsonb default '{}') returns cases.call
language sql as $$ select row(person, workspace, command, args, expected)::cases.call $$;
create function cases.sql(c cases.call) returns text language sql as $$
  select format('select cases.try(%L, %L, %L, %L, %L)', c.person, c.workspace, c.command, c.args, c.expected) $$;
create function cases.must(c cases.call) returns void language plpgsql as $$
declare
  said text := cases.try(c.person, c.workspace, c.command, c.args, c.expected);
begin
  if said <> 'applied' then raise exception '%: %', c, said; end if;
end $$;

select dblink_connect(n, format('host=%s port=%s user=%s dbname=%s', split_part(current_setting('unix_socket_directories'), ',', 1),
  current_setting('port'), current_user, current_database())) from unnest(array['one', 'two']) n \g /dev/null
create table cases.second (pid int);
insert into cases.second select pid from dblink('two', 'select pg_backend_pid()') t(pid int);

create function cases.waits() returns boolean language plpgsql as $$
begin
  perform pg_stat_clear_snapshot();
  return exists (select from pg_stat_activity a join cases.second s on s.pid = a.pid where a.wait_event_type = 'Lock');
end $$;

-- The first runs and holds its locks; the second begins and runs until it waits or is through; then the first commits.
create function cases.race(first cases.call, second cases.call) returns text language plpgsql as $$
declare
  one text; two text;
begin
  perform dblink_exec('one', 'begin');
  select t.said into one from dblink('one', cases.sql(first)) t(said text);
  perform dblink_send_query('two', cases.sql(second));
  while dblink_is_busy('two') = 1 and not cases.waits() loop
    perform pg_sleep(0.001);
  end loop;
  perform dblink_exec('one', 'commit');
  select t.said into two from dblink_get_result('two') t(said text);
  perform from dblink_get_result('two') t(said text);
  return one || ' / ' || two;
end $$;

-- The world: stages of a currency of their own where the wallet matters.
create function cases.buyer(command text, args jsonb, person text default 'mara') returns cases.call language sql as
  $$ select cases.call(person, 'business:northwind', command, args) $$;
create function cases.work(command text, args jsonb, expected jsonb default '{}') returns cases.call language sql as
  $$ select cases.call('ines', 'freelancer:ines', command, args, expected) $$;
create function cases.on(stage text, more jsonb default '{}') returns jsonb language sql as $$ select jsonb_build_object('stage', '@' || stage) || more $$;
create function cases.hire(stage text) returns jsonb language sql as $$ select jsonb_build_object('assignment', '@a-' || stage) $$;
create function cases.these(variadic stages text[]) returns jsonb language sql as
  $$ select jsonb_build_object('stages', array(select '@' || s from unnest(stages) s)) $$;

create function cases.bring(s text, far int, project text default 'p', currency text default 'USD', kind text default 'freelancer') returns void
language plpgsql as $$
declare
  name text := case kind when 'team' then 'studio' else 'ines' end;
  worker text := case kind when 'team' then 'lena' else 'ines' end;
begin
  perform cases.must(cases.buyer('create_stage', cases.on(s, jsonb_build_object('project', '@' || project, 'name', s, 'order', 1, 'stage_type', 'session',
    'budget', jsonb_build_object('rule', '@rule-' || s, 'type', 'fixed', 'amount_currency', currency, 'amount_cents', 10007)))));
  if far >= 1 then
    perform cases.must(cases.buyer('assign_stage', cases.on(s, cases.hire(s) || jsonb_build_object('assignee_type', kind,
      case kind when 'team' then 'team_id' else 'freelancer_profile_id' end, '@' || kind || ':' || name))));
  end if;
  if far >= 2 then
    perform cases.must(cases.call(worker, kind || ':' || name, 'accept_assignment', cases.hire(s), jsonb_build_object('terms_hash', '=stage_assignments.terms_hash@a-' || s)));
  end if;
  if far >= 3 then perform cases.must(cases.buyer('fund_stages', cases.these(s))); end if;
  if far >= 4 then perform cases.must(cases.call(worker, kind || ':' || name, 'start_stage', cases.on(s))); end if;
  if far >= 5 then perform cases.must(cases.call(worker, kind || ':' || name, 'submit_stage', cases.on(s, jsonb_build_object('submission', '@u-' || s, 'notes', 'Done')))); end if;
  if far >= 6 then perform cases.must(cases.buyer('approve_stage', cases.on(s, '{"release": false}'))); end if;
end $$;
create function cases.argue(s text) returns void language plpgsql as $$
begin
  perform cases.must(cases.buyer('open_dispute', jsonb_build_object('dispute', '@d-' || s, 'escrow', '=escrow@a-' || s, 'claim_release_cents', 0, 'reason', 'Late')));
  perform cases.must(cases.buyer('make_offer', jsonb_build_object('offer', '@o1-' || s, 'dispute', '@d-' || s, 'release_cents', 5000)));
  perform cases.must(cases.work('make_offer', jsonb_build_object('offer', '@o2-' || s, 'dispute', '@d-' || s, 'release_cents', 9000)));
end $$;

select cases.must(cases.buyer('create_project', '{"project": "@p", "title": "Website", "channel": "@general"}'));
select cases.bring('keep', 0) \g /dev/null
select cases.must(cases.buyer('activate_project', '{"project": "@p"}'));
select cases.must(cases.buyer('top_up_wallet', '{"currency": "USD", "amount_cents": 10000000}'));
select cases.must(cases.buyer('top_up_wallet', '{"currency": "EUR", "amount_cents": 15000}'));
select cases.must(cases.buyer('top_up_wallet', '{"currency": "GBP", "amount_cents": 15000}'));
select cases.bring(s, far) from (values ('fund1', 2), ('fund2', 2), ('pay1', 6), ('pay2', 6), ('appr1', 5), ('appr2', 5), ('appr3', 5), ('appr4', 5),
  ('decl1', 2), ('decl2', 2), ('with1', 3), ('with2', 3), ('canc1', 3), ('canc2', 3), ('disp1', 5), ('disp2', 5), ('assi1', 0), ('acce1', 1), ('acce2', 1),
  ('offer1', 5), ('offer2', 5), ('offer3', 5), ('offer4', 5), ('subm1', 4), ('hold1', 2), ('hold2', 2)) v(s, far) \g /dev/null
select cases.bring(s, 2, 'p', c) from (values ('eur1', 'EUR'), ('eur2', 'EUR'), ('gbp1', 'GBP')) v(s, c) \g /dev/null
select cases.argue('offer' || n) from generate_series(1, 4) n \g /dev/null
insert into marketplace.assets (id, seller_type, seller_profile_id, title, price_cents, currency, license_type, status)
values (cases.id('asset'), 'freelancer', cases.id('freelancer:ines'), 'Kit', 9000, 'GBP', 'single_use', 'published');
insert into marketplace.asset_versions (asset_id, version, file_ref) values (cases.id('asset'), 1, 'x');

select plan(53);
create function cases.is_race(a cases.call, b cases.call, want text, label text) returns setof text language plpgsql as $$
begin
  return next is(cases.race(a, b), want, label);
  return next is_empty('select * from finance.verify()', 'and the ledger is whole');
end $$;

-- The same twice
select * from cases.is_race(cases.buyer('fund_stages', cases.these('fund1')), cases.buyer('fund_stages', cases.these('fund1'), 'petra'), 'applied / rejected:already_funded', 'one stage is funded once');
select is((select count(*) from finance.escrows where assignment_id = cases.id('a-fund1')), 1::bigint, 'into one escrow');
select * from cases.is_race(cases.buyer('release_stage', cases.on('pay1')), cases.buyer('release_stage', cases.on('pay1'), 'petra'), 'applied / rejected:wrong_status', 'released once');
select * from cases.is_race(cases.buyer('approve_stage', cases.on('appr1', '{"release": true}')), cases.buyer('approve_stage', cases.on('appr1', '{"release": true}'), 'adam'),
  'applied / rejected:wrong_status', 'approved and paid once');
select * from cases.is_race(cases.buyer('assign_stage', cases.on('assi1', '{"assignment": "@x1", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:ines"}')),
  cases.buyer('assign_stage', cases.on('assi1', '{"assignment": "@x2", "assignee_type": "team", "team_id": "@team:studio"}'), 'hugo'), 'applied / rejected:already_assigned', 'offered once');
select * from cases.is_race(cases.work('submit_stage', cases.on('subm1', '{"submission": "@y", "notes": "Done"}')), cases.call('omar', 'business:contoso', 'create_project',
  '{"project": "@y", "title": "An id of somebody else", "channel": "@y"}'), 'applied / applied', 'an id counts within its table');

-- What excludes each other, in both orders
select * from cases.is_race(cases.buyer('approve_stage', cases.on('appr2', '{"release": true}')), cases.buyer('request_revision', cases.on('appr2', '{"request": "@r2", "type": "minor", "reason": "x"}'), 'hugo'),
  'applied / rejected:wrong_status', 'approved, so not sent back');
select * from cases.is_race(cases.buyer('request_revision', cases.on('appr3', '{"request": "@r3", "type": "minor", "reason": "x"}'), 'hugo'), cases.buyer('approve_stage', cases.on('appr3', '{"release": true}')),
  'applied / rejected:wrong_status', 'sent back, so not paid');
select * from cases.is_race(cases.work('decline_assignment', cases.hire('decl1')), cases.buyer('fund_stages', cases.these('decl1')), 'applied / rejected:wrong_status', 'declined, so not funded');
select * from cases.is_race(cases.buyer('fund_stages', cases.these('decl2')), cases.work('decline_assignment', cases.hire('decl2')), 'applied / applied', 'funded, then declined: the money returns');
select * from cases.is_race(cases.buyer('withdraw_assignment', cases.hire('with1'), 'hugo'), cases.work('start_stage', cases.on('with1')), 'applied / rejected:not_allowed', 'withdrawn, so not begun');
select * from cases.is_race(cases.work('start_stage', cases.on('with2')), cases.buyer('withdraw_assignment', cases.hire('with2'), 'hugo'), 'applied / rejected:wrong_status', 'begun, so not withdrawn');
select * from cases.is_race(cases.buyer('cancel_stage', cases.on('canc1')), cases.work('start_stage', cases.on('canc1')), 'applied / rejected:not_allowed', 'cancelled, so not begun');
select * from cases.is_race(cases.work('open_dispute', '{"dispute": "@d1", "escrow": "=escrow@a-disp1", "claim_release_cents": 1, "reason": "x"}'),
  cases.buyer('approve_stage', cases.on('disp1', '{"release": true}')), 'applied / rejected:stage_frozen', 'disputed, so not paid');
select * from cases.is_race(cases.buyer('approve_stage', cases.on('disp2', '{"release": true}')),
  cases.work('open_dispute', '{"dispute": "@d2", "escrow": "=escrow@a-disp2", "claim_release_cents": 1, "reason": "x"}'), 'applied / rejected:wrong_status', 'paid, so not disputed');
select * from cases.is_race(cases.buyer('accept_offer', '{"offer": "@o2-offer1"}'), cases.work('accept_offer', '{"offer": "@o1-offer1"}'), 'applied / rejected:wrong_status', 'both accept: the first counts');
select * from cases.is_race(cases.buyer('withdraw_dispute', '{"dispute": "@d-offer2"}'), cases.work('accept_offer', '{"offer": "@o1-offer2"}'), 'applied / rejected:wrong_status', 'withdrawn, so not settled');
select * from cases.is_race(cases.work('accept_offer', '{"offer": "@o1-offer3"}'), cases.buyer('withdraw_dispute', '{"dispute": "@d-offer3"}'), 'applied / rejected:wrong_status', 'settled, so not withdrawn');

-- What comes while somebody reads is not read by it.
select cases.must(cases.buyer('send_message', '{"message": "@m1", "channel": "@general", "body": "One", "client_created_at": "2026-01-01T00:00:00Z"}'));
select * from cases.is_race(cases.work('send_message', '{"message": "@m2", "channel": "@general", "body": "Two", "client_created_at": "2026-01-01T00:00:00Z"}'),
  cases.call('hugo', 'business:northwind', 'mark_read', '{"channel": "@general", "last_seq": 1}'), 'applied / applied', 'a message comes while the one before is read');
select is((select array[count, last_seq] from comms.notifications n join comms.channel_reads r on r.user_id = n.user_id and r.channel_id = cases.id('general')
  where n.user_id = cases.id('user:hugo') and n.type = 'message.new' and n.read_at is null), array[2, 1]::bigint[], 'which leaves the notification unread');
select cases.must(cases.call('hugo', 'business:northwind', 'mark_read', '{"channel": "@general", "last_seq": 2}'));
select is_empty($$ select from comms.notifications where user_id = cases.id('user:hugo') and type = 'message.new' and read_at is null $$, 'until it is read too');
select cases.must(cases.work('send_message', '{"message": "@m3", "channel": "@general", "body": "Three", "client_created_at": "2026-01-01T00:00:00Z"}'));
select * from cases.is_race(cases.call('hugo', 'business:northwind', 'mark_read', '{"channel": "@general", "last_seq": 3}'), cases.work('send_message',
  '{"message": "@m4", "channel": "@general", "body": "Four", "client_created_at": "2026-01-01T00:00:00Z"}'), 'applied / applied', 'or right after');
select is((select array_agg(count order by id) from comms.notifications where user_id = cases.id('user:hugo') and type = 'message.new' and read_at is null), array[1], 'and is news again');

-- One wallet, two wishes
select * from cases.is_race(cases.buyer('fund_stages', cases.these('eur1')), cases.buyer('fund_stages', cases.these('eur2'), 'petra'), 'applied / rejected:insufficient_funds', 'what is spent is not spent again');
select * from cases.is_race(cases.buyer('fund_stages', cases.these('gbp1')), cases.call('petra', 'business:northwind', 'purchase_asset', '{"purchase": "@buy", "asset": "@asset", "version": 1}', '{"price_cents": 9000}'),
  'applied / rejected:insufficient_funds', 'nor on an asset');
select is(array[cases.balance('business:northwind', 'EUR'), cases.balance('business:northwind', 'GBP')], array[4993, 4993]::bigint[], 'both wallets hold what is left');

-- Both at once, in projects of their own, with wallets, fees and invoices in common: whoever loses a deadlock is told so and tries
-- again, as the gateway does, and every cent arrives.
update ops.settings set value = '250' where key = 'platform_fee_bp';
select cases.must(cases.buyer('create_project', '{"project": "@q", "title": "Shop", "channel": "@general-q"}'));
select cases.bring('keep-q', 0, 'q') \g /dev/null
select cases.must(cases.buyer('activate_project', '{"project": "@q"}'));
select cases.bring('team-' || n, 5, 'q', 'USD', 'team'), cases.bring('solo-' || n, 5) from generate_series(1, 15) n \g /dev/null
create function cases.finish(session text, c cases.call) returns text language plpgsql as $$
declare
  said text;
begin
  select t.said into said from dblink_get_result(session, false) t(said text);
  perform from dblink_get_result(session, false) t(said text);
  if said is null and dblink_error_message(session) ~ 'deadlock detected' then
    select t.said into said from dblink(session, cases.sql(c)) t(said text);
  end if;
  return said;
end $$;
create function cases.together(a cases.call, b cases.call) returns text[] language plpgsql as $$
begin
  perform dblink_send_query('one', cases.sql(a)), dblink_send_query('two', cases.sql(b));
  return array[cases.finish('one', a), cases.finish('two', b)];
end $$;
create temp table held as select sum(balance_cents) as cents from finance.wallets where currency = 'USD' and owner_type <> 'outside';
select is_empty($$ select n, answer from generate_series(1, 15) n,
    lateral cases.together(cases.buyer('approve_stage', cases.on('team-' || n, '{"release": true, "release_cents": 5003}')), cases.buyer('approve_stage', cases.on('solo-' || n, '{"release": true}'), 'adam')) answer
  where answer <> array['applied', 'applied'] $$, 'both are paid');
select is_empty($$ select n, answer from generate_series(1, 15) n,
    lateral cases.together(cases.buyer('release_stage', cases.on('team-' || n)), cases.buyer('top_up_wallet', '{"currency": "USD", "amount_cents": 1}', 'adam')) answer
  where answer <> array['applied', 'applied'] $$, 'the rest too, while money comes in');
select is((select sum(balance_cents) from finance.wallets where currency = 'USD' and owner_type <> 'outside'), (select cents + 15 from held), 'no cent is lost or made');
select is((select balance_cents from finance.wallets where owner_type = 'team' and currency = 'USD'), 0::bigint, 'nothing sticks to the team');
select is((select count(*) - max(split_part(number, '-', 2)::int) from finance.invoices where issue_from_type = 'team' and number is not null), 0::bigint, 'invoices are numbered without a gap');
select is_empty('select * from finance.verify()', 'and the ledger is whole');
select dblink_disconnect(n) from unnest(array['one', 'two']) n \g /dev/null
select * from finish();
