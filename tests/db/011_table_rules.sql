-- What the tables keep true by themselves, whoever writes: scopes that move, flags and copies that follow their
-- source, sequence numbers, the ledger.
begin;
create extension if not exists pgtap;
select plan(56);

create function pg_temp.id(n int) returns uuid language sql immutable as $$
  select ('70000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
$$;
create function pg_temp.scope(relation regclass, key uuid, key_column name default 'id') returns text
language plpgsql as $$
declare answer text;
begin
  execute format('select scope_kind || '':'' || scope_id from %s where %I = $1', relation, key_column) into answer using key;
  return answer;
end $$;

-- 1 works as freelancer 11 and in team 31; 2 owns business 22; 3 is nobody in particular.
insert into auth.users (id, email) select pg_temp.id(n), 'rules' || n || '@example.org' from generate_series(1, 3) n;
insert into org.users_public (user_id, display_name) values (pg_temp.id(1), 'One');
insert into org.skills (id, slug, label) values (pg_temp.id(5), 'rules-welding', 'Welding');
insert into org.user_skills (id, user_id, skill_id) values (pg_temp.id(6), pg_temp.id(1), pg_temp.id(5));

select is((select is_public from org.users_public where user_id = pg_temp.id(1)), false, 'a person without a profile is not public');
insert into org.freelancer_profiles (id, user_id, visibility) values (pg_temp.id(11), pg_temp.id(1), 'public');
select is((select is_public from org.users_public where user_id = pg_temp.id(1)), true, 'a public freelancer profile makes the person public');
select is((select is_public from org.user_skills where id = pg_temp.id(6)), true, 'and the skills');
update org.freelancer_profiles set visibility = 'invite_only' where id = pg_temp.id(11);
select is((select array[u.is_public, s.is_public, f.is_public] from org.users_public u join org.user_skills s using (user_id)
  join org.freelancer_profiles f using (user_id) where user_id = pg_temp.id(1)), array[false, false, false], 'and back');
update org.freelancer_profiles set visibility = 'public' where id = pg_temp.id(11);
insert into org.users_public (user_id, display_name) values (pg_temp.id(2), 'Two');
select is((select is_public from org.users_public where user_id = pg_temp.id(2)), false, 'another person is not');

insert into org.business_profiles (id, owner_user_id, name, legal_name) values (pg_temp.id(22), pg_temp.id(2), 'Buyer', 'Buyer Ltd');
select is((select name from org.business_cards where id = pg_temp.id(22)), 'Buyer', 'a business has a card');
update org.business_profiles set name = 'Buyers', logo_url = 'x' where id = pg_temp.id(22);
select is((select name || logo_url from org.business_cards where id = pg_temp.id(22)), 'Buyersx', 'which follows it');
select is(pg_temp.scope('org.business_profiles', pg_temp.id(22)), 'business:' || pg_temp.id(22), 'the business is for its members');
select is(pg_temp.scope('org.business_cards', pg_temp.id(22)), 'profile:' || pg_temp.id(22), 'the card for who shares something with it');
insert into finance.subscriptions (profile_type, profile_id, plan) values ('business', pg_temp.id(22), 'pro');
select is((select plan from org.business_profiles where id = pg_temp.id(22)), 'pro', 'its plan is the live subscription''s');
update finance.subscriptions set status = 'expired' where profile_id = pg_temp.id(22);
select is((select plan from org.business_profiles where id = pg_temp.id(22)), 'free', 'and free without one');

insert into org.teams (id, name, owner_user_id) values (pg_temp.id(31), 'Team', pg_temp.id(1));
insert into storage.buckets (id, name) values ('rules', 'rules');
insert into org.attachments (id, owner_type, owner_profile_id, uploaded_by, bucket, path, original_filename)
values (pg_temp.id(41), 'freelancer', pg_temp.id(11), pg_temp.id(1), 'rules', 'a/b', 'raw.png'),
       (pg_temp.id(42), 'business', pg_temp.id(22), pg_temp.id(2), 'rules', 'a/c', 'brief.pdf');
select is(pg_temp.scope('org.attachments', pg_temp.id(41)), 'user:' || pg_temp.id(1), 'a freelancer''s file is his own');
select is(pg_temp.scope('org.attachments', pg_temp.id(42)), 'business:' || pg_temp.id(22), 'a business''s file is its members''');

insert into org.portfolios (id, freelancer_profile_id, title, attachment_id) values (pg_temp.id(43), pg_temp.id(11), 'Work', pg_temp.id(41));
select is((select file_name || ' ' || file_status from org.portfolios where id = pg_temp.id(43)), 'raw.png draft', 'a link row tells of its file');
update org.attachments set status = 'clean', display_name = 'Gate' where id = pg_temp.id(41);
select is((select file_name || ' ' || file_status from org.portfolios where id = pg_temp.id(43)), 'Gate clean', 'and follows it');
select is(pg_temp.scope('org.portfolios', pg_temp.id(43)), 'user:' || pg_temp.id(1), 'a hidden portfolio is its owner''s');
delete from sync.changes;
update org.portfolios set is_public = true where id = pg_temp.id(43);
select is(pg_temp.scope('org.portfolios', pg_temp.id(43)), 'profile:' || pg_temp.id(11), 'a public one is the profile''s');
select set_eq($$ select scope_kind from sync.changes where key = pg_temp.id(43) $$, array['user', 'profile'],
  'a row that changes hands is fed to both sides');

-- Project 51 with stage 52, assigned to 11 as 53.
insert into projects.projects (id, client_business_id, title) values (pg_temp.id(51), pg_temp.id(22), 'Gate');
insert into projects.project_stages (id, project_id, name) values (pg_temp.id(52), pg_temp.id(51), 'Forge');
insert into projects.stage_budget_rules (id, project_stage_id, type, amount_currency, amount_cents)
values (pg_temp.id(54), pg_temp.id(52), 'fixed', 'EUR', 5000);
insert into projects.stage_assignments (id, project_stage_id, assignee_type, freelancer_profile_id, assigned_by)
values (pg_temp.id(53), pg_temp.id(52), 'freelancer', pg_temp.id(11), pg_temp.id(2));
select is(pg_temp.scope('projects.stage_budget_rules', pg_temp.id(54)), 'business:' || pg_temp.id(22), 'prices are the buyer''s');
select is(pg_temp.scope('projects.stage_assignments', pg_temp.id(53)), 'deal:' || pg_temp.id(53), 'a hire is a deal of two');
select throws_ok(format($$ insert into projects.stage_assignments (project_stage_id, assignee_type, team_id, assigned_by)
  values (%L, 'team', %L, %L) $$, pg_temp.id(52), pg_temp.id(31), pg_temp.id(2)), '23505', null, 'one live assignment a stage');
insert into projects.project_activity (id, project_id, kind, entity_table, entity_id)
values (pg_temp.id(55), pg_temp.id(51), 'status_change', 'projects.stage_assignments', pg_temp.id(53)),
       (pg_temp.id(56), pg_temp.id(51), 'status_change', null, null);
select is(pg_temp.scope('projects.project_activity', pg_temp.id(55)), 'deal:' || pg_temp.id(53), 'activity is for who sees what it is about');
select is(pg_temp.scope('projects.project_activity', pg_temp.id(56)), 'project:' || pg_temp.id(51), 'or for the project');
select throws_ok(format($$ insert into projects.project_activity (project_id, kind, entity_table, entity_id)
  values (%L, 'x', 'ops.email_queue', %L) $$, pg_temp.id(51), pg_temp.id(52)), '22023', null, 'never about what nobody sees');

insert into comms.project_channels (id, project_id, name) values (pg_temp.id(61), pg_temp.id(51), '#general');
delete from sync.changes;
insert into comms.project_messages (id, channel_id, sender_user_id, body)
select pg_temp.id(61 + n), pg_temp.id(61), pg_temp.id(2), 'm' || n from generate_series(1, 3) n;
select is((select array_agg(seq order by id) from comms.project_messages where channel_id = pg_temp.id(61)), '{1,2,3}'::bigint[], 'messages are numbered');
select is((select last_seq from comms.project_channels where id = pg_temp.id(61)), 3::bigint, 'by their channel');
select is_empty($$ select from sync.changes where key = pg_temp.id(61) $$, 'a message is no change of its channel');
insert into comms.message_attachments (id, message_table, message_id, attachment_id)
values (pg_temp.id(66), 'comms.project_messages', pg_temp.id(63), pg_temp.id(42));
select is((select row(scope_kind, scope_id, seq, file_name)::text from comms.message_attachments where id = pg_temp.id(66)),
  row('channel', pg_temp.id(61), 2, 'brief.pdf')::text, 'a file of a message goes where the message goes');
insert into comms.channel_reads (id, user_id, channel_id, last_seq) values (pg_temp.id(67), pg_temp.id(1), pg_temp.id(61), 3);
update comms.channel_reads set last_seq = 1 where id = pg_temp.id(67);
select is((select last_seq from comms.channel_reads where id = pg_temp.id(67)), 3::bigint, 'a read mark never moves back');
select throws_ok(format('update comms.project_messages set deleted_at = now() where id = %L', pg_temp.id(62)), '23514', null, 'a deleted message has no body');
insert into comms.message_edits (message_table, message_id, kind, body, edited_by)
values ('comms.project_messages', pg_temp.id(62), 'edit', 'm1', pg_temp.id(2));
select throws_ok('delete from comms.message_edits', '42501', null, 'what an edit replaced stays');

-- Roles in channels follow the project.
create function pg_temp.role(channel int, profile int) returns text language sql as $$
  select role from comms.project_channel_participants where channel_id = pg_temp.id(channel) and profile_id = pg_temp.id(profile)
$$;
insert into comms.project_channels (id, project_id, name, stage_id, visibility)
values (pg_temp.id(68), pg_temp.id(51), '#forge', pg_temp.id(52), 'owner_and_assignees');
select is(pg_temp.role(61, 22), 'participant', 'the buyer is in the channel from the start');
select is(pg_temp.role(61, 11), null, 'an invited freelancer is not');
update projects.stage_assignments set status = 'accepted', accepted_at = now() where id = pg_temp.id(53);
select is(pg_temp.role(61, 11) || pg_temp.role(68, 11), 'participantparticipant', 'who accepted is, in the stage''s channel too');
update projects.stage_assignments set ended_at = now(), end_reason = 'paid' where id = pg_temp.id(53);
select is(pg_temp.role(61, 11) || pg_temp.role(68, 11), 'viewerviewer', 'who was paid only views');
insert into projects.project_participants (project_id, profile_type, profile_id, role)
values (pg_temp.id(51), 'freelancer', pg_temp.id(11), 'collaborator');
select is(pg_temp.role(61, 11) || pg_temp.role(68, 11), 'participantviewer', 'of two roles the stronger counts');
delete from projects.project_participants where profile_id = pg_temp.id(11);
select is(pg_temp.role(61, 11), 'viewer', 'and the weaker stays when the other goes');
update projects.stage_assignments set end_reason = 'removed' where id = pg_temp.id(53);
select is(pg_temp.role(61, 11), null, 'who was removed is gone');

-- The ledger.
insert into finance.wallets (id, owner_type, owner_id, currency) values
  (pg_temp.id(71), 'business', pg_temp.id(22), 'EUR'), (pg_temp.id(72), 'freelancer', pg_temp.id(11), 'EUR'),
  (pg_temp.id(73), 'team', pg_temp.id(31), 'EUR'), (pg_temp.id(74), 'outside', pg_temp.id(0), 'XTS'),
  (pg_temp.id(75), 'business', pg_temp.id(22), 'XTS');
select is((select array_agg(scope_kind order by id) from finance.wallets where id between pg_temp.id(71) and pg_temp.id(74)),
  array['business_private', 'user', 'team_private', 'none'], 'a wallet is private to its owner');
create function pg_temp.leg(wallet int, posting int, direction text, cents bigint, currency text default 'XTS') returns void language sql as $$
  insert into finance.transactions (wallet_id, posting_id, direction, amount_cents, currency, reason, idempotency_key)
  values (pg_temp.id(wallet), pg_temp.id(posting), direction, cents, currency, 'test', posting || ':' || wallet)
$$;
select lives_ok($$ select pg_temp.leg(74, 81, 'debit', 500), pg_temp.leg(75, 81, 'credit', 500);
  set constraints all immediate; set constraints all deferred $$, 'a posting that sums to zero is booked');
select is((select row(balance_cents, last_seq)::text from finance.wallets where id = pg_temp.id(75)), '(500,1)', 'and moves the wallet');
select is((select row(credit_cents, debit_cents, transactions)::text from finance.wallet_months where wallet_id = pg_temp.id(75)), '(500,0,1)', 'and the month');
select throws_ok($$ select pg_temp.leg(75, 82, 'debit', 501) $$, '23514', null, 'nobody but outside goes below zero');
select throws_ok($$ select pg_temp.leg(75, 83, 'debit', 100); set constraints all immediate $$, '23514', null, 'half a posting is refused');
set constraints all deferred;
select throws_ok($$ select pg_temp.leg(75, 84, 'credit', 1, 'EUR') $$, '23514', null, 'nothing converts silently');
select throws_ok($$ select pg_temp.leg(74, 81, 'debit', 500) $$, '23505', null, 'nothing is booked twice');
select throws_ok($$ update finance.wallets set balance_cents = 9 where id = pg_temp.id(75) $$, '42501', null, 'a balance moves only by a posting');
select throws_ok($$ insert into finance.wallets (owner_type, owner_id, currency, balance_cents) values ('team', pg_temp.id(31), 'XTS', 5) $$, '42501', null, 'a wallet starts empty');
select throws_ok($$ update finance.transactions set reason = 'x' $$, '42501', null, 'the ledger is never changed');
select throws_ok($$ delete from finance.transactions $$, '42501', null, 'nor shortened');

insert into finance.escrows (id, project_stage_id, assignment_id, payer_business_id, payee_type, payee_id, amount_cents, currency)
values (pg_temp.id(76), pg_temp.id(52), pg_temp.id(53), pg_temp.id(22), 'freelancer', pg_temp.id(11), 5000, 'EUR');
select throws_ok($$ update finance.escrows set released_cents = 5001 where id = pg_temp.id(76) $$, '23514', null, 'an escrow gives no more than it holds');
insert into finance.invoices (id, project_stage_id, escrow_id, issue_to_business_id, issue_from_type, issue_from_profile, amount_cents, currency)
values (pg_temp.id(77), pg_temp.id(52), pg_temp.id(76), pg_temp.id(22), 'freelancer', pg_temp.id(11), 5000, 'EUR');
select is(pg_temp.scope('finance.invoices', pg_temp.id(77)), 'user:' || pg_temp.id(1), 'a draft is the issuer''s');
update finance.invoices set status = 'sent', number = 'INV-000001' where id = pg_temp.id(77);
select is(pg_temp.scope('finance.invoices', pg_temp.id(77)), 'escrow:' || pg_temp.id(53), 'a sent invoice is for both sides of the money');

insert into finance.ratings (id, project_id, rater_type, rater_profile, rater_user_id, ratee_type, ratee_id, score)
values (pg_temp.id(78), pg_temp.id(51), 'business', pg_temp.id(22), pg_temp.id(2), 'freelancer', pg_temp.id(11), 4);
update finance.ratings set visible_at = now() where id = pg_temp.id(78);
select is((select row(r.scope_kind, r.scope_id, r.is_public, f.rating_sum, f.rating_count)::text
  from finance.ratings r join org.freelancer_profiles f on f.id = r.ratee_id where r.id = pg_temp.id(78)),
  row('profile', pg_temp.id(11), true, 4, 1)::text, 'a rating becomes the ratee''s, and counts, when it is visible');

-- What one command makes in a row sorts by id.
create function pg_temp.out_of_order(times int) returns int language plpgsql as $$
declare
  former uuid := sync.uuid7(); latter uuid; wrong int := 0;
begin
  for i in 1..times loop
    latter := sync.uuid7();
    wrong := wrong + (latter <= former)::int;
    former := latter;
  end loop;
  return wrong;
end $$;
select is(pg_temp.out_of_order(2000), 0, 'ids of the server rise, also within a millisecond');
select ok(u::text ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
      and abs(('x' || lpad(left(replace(u::text, '-', ''), 12), 16, '0'))::bit(64)::bigint - extract(epoch from clock_timestamp()) * 1000) < 5000,
  'and begin with the time in milliseconds, version and variant in their places') from (select sync.uuid7() as u) v;

select * from finish();
rollback;
