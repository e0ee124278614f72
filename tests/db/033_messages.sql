-- Messages: order, mentions, edits, tombstones, read marks, notifications.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(42);

create function pg_temp.mara(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('mara', 'business:northwind', command, args, expected) $$;
create function pg_temp.ines(command text, args jsonb, expected jsonb default '{}') returns text language sql as
  $$ select cases.try('ines', 'freelancer:ines', command, args, expected) $$;
create function pg_temp.say(person text, workspace text, message text, body text, channel text default 'general') returns text language sql as $$
  select cases.try(person, workspace, 'send_message', jsonb_build_object('message', '@' || message, 'channel', '@' || channel,
    'body', body, 'client_created_at', '2026-11-22T10:00:00.5Z', 'mentions', '["@user:mara", "@user:omar"]'::jsonb)) $$;

select is(pg_temp.mara('create_project', '{"project": "@p", "title": "Website", "channel": "@general"}'), 'applied', 'a project');
select is(pg_temp.mara('create_stage', '{"stage": "@s", "project": "@p", "name": "Design", "order": 1, "stage_type": "session",
  "budget": {"rule": "@r", "type": "fixed", "amount_currency": "USD", "amount_cents": 100}, "channel": "@c"}'), 'applied', 'a stage');
select is(pg_temp.mara('activate_project', '{"project": "@p"}'), 'applied', 'active');
select is(pg_temp.mara('assign_stage', '{"assignment": "@a", "stage": "@s", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:ines"}'), 'applied', 'an offer');
select is(pg_temp.say('ines', 'freelancer:ines', 'm0', 'Hi'), 'rejected:not_found', 'who is only invited is outside');
select is(pg_temp.ines('accept_assignment', '{"assignment": "@a"}', '{"terms_hash": "=stage_assignments.terms_hash@a"}'), 'applied', 'accepted');

select is(pg_temp.say('ines', 'freelancer:ines', 'm1', 'Hello'), 'applied', 'first message');
select is(pg_temp.say('mara', 'business:northwind', 'm2', 'Hello Ines'), 'applied', 'second message');
select is(pg_temp.say('ines', 'freelancer:ines', 'm3', 'Third'), 'applied', 'third message');
select is((select array_agg(seq order by seq) from comms.project_messages where channel_id = cases.id('general')), array[1, 2, 3]::bigint[], 'the server numbers them');
select is((select created_at from comms.project_messages where id = cases.id('m1')), api.now(), 'time is the server''s');
select is((select client_created_at from comms.project_messages where id = cases.id('m1')), '2026-11-22T10:00:00.5Z'::timestamptz, 'the client''s time is only kept');
select is((select array_agg(distinct user_id) from comms.mentions), array[cases.id('user:mara')], 'a mention of a stranger is none');
select is((select count(*) from comms.notifications where user_id = cases.id('user:mara') and type = 'message.mention'), 2::bigint, 'Mara was mentioned twice');
select is((select count from comms.notifications where user_id = cases.id('user:hugo') and type = 'message.new'), 3, 'three messages are one notification for Hugo');
select is_empty($$ select user_id from comms.notifications where type = 'message.new' and user_id in (cases.id('user:omar'), cases.id('user:lena')) $$, 'strangers hear nothing');
select is((select count from comms.notifications where user_id = cases.id('user:ines') and type = 'message.new'), 1, 'nobody hears of his own messages');

-- Read marks
select is(cases.try('hugo', 'business:northwind', 'mark_read', '{"channel": "@general", "last_seq": 3}'), 'applied', 'Hugo reads');
select isnt((select read_at from comms.notifications where user_id = cases.id('user:hugo') and type = 'message.new'), null, 'which clears the notification');
select is(cases.try('hugo', 'business:northwind', 'mark_read', '{"channel": "@general", "last_seq": 1}'), 'applied', 'an older device speaks');
select is((select last_seq from comms.channel_reads where user_id = cases.id('user:hugo')), 3::bigint, 'the mark stays');
select is(cases.try('hugo', 'business:northwind', 'mark_read', '{"channel": "@general", "last_seq": 99}'), 'applied', 'reading ahead');
select is((select last_seq from comms.channel_reads where user_id = cases.id('user:hugo')), 3::bigint, 'is reading to the end');

-- Edits and tombstones
select is(pg_temp.ines('edit_message', '{"message": "@m1", "body": "Hello all"}'), 'applied', 'the author edits');
select is((select kind || ':' || body from comms.message_edits where message_id = cases.id('m1')), 'edit:Hello', 'the former words are kept');
select isnt((select edited_at from comms.project_messages where id = cases.id('m1')), null, 'and the edit shows');
select is(pg_temp.mara('delete_message', '{"message": "@m1"}'), 'rejected:not_allowed', 'others do not delete');
select is(pg_temp.ines('delete_message', '{"message": "@m1"}'), 'applied', 'the author does');
select is((select body from comms.project_messages where id = cases.id('m1')), '', 'a tombstone is empty');
select is((select body from comms.message_edits where message_id = cases.id('m1') and kind = 'delete'), 'Hello all', 'the body went to the moderators');
select is(pg_temp.ines('edit_message', '{"message": "@m1", "body": "Back"}'), 'rejected:message_deleted', 'and does not return');
select cases.wait('25 hours');
select is(pg_temp.ines('edit_message', '{"message": "@m3", "body": "Late"}'), 'rejected:edit_window_over', 'a day later words stand');
select is(pg_temp.ines('delete_message', '{"message": "@m3"}'), 'applied', 'but may be deleted');

-- What is put off and what is put away
create view pg_temp.heard as select * from comms.notifications n where n.user_id = cases.id('user:hugo') and n.type = 'message.new' and n.read_at is null;
create function pg_temp.hugo(command text, args jsonb) returns text language sql as $$
  select cases.try('hugo', 'business:northwind', command, args || jsonb_build_object('notifications', (select jsonb_agg(h.id) from pg_temp.heard h))) $$;
select is(pg_temp.say('ines', 'freelancer:ines', 'm20', 'News'), 'applied', 'news for Hugo');
select is(pg_temp.hugo('snooze_notification', jsonb_build_object('until', to_char((api.now() + interval '2 hours') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))), 'applied', 'who puts it off');
select is((select count(*) from pg_temp.heard where snoozed_until > api.now() and read_at is null), 1::bigint, 'and has not read it by that');
select is(pg_temp.say('ines', 'freelancer:ines', 'm21', 'More'), 'applied', 'more of it');
select results_eq($$ select count, snoozed_until from pg_temp.heard $$, $$ values (2, null::timestamptz) $$, 'wakes what was put off');
select is(pg_temp.hugo('archive_notification', '{}'), 'applied', 'now he puts it away');
select is_empty($$ select id from pg_temp.heard $$, 'which counts as having read it');
select lives_ok($$ select pg_temp.say('ines', 'freelancer:ines', 'm22', 'Yet more') $$, 'more again');
select results_eq($$ select count, archived_at from pg_temp.heard $$, $$ values (1, null::timestamptz) $$, 'is a new one');
select * from finish();
rollback;
