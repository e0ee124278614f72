-- What logins see and can do through row security, as PostgREST would ask: set role authenticated, with claims.
begin;
select plan(32);
select setseed(0.11);

select test.person('Owner') as owner, test.person('Viewer') as viewer, test.person('Worker') as worker, test.person('Rival') as rival,
       test.person('Stranger') as stranger \gset
select test.business(:'owner') as shop, test.freelancer(:'worker') as profile, test.freelancer(:'rival', 'public') as rival_profile \gset
select test.employ(:'shop', :'viewer', 'viewer') \g /dev/null
select test.project(:'shop') as project \gset
select test.stage(:'project') as stage \gset
select test.assign(:'stage', :'profile') as hire, test.channel(:'project', 'owner_and_assignees', :'stage') as room, test.channel(:'project') as general \gset
select test.say(:'room', :'worker', 'Secret') as message, test.escrow(:'hire') as escrow \gset
insert into finance.wallets (owner_type, owner_id, currency) values ('business', :'shop', 'EUR') returning id as wallet \gset
insert into comms.notifications (user_id, type, title) values (:'worker', 'message.new', 'New') returning id as notification \gset
insert into projects.stage_budget_rules (project_stage_id, type, amount_currency, amount_cents) values (:'stage', 'fixed', 'EUR', 100) returning id as rule \gset

select ok(test.sees(:'worker', 'projects.projects', :'project'), 'an assignee reads the project');
select ok(not test.sees(:'stranger', 'projects.projects', :'project'), 'a stranger does not');
select ok(test.sees(:'worker', 'comms.project_messages', :'message') and test.sees(:'owner', 'comms.project_messages', :'message'), 'assignee and buyer read the stage''s messages');
select ok(not test.sees(:'viewer', 'comms.project_messages', :'message') and not test.sees(:'rival', 'comms.project_messages', :'message'), 'viewers and strangers do not');
select ok(test.sees(:'worker', 'finance.escrows', :'escrow') and not test.sees(:'viewer', 'finance.escrows', :'escrow'), 'the payee reads the escrow, a viewer of the buyer does not');
select ok(test.sees(:'owner', 'finance.wallets', :'wallet') and not test.sees(:'viewer', 'finance.wallets', :'wallet') and not test.sees(:'worker', 'finance.wallets', :'wallet'), 'the wallet is for its finance roles');
select ok(test.sees(:'viewer', 'projects.stage_budget_rules', :'rule') and not test.sees(:'worker', 'projects.stage_budget_rules', :'rule'), 'prices are the buyer''s');
select ok(test.sees(:'worker', 'comms.notifications', :'notification') and not test.sees(:'owner', 'comms.notifications', :'notification'), 'notifications are one''s own');
select ok(test.sees(:'stranger', 'org.freelancer_profiles', :'rival_profile') and not test.sees(:'stranger', 'org.freelancer_profiles', :'profile'), 'public profiles are for everyone signed in, others are not');
select test.finish(:'hire', 'removed') \g /dev/null
select ok(not test.sees(:'worker', 'projects.projects', :'project') and not test.sees(:'worker', 'comms.project_messages', :'message')
      and not test.sees(:'worker', 'projects.stage_assignments', :'hire'), 'who was removed reads nothing of it any more');
select ok(test.sees(:'worker', 'finance.escrows', :'escrow'), 'but the own money');

