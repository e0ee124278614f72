-- The entrance: numbers, repeats, identity, rate, faults, and arguments that do not fit.
begin;
create extension if not exists pgtap;
select value -> 'enabled' as minted from ops.settings where key = 'top_up' \gset
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(39);

create temp table said (outcome jsonb);
select cases.sign_in('mara');
create function pg_temp.call(number bigint, args jsonb default '{"project": "@p", "title": "Site", "channel": "@c"}',
                             client text default 'client:mara') returns jsonb language sql as $$
  select api.run(cases.id(client), number, 'create_project', cases.acting('business:northwind'), '{}', cases.fill(args))
$$;

select is(:'minted'::text, 'false', 'a new database makes no money out of nothing');

-- Numbers and repeats
select is(cases.said(pg_temp.call(2)), 'out_of_order', 'a gap is out of order');
select is(pg_temp.call(2) -> 'params', '{"last_command": 0}', 'and says where the installation stands');
select is((select count(*) from sync.results), 0::bigint, 'which is no outcome: nothing is stored');
select is(cases.said(pg_temp.call(1)), 'applied', 'the next number is executed');
select is((select count(*) from projects.projects where id = cases.id('p')), 1::bigint, 'and took effect');
select is((select last_command from sync.clients where id = cases.id('client:mara')), 1::bigint, 'the number is consumed');
select is(cases.said(pg_temp.call(1)), 'applied', 'a repeat is answered with the stored outcome');
select is((select count(*) from projects.projects where id = cases.id('p')), 1::bigint, 'without a second effect');
select is(cases.said(pg_temp.call(1, '{"channel": "@c", "title": "Site", "project": "@p"}')), 'applied', 'the order of keys does not matter');
select is(cases.said(pg_temp.call(1, '{"project": "@p", "title": "Other", "channel": "@c"}')), 'command_reused:other_arguments',
  'a repeat with other arguments is refused');
select is(cases.said(pg_temp.call(2)), 'rejected:id_taken', 'a refusal is an outcome');
select is((select last_command from sync.clients where id = cases.id('client:mara')), 2::bigint, 'and consumes its number');
select is(cases.said(pg_temp.call(2)), 'rejected:id_taken', 'and is answered again');
select is((select array_agg(outcome || coalesce(':' || code, '') order by number) from sync.results
            where client_id = cases.id('client:mara')), array['applied', 'rejected:id_taken'], 'each number has one result');
select is((select scope_kind || ':' || scope_id from sync.results where number = 1 and client_id = cases.id('client:mara')),
  'client:' || cases.id('client:mara'), 'which belongs to the installation');
select is((select count(*) from security.audit_logs where action = 'project.created'
             and request_id = md5(cases.id('client:mara') || ':1')::uuid), 1::bigint, 'the audit row names the request');

-- Identity
select throws_ok($$ select pg_temp.call(1, client => 'client:omar') $$, 'PJ403', 'foreign_client', 'an installation of somebody else');
select throws_ok($$ select pg_temp.call(1, client => 'client:nobody') $$, 'PJ403', 'foreign_client', 'an unknown installation');
select set_config('request.jwt.claims', '', true);
select throws_ok($$ select pg_temp.call(3) $$, 'PJ401', 'not_signed_in', 'nobody');
select ok(not has_function_privilege('authenticated', 'api.run(uuid, bigint, text, text, jsonb, jsonb, jsonb)', 'execute')
      and not has_function_privilege('anon', 'api.run(uuid, bigint, text, text, jsonb, jsonb, jsonb)', 'execute')
      and has_function_privilege('projective_gateway', 'api.run(uuid, bigint, text, text, jsonb, jsonb, jsonb)', 'execute'),
  'only the gateway runs commands');
select is_empty($$ select p.oid::regprocedure from pg_proc p
                    where p.pronamespace in ('api'::regnamespace, 'finance'::regnamespace)
                      and p.proname not in ('run', 'parsed', 'fault', 'now')
                      and (has_function_privilege('authenticated', p.oid, 'execute')
                           or has_function_privilege('projective_gateway', p.oid, 'execute')) $$,
  'no other function of commands or ledger is executable');
