-- What people say to each other: bursts of talk in forty channels, each burst among those who are in the channel then.

-- Members of Studio Nord may post and submit for it.
insert into org.team_roles (id, team_id, title, permissions)
values (sample.id('role:studio'), sample.id('team:studio'), 'Maker', '{"submit": true, "post": true}'),
       (sample.id('role:pixel'), sample.id('team:pixel'), 'Designer', '{"submit": true, "post": true}');
update org.team_memberships set role_id = sample.id('role:studio')
 where user_id in (sample.id('user:ravi'), sample.id('user:noor')) and team_id = sample.id('team:studio');
update org.team_memberships set role_id = sample.id('role:pixel')
 where user_id = sample.id('user:ines') and team_id = sample.id('team:pixel');

create table sample.lines (tongue text, kind text, n serial, line text);
insert into sample.lines (tongue, kind, line) values
  ('en', 'open', 'Morning! Where are we with {t}?'), ('en', 'open', 'Quick one about {t}: who has the latest version?'),
  ('en', 'open', 'I went through {t} last night.'), ('en', 'open', 'Can we talk about {t} before Thursday?'),
  ('en', 'open', 'Heads-up: legal had a look at {t}.'), ('en', 'open', 'The numbers for {t} are in.'),
  ('en', 'open', 'I am stuck on {t} and could use a second pair of eyes.'), ('en', 'open', 'Good news: {t} works on the test server.'),
  ('en', 'open', 'Does anyone object if we leave out the second variant of {t}?'), ('en', 'open', 'Sending you my notes on {t} in pieces, so that they are readable.'),
  ('en', 'open', 'Client call moved to 14:00, {t} is first on the list.'), ('en', 'open', 'We got feedback on {t} from two users.'),
  ('en', 'say', 'I would keep it as it is and only change the heading.'), ('en', 'say', 'The second option reads better on a phone.'),
  ('en', 'say', 'It is about a day of work, maybe a day and a half with tests.'), ('en', 'say', 'Agreed. Let us write that down so nobody asks again.'),
  ('en', 'say', 'Could you add the edge case with an empty list?'), ('en', 'say', 'Yes, it is in the summary, second paragraph.'),
  ('en', 'say', 'No, that part is *not* in the brief, and I would rather not slip it in.'), ('en', 'say', 'I measured it: 1.8 s before, 0.6 s now.'),
  ('en', 'say', 'The contrast is 3.9:1, we need 4.5:1. I will darken the grey a little.'), ('en', 'say', 'Can you send me the three sentences in Arabic as well?'),
  ('en', 'say', 'I asked for the fonts twice. If they are not here by noon I go on with the system font.'), ('en', 'say', 'Let us cut it into two steps, then the first one can go out on Monday.'),
  ('en', 'say', 'That would break the link from the newsletter. Redirect?'), ('en', 'say', 'Redirect, and keep it for a year.'),
  ('en', 'say', 'Looks right to me on Firefox and Safari; I have no Edge here.'), ('en', 'say', 'Edge is fine too.'),
  ('en', 'say', 'I like the calm version. The other one shouts.'), ('en', 'say', 'What does the driver see when there is no network?'),
  ('en', 'say', 'The same screen with yesterday''s data, and a line that says so.'), ('en', 'say', 'Please use `due_date` and not `deadline`, the export relies on it.'),
  ('en', 'say', 'Who signs this off on your side?'), ('en', 'say', 'I do, unless it costs more than agreed.'),
  ('en', 'say', 'It does not. Same budget, one week later.'), ('en', 'say', 'Then go ahead.'),
  ('en', 'say', 'We tried that in spring and went back after two weeks.'), ('en', 'say', 'Fair point, I had forgotten.'),
  ('en', 'say', 'Two things: the logo is too close to the edge, and the footer has an old phone number.'), ('en', 'say', 'Both mended, please reload.'),
  ('en', 'say', 'I will be on a train until 11, answers may be slow.'), ('en', 'say', 'No hurry, tomorrow is early enough.'),
  ('en', 'say', 'The list got long. I sorted it by what hurts most:\n- sign-in on small screens\n- search with accents\n- the print view'), ('en', 'say', 'Thank you, that helps a lot.'),
  ('en', 'close', 'Good. I will write it up and post it here.'), ('en', 'close', 'Done for today, see you tomorrow.'),
  ('en', 'close', 'Perfect, thanks all.'), ('en', 'close', 'Then we are agreed.'), ('en', 'close', '👍'), ('en', 'close', 'Marked as done on my side.'),
  ('de', 'open', 'Guten Morgen! Wie steht es um {t}?'), ('de', 'open', 'Ich habe mir {t} gestern Abend angesehen.'),
  ('de', 'open', 'Können wir vor Donnerstag über {t} sprechen?'), ('de', 'open', 'Rückmeldung zu {t} ist da.'),
  ('de', 'say', 'Ich würde es so lassen und nur die Überschrift ändern.'), ('de', 'say', 'Das ist etwa ein Tag Arbeit.'),
  ('de', 'say', 'Einverstanden, bitte kurz aufschreiben.'), ('de', 'say', 'Die zweite Fassung ist ruhiger, die nehmen wir.'),
  ('de', 'say', 'Können wir am Mittwoch noch einmal drehen, falls es regnet?'), ('de', 'say', 'Ja, der Mittwoch ist frei gehalten.'),
  ('de', 'say', 'Das Budget reicht, ich habe nachgerechnet.'), ('de', 'say', 'Der Ton in Szene drei rauscht, bitte noch einmal entrauschen.'),
  ('de', 'say', 'Erledigt, bitte neu laden.'), ('de', 'say', 'Die Untertitel brauchen mehr Abstand zum Rand.'),
  ('de', 'close', 'Gut, dann machen wir es so.'), ('de', 'close', 'Danke euch, bis morgen.'), ('de', 'close', 'Passt.');

