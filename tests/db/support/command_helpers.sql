-- Helpers of the command tests: run a command as somebody, move the clock, look at what is there.

create or replace function cases.sign_in(person text) returns void language sql as $$
  select set_config('request.jwt.claims',
    json_build_object('sub', cases.id('user:' || person), 'role', 'authenticated')::text, true)
$$;

create or replace function cases.acting(workspace text) returns text language sql immutable as $$
  select split_part(workspace, ':', 1) || ':' || cases.id(workspace)
$$;

-- "@name" is the uuid of that name; "=table.column@name" the column of the row with that id; "=escrow@name" the escrow
-- of that assignment; "=notification@login" that login's newest notification; "=acting:kind:name" a workspace.
create or replace function cases.fill(value jsonb) returns jsonb language plpgsql as $$
declare
  m text[];
  relation regclass;
  found_value text;
begin
  for m in select regexp_matches(value::text, '"=(\w+)\.(\w+)@([^"]+)"', 'g') loop
    select r.relation into strict relation from sync.relations r where r.name = m[1];
    execute format('select %I::text from %s where id = $1', m[2], relation) into found_value using cases.id(m[3]);
    value := replace(value::text, format('"=%s.%s@%s"', m[1], m[2], m[3]), coalesce(to_json(found_value)::text, 'null'))::jsonb;
  end loop;
  for m in select regexp_matches(value::text, '"=escrow@([^"]+)"', 'g') loop
    select e.id::text into found_value from finance.escrows e where e.assignment_id = cases.id(m[1]);
    value := replace(value::text, format('"=escrow@%s"', m[1]), coalesce(to_json(found_value)::text, 'null'))::jsonb;
  end loop;
  for m in select regexp_matches(value::text, '"=notification@([^"]+)"', 'g') loop
    select n.id::text into found_value from comms.notifications n where n.user_id = cases.id('user:' || m[1]) order by n.id desc limit 1;
    value := replace(value::text, format('"=notification@%s"', m[1]), coalesce(to_json(found_value)::text, 'null'))::jsonb;
  end loop;
  for m in select regexp_matches(value::text, '"=acting:([^"]+)"', 'g') loop
    value := replace(value::text, format('"=acting:%s"', m[1]), to_json(cases.acting(m[1]))::text)::jsonb;
  end loop;
  for m in select distinct regexp_matches(value::text, '"@([^"]+)"', 'g') loop
    value := replace(value::text, '"@' || m[1] || '"', '"' || cases.id(m[1]) || '"')::jsonb;
  end loop;
  return value;
end $$;

-- The next command of somebody's installation; "as" may be "kind:name" of a workspace.
create or replace function cases.run(person text, workspace text, command text, args jsonb, expected jsonb default '{}')
returns jsonb language plpgsql as $$
begin
  perform cases.sign_in(person);
  return api.run(cases.id('client:' || person),
    (select c.last_command + 1 from sync.clients c where c.id = cases.id('client:' || person)),
    command, cases.acting(workspace), cases.fill(expected), cases.fill(args), '{"ip": "192.0.2.1", "user_agent": "tests"}');
end $$;

-- Outcome and code in one word: applied, rejected:not_allowed, conflict:changed.
create or replace function cases.said(outcome jsonb) returns text language sql immutable as $$
  select concat_ws(':', outcome ->> 'outcome', outcome ->> 'code')
$$;

create or replace function cases.try(person text, workspace text, command text, args jsonb, expected jsonb default '{}')
returns text language sql as $$
  select cases.said(cases.run(person, workspace, command, args, expected))
$$;

create or replace function cases.wait(period interval) returns void language sql as $$
  select set_config('projective.now', (api.now() + period)::text, true)
$$;

create or replace function cases.balance(wallet text, currency text default 'USD') returns bigint language sql stable as $$
  select coalesce((select w.balance_cents from finance.wallets w
    where w.owner_type = split_part(wallet, ':', 1) and w.owner_id = cases.id(wallet) and w.currency = balance.currency), 0)
$$;