select is_empty($$ select p.oid::regprocedure from pg_proc p
                    where p.pronamespace = 'api'::regnamespace and not coalesce(p.proconfig::text like '%search_path=%', false) $$,
  'every function of api pins its search path');
select cases.sign_in('mara');
select is(cases.said(api.run(cases.id('client:mara'), 3, 'create_project', 'business:' || cases.id('business:contoso'), '{}',
  cases.fill('{"project": "@p2", "title": "Site", "channel": "@c2"}'))), 'rejected:not_allowed', 'a workspace that is not the login''s');
select is(cases.said(api.run(cases.id('client:mara'), 4, 'create_project', 'mallory', '{}', '{}')), 'rejected:invalid_argument',
  'no workspace at all');
select is(cases.said(api.run(cases.id('client:mara'), 5, 'drop_everything', cases.acting('business:northwind'), '{}', '{}')),
  'rejected:unknown_command', 'a command that does not exist');
select is(cases.said(api.run(cases.id('client:mara'), 6, 'reject', cases.acting('business:northwind'), '{}', '{}')),
  'rejected:unknown_command', 'a function that is no command');
select is(cases.said(api.run(cases.id('client:mara'), 7, 'create_project', cases.acting('business:northwind'), '{}', '[]')),
  'rejected:invalid_argument', 'arguments are an object');
select is(cases.said(api.run(cases.id('client:mara'), 8, 'create_project', cases.acting('business:northwind'), '{"x": 1}',
  cases.fill('{"project": "@p3", "title": "Site", "channel": "@c3"}'))), 'rejected:invalid_argument', 'a precondition that the command does not know');

-- Whatever is sent, no command answers with a fault.
create function pg_temp.garbage(command text) returns setof text language plpgsql as $$
declare
  junk jsonb;
begin
  foreach junk in array array['{}', '{"x": 1}', '{"stage": 1, "project": [], "team": "x", "amount_cents": "9", "shares": 5}',
    '{"project": "p", "stage": "s", "assignment": {}, "message": null, "channel": true, "body": 7, "dispute": "d", "asset": 0}']::jsonb[] loop
    return next command || ' ' || cases.said(api.attempt(cases.id('user:mara'), cases.id('client:mara'), 99, command,
      cases.acting('business:northwind'), '{}', junk, '{}'));
  end loop;
exception when others then
  return next command || ' fault ' || sqlstate || ' ' || sqlerrm;
end $$;
select is_empty($$ select g from sync.commands c, pg_temp.garbage(c.name) g
                    where g not like '% rejected:%' and g not like 'update_notification_prefs applied' $$, 'garbage is refused, never a fault');
select is_empty($$ select c.name from sync.commands c
                    where to_regprocedure(format('api.%I(api.context, jsonb, jsonb)', c.name)) is null $$, 'every command of the catalog exists');
select is_empty($$ select t.command from sync.transitions t where t.command not in (select name from sync.commands)
                      and t.actor <> 'system' $$, 'every transition belongs to a command or to the system');

-- Rate
update ops.settings set value = '{"*": {"count": 2, "seconds": 60}}' where key = 'rate_limits';
delete from ops.rate_limit_counters;
select lives_ok($$ select pg_temp.call(9); select pg_temp.call(10) $$, 'two within the limit');
select throws_ok($$ select pg_temp.call(11) $$, 'PJ429', 'too_many_requests', 'the third leaves without an outcome');
select is((select last_command from sync.clients where id = cases.id('client:mara')), 10::bigint, 'and without its number');
select cases.wait('61 seconds');
select is(cases.said(pg_temp.call(11)), 'rejected:id_taken', 'a minute later it goes on');

-- Faults
select is((select array_agg(api.fault(cases.id('client:mara'), 12, 'create_project', '40001')) from generate_series(1, 4)),
  array[null, null, null, null]::jsonb[], 'four faults are to be tried again');
select is(cases.said(api.fault(cases.id('client:mara'), 12, 'create_project', '40001')), 'rejected:internal', 'the fifth is the outcome');
select is(cases.said(pg_temp.call(12)), 'rejected:internal', 'and answers the repeat');
select * from finish();
rollback;