create function sample.line(tongue text, kind text, topic text) returns text language sql volatile as $$
  select replace(replace(line, '{t}', lower(left(topic, 1)) || substr(topic, 2)), '\n', E'\n')
  from (select line from sample.lines l where l.tongue = line.tongue and l.kind = line.kind order by random() limit 1) v
$$;

-- Who may speak where, from when to when. A worker speaks from the acceptance to the approval.
create table sample.voices as
with windows as (
  select s.project, s.n, s.name, s.room, w.person, w.acting, sample.ago(s.days) + interval '6 hours' as since,
         case when s.ends in ('paid', 'approved') then sample.ago(s.days) + interval '8 days 23 hours'
              when s.ends = 'refunded' then sample.ago(s.days) + interval '1 day 20 hours' else sample.ago(0) end as until
  from sample.stages s cross join lateral sample.worker(s.assignee) w
  where s.assignee is not null and s.ends not in ('invited', 'declined')
), speakers as (
  select * from windows
  union all
  select project, n, name, room, member, acting, since, until from windows, (values ('ravi'), ('noor')) m (member) where acting = 'team:studio'
)
select 'channel:' || project || '0' as channel, project, name as topic, person, acting, since, until from speakers
union all
select 'channel:' || project || n, project, name, person, acting, since, until from speakers where room
union all
select 'channel:' || p.key || '0', p.key, p.title, o.person, 'business:' || p.business, sample.ago(p.days) + interval '3 hours',
       case when p.ends in ('completed', 'cancelled') then sample.ago(p.days - 30) else sample.ago(0) end
from sample.projects p join sample.owners o using (business)
union all
select 'channel:' || s.project || s.n, s.project, s.name, o.person, 'business:' || p.business, sample.ago(s.days) + interval '6 hours',
       case when s.ends in ('paid', 'approved') then sample.ago(s.days) + interval '9 days' else sample.ago(0) end
from sample.stages s join sample.projects p on p.key = s.project join sample.owners o using (business) where s.room;

create function sample.burst(c text, business text, title text, at timestamptz, length int, name text) returns void language plpgsql as $$
declare
  tongue text := case when business = 'becker' then 'de' else 'en' end;
  t timestamptz := at;
  v sample.voices;
  last text;
begin
  for i in 1 .. length loop
    select * into v from sample.voices x where x.channel = c and t between x.since and x.until and x.person is distinct from last
    order by random() limit 1;
    if not found then
      select * into v from sample.voices x where x.channel = c and t between x.since and x.until order by random() limit 1;
      exit when not found;
    end if;
    last := v.person;
    perform sample.event(t, v.person, v.acting, 'send_message', jsonb_build_object(
      'message', sample.id(name || i, t), 'channel', sample.id(c, sample.ago((select days from sample.projects where key = v.project))),
      'body', sample.line(tongue, case i when 1 then 'open' when length then 'close' else 'say' end, v.topic),
      'client_created_at', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')));
    t := t + (20 + random() * 900) * interval '1 second';
  end loop;
end
$$;

-- About 1,130 bursts of three to twelve messages, some more than 8,000 in all; the busy projects talk more, and people talk more lately.
do $talk$
declare
  c record;
begin
  for c in
    select v.channel, p.business, p.title, min(v.since) as since, max(v.until) as until,
           case when v.channel in ('channel:relaunch0', 'channel:app0') then 144 when v.channel like '%0' then 34 else 16 end as bursts
    from sample.voices v join sample.projects p on p.key = v.project
    group by v.channel, p.business, p.title order by v.channel
  loop
    for i in 1 .. c.bursts loop
      perform sample.burst(c.channel, c.business, c.title,
        c.since + (c.until - c.since) * power(random(), 0.6), 3 + floor(random() * 10)::int, c.channel || ':' || i);
    end loop;
  end loop;
end
$talk$;

-- People read what they are part of; what came during the last half day is new to them.
select sample.event(least(max(v.until), sample.ago(0.5)) + interval '20 minutes', v.person, min(v.acting), 'mark_read', jsonb_build_object(
         'channel', sample.id(v.channel, sample.ago(p.days))))
from sample.voices v join sample.projects p on p.key = v.project
group by v.channel, v.person, p.days;
