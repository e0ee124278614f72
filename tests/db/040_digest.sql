-- Messages are not mailed one by one: who asks for it gets one mail a day, when his quiet time is over.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(9);

create table cases.messages (n int generated always as identity);
create function cases.say(person text, workspace text, mentions jsonb default '[]') returns text language sql as $$
  with m as (insert into cases.messages default values returning n)
  select cases.try(person, workspace, 'send_message', jsonb_build_object('message', '@m' || m.n, 'channel', '@general', 'body', 'Hello',
    'client_created_at', '2026-01-01T00:00:00Z', 'mentions', mentions)) from m $$;
create view cases.digests as
  select split_part(q.to_email, '@', 1) as person, q.vars ->> 'day' as day, q.next_retry_at as due from ops.email_queue q where q.template = 'message.digest';

select set_config('projective.now', '2026-03-10 20:00Z', true) \g /dev/null
select cases.try('mara', 'business:northwind', 'create_project', '{"project": "@p", "title": "Site", "channel": "@general"}') \g /dev/null
select is(cases.say('mara', 'business:northwind'), 'applied', 'a message before anyone asks for a digest');
select is_empty('select * from cases.digests', 'is mailed to nobody');

select cases.try('hugo', 'business:northwind', 'update_notification_prefs', '{"digest": true, "email": false}') \g /dev/null
select cases.try('petra', 'business:northwind', 'update_notification_prefs', '{"digest": true, "tz": "Pacific/Auckland", "quiet_start": "22:00", "quiet_end": "09:30"}') \g /dev/null
select cases.try('mara', 'business:northwind', 'update_notification_prefs', '{"digest": true}') \g /dev/null
select cases.try('omar', 'business:contoso', 'update_notification_prefs', '{"digest": true}') \g /dev/null
select cases.say('mara', 'business:northwind'), cases.say('mara', 'business:northwind', '["@user:hugo", "@user:omar"]') \g /dev/null
select set_eq('select person, day, due from cases.digests', $$ values ('hugo', '2026-03-10', '2026-03-11 08:00Z'::timestamptz),
  ('petra', '2026-03-11', '2026-03-11 20:30Z') $$, 'two messages are one mail to each reader who asks, in the morning after by his clock; not to who wrote them or does not read');
select is_empty($$ select vars from ops.email_queue where template = 'message.digest' and vars ?| array['body', 'channel'] $$, 'nothing of what was said waits in it');
select cases.say('victor', 'business:northwind') \g /dev/null
select is((select count(*) from cases.digests where person = 'mara'), 0::bigint, 'who may not post causes none');
select cases.say('hugo', 'business:northwind') \g /dev/null
select is((select count(*) from cases.digests where person = 'mara'), 1::bigint, 'who wrote first hears of the answer');
select cases.wait('1 day') \g /dev/null
select cases.say('mara', 'business:northwind') \g /dev/null
select is((select count(*) from cases.digests where person = 'hugo'), 2::bigint, 'the next day is another mail');
select cases.try('hugo', 'business:northwind', 'update_notification_prefs', '{"mute_until": "2026-03-20T12:00:00Z"}'), cases.wait('1 day') \g /dev/null
select cases.say('mara', 'business:northwind') \g /dev/null
select is((select max(due) from cases.digests where person = 'hugo'), '2026-03-20 12:00Z'::timestamptz, 'and waits while he is muted');
select is_empty($$ select template from ops.email_queue where template in ('message.new', 'message.mention') $$, 'no message is mailed by itself');
select * from finish();
rollback;