-- Nothing is written, whatever is tried.
select test.become(:'owner') \g /dev/null
select throws_ok(format('insert into comms.project_messages (channel_id, sender_user_id, body) values (%L, %L, %L)', :'room', :'owner', 'x'), '42501', null, 'authenticated inserts no row');
select throws_ok(format('update projects.projects set title = %L where id = %L', 'x', :'project'), '42501', null, 'updates none');
select throws_ok(format('delete from projects.projects where id = %L', :'project'), '42501', null, 'deletes none');
select throws_ok('truncate projects.projects cascade', '42501', null, 'truncates nothing');
select throws_ok('select token from org.org_invitations', '42501', null, 'tokens are not granted');
select throws_ok('select file_ref from marketplace.assets', '42501', null, 'nor paths of files');
select throws_ok('select access from integrations.connections', '42501', null, 'nor access to providers');
select throws_ok('select * from security.audit_logs', '42501', null, 'nor the audit trail');
select throws_ok('select * from sync.relations', '42501', null, 'nor what is internal');
select throws_ok(format('select * from security.scopes_of(%L)', :'worker'), '42501', null, 'nobody asks for another''s scopes');
select throws_ok(format('select sync.hello(gen_random_uuid(), %L)', '{}'), '42501', null, 'hello is the gateway''s');
select ok((select bool_and(c.scope_id <> :'room') or count(*) > 0 from sync.changes c), 'the feed is readable under the scopes held');
select test.owner() \g /dev/null
select test.become(:'owner', 'anon') \g /dev/null
select throws_ok('select * from org.freelancer_profiles', '42501', null, 'anon reads nothing, public or not');
select test.owner() \g /dev/null

-- An installation belongs to one login.
select test.become(:'worker', 'projective_gateway') \g /dev/null
select is(sync.hello('22222222-2222-2222-2222-222222222222', '{}'), '{"last_command": 0}'::jsonb, 'hello binds an installation');
select test.become(:'rival', 'projective_gateway') \g /dev/null
select throws_ok($$select sync.hello('22222222-2222-2222-2222-222222222222', '{}')$$, 'PJ403', 'foreign_client', 'to its login alone');
select test.owner() \g /dev/null

-- Somebody who comes under a new name each time does not fill the table; what has run a command stays.
update sync.clients set last_command = 1, last_seen_at = now() - interval '1 year' where id = '22222222-2222-2222-2222-222222222222';
select test.become(:'worker', 'projective_gateway') \g /dev/null
select sync.hello(format('33333333-3333-3333-3333-%s', lpad(n::text, 12, '0'))::uuid, '{}') from generate_series(1, 300) n \g /dev/null
select test.owner() \g /dev/null
select is((select count(*) from sync.clients where user_id = :'worker' and last_command = 0), 100::bigint, 'a login has a hundred installations that never did anything');
select ok(test.holds(:'worker', 'client', '33333333-3333-3333-3333-000000000300'), 'the last one is among them');
select ok(test.holds(:'worker', 'client', '22222222-2222-2222-2222-222222222222'), 'and the others are remembered');

-- In a random world, for every login and every relation: seen under row security = held by scopes_of, or public.
create temp table seen (login uuid, relation smallint, key uuid);
create temp table due (login uuid, relation smallint, key uuid);
do $$
declare
    r record;
begin
    perform test.populate(10);
    perform test.step() from generate_series(1, 200);
    for r in select u.user_id as login, x.id, x.relation from org.users_public u cross join sync.relations x where x.synced loop
        insert into seen select r.login, r.id, s.k from test.seen(r.login, r.relation) s (k);
    end loop;
    insert into due
    select u.user_id, a.relation, a.key from org.users_public u cross join test.all_rows a
     where a.is_public or (a.scope_kind, a.scope_id) in (select s.kind, s.id from security.scopes_of(u.user_id) s);
end $$;
select is_empty('(select * from seen except select * from due) union all (select * from due except select * from seen)',
    'row security shows exactly what the scopes say');
select cmp_ok((select count(*) from seen), '>', 1000::bigint, 'and that is not nothing');

-- The gateway's live reads see every row, and only granted columns.
select set_config('role', 'projective_gateway', true) \g /dev/null
select ok((select count(*) from projects.projects) > 1 and (select count(*) from comms.project_channels) > 1, 'a live tick reads rows of any scope, without claims');
select test.owner() \g /dev/null

select * from finish();
rollback;
