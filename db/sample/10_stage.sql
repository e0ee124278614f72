-- The stage on which sample data is played: a schema of helpers that the last file drops again.
-- A play is a list of events (who, as whom, when, which command); sample.play() runs them in the order of their times
-- through api.run, each with the clock at its time.

set client_min_messages = warning;

create schema sample;

-- The clock may move in this database while the sample is loaded; the last file ends it.
insert into ops.settings (key, value) values ('clock_may_move', 'true')
on conflict (key) do update set value = excluded.value;

-- Play money: whoever tries the sample may fill wallets from nowhere.
update ops.settings set value = value || '{"enabled": true}' where key = 'top_up';

-- "Now" of the whole play: one moment, so that all dates are relative to it.
create table sample.clock as select date_trunc('minute', pg_catalog.now()) as now;

create table sample.people (
  key text primary key,
  user_id uuid not null,
  client_id uuid not null,
  number bigint not null default 0
);

create table sample.events (
  seq bigserial,
  at timestamptz not null,
  person text not null,
  acting text not null,
  command text not null,
  args jsonb not null,
  expected jsonb not null default '{}'
);

-- An id that is the same in each load of the same day: UUIDv7 with the time of its row and bits from its name.
create function sample.id(name text, at timestamptz default null) returns uuid language sql stable as $$
  select (left(t, 8) || '-' || substr(t, 9, 4) || '-7' || substr(m, 1, 3) || '-8' || substr(m, 4, 3) || '-' || substr(m, 7, 12))::uuid
  from (select lpad(to_hex((extract(epoch from coalesce(at, (select now - interval '400 days' from sample.clock))) * 1000)::bigint), 12, '0') as t,
               md5(name) as m) v
$$;

create function sample.ago(days numeric) returns timestamptz language sql stable as $$
  select now - days * interval '1 day' from sample.clock
$$;

-- "business:northwind" -> "business:<uuid>"
create function sample.acting(workspace text) returns text language sql stable as $$
  select split_part(workspace, ':', 1) || ':' || sample.id(workspace)
$$;

create function sample.event(at timestamptz, person text, acting text, command text, args jsonb) returns void
language sql as $$
  insert into sample.events (at, person, acting, command, args)
  values (least(at, (select now - interval '2 minutes' from sample.clock)), person, acting, command, jsonb_strip_nulls(args))
$$;

-- What an accepting person has read on the screen: the terms as they stand.
create function sample.expected(e sample.events) returns jsonb language sql stable as $$
  select case e.command
    when 'accept_assignment' then (select jsonb_build_object('terms_hash', a.terms_hash)
      from projects.stage_assignments a where a.id = (e.args ->> 'assignment')::uuid)
    else e.expected end
$$;

-- What the server makes (the escrow of a stage, the newest message of a channel) a play can't know beforehand.
create function sample.args(e sample.events) returns jsonb language sql stable as $$
  select case e.command
    when 'open_dispute' then e.args - 'stage' || (select jsonb_build_object('escrow', x.id)
      from finance.escrows x where x.project_stage_id = (e.args ->> 'stage')::uuid)
    when 'mark_read' then e.args || (select jsonb_build_object('last_seq', c.last_seq)
      from comms.project_channels c where c.id = (e.args ->> 'channel')::uuid)
    else e.args end
$$;

create function sample.run(e sample.events) returns void language plpgsql as $$
declare
  p sample.people;
  outcome jsonb;
begin
  update sample.people set number = number + 1 where key = e.person returning * into strict p;
  perform set_config('projective.now', e.at::text, true);
  perform set_config('request.jwt.claims', jsonb_build_object('sub', p.user_id, 'role', 'authenticated')::text, true);
  if p.number = 1 then
    perform sync.hello(p.client_id, '{"client": "sample"}');
  end if;
  outcome := api.run(p.client_id, p.number, e.command, sample.acting(e.acting), sample.expected(e), sample.args(e));
  if outcome ->> 'outcome' is distinct from 'applied' then
    raise exception 'sample: % by % as % at % was not applied: % (args %)', e.command, e.person, e.acting, e.at, outcome, e.args;
  end if;
end
$$;

-- In transactions of 100 events, as life would have made them: in one long one no dead row version can be pruned, and
-- counters that are updated over and over (channels, notifications, rate limits) get slower with each update.
create procedure sample.play() language plpgsql as $$
declare
  e sample.events;
begin
  for e in select * from sample.events order by at, seq loop
    perform sample.run(e);
    if e.seq % 100 = 0 then
      commit;
    end if;
  end loop;
end
$$;

select setseed(0.4242);
