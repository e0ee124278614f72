-- The change feed: what makes an entry, what makes none, and that a client who reads nothing else stays right.
begin;
select plan(24);
select setseed(0.42);

create function pg_temp.entries(target regclass, row_key uuid) returns setof text language sql as $$
    select c.scope_kind || case when c.notice then ' notice' else '' end from sync.changes c
     where c.relation = (select r.id from sync.relations r where r.relation = target) and c.key = row_key
     order by 1
$$;

select test.forget_feed();  -- what the deployment itself wrote
select test.person('Ann') as ann, test.person('Bob') as bob \gset
select test.freelancer(:'bob') as bobby, test.business(:'ann') as shop \gset
select test.project(:'shop') as project \gset

select results_eq($$select * from pg_temp.entries('projects.projects', '$$ || :'project' || $$')$$,
    array['business notice', 'project', 'project notice'], 'an insert makes one entry, and notices of what it grants');
select is((select count(distinct c.xid) from sync.changes c), 1::bigint, 'entries carry the transaction that wrote them');
select is((select c.xid from sync.changes c limit 1), pg_current_xact_id(), 'which is this one');

select test.forget_feed();
update projects.projects set title = 'Other' where id = :'project';
select results_eq($$select * from pg_temp.entries('projects.projects', '$$ || :'project' || $$')$$, array['project'],
    'an update makes one entry, and no notice where nothing that grants changed');
select is((select p.row_version from projects.projects p where p.id = :'project'), 2::bigint, 'and raises row_version by one');

select test.forget_feed();
update projects.projects set title = 'Other' where id = :'project';
select is_empty($$select * from sync.changes$$, 'an update that changes nothing makes no entry');
select is((select p.row_version from projects.projects p where p.id = :'project'), 2::bigint, 'and leaves row_version');
update projects.projects set row_version = 99, title = 'Third' where id = :'project';
select is((select p.row_version from projects.projects p where p.id = :'project'), 3::bigint, 'row_version cannot be set by hand');

select test.channel(:'project') as channel \gset
select test.forget_feed();
select test.say(:'channel', :'ann', 'Hello') as message \gset
select results_eq($$select r.name from sync.changes c join sync.relations r on r.id = c.relation$$, array['project_messages'],
    'a message is one entry: the last_seq of its channel is not synced');

insert into org.portfolios (freelancer_profile_id, title) values (:'bobby', 'Piece') returning id as piece \gset
select test.forget_feed();
update org.portfolios set is_public = true where id = :'piece';
select results_eq($$select * from pg_temp.entries('org.portfolios', '$$ || :'piece' || $$')$$, array['profile', 'user'],
    'an update that moves the scope makes an entry for each side');

select test.forget_feed();
delete from org.portfolios where id = :'piece';
select results_eq($$select * from pg_temp.entries('org.portfolios', '$$ || :'piece' || $$')$$, array['profile'], 'a delete makes one entry');

select throws_ok($$truncate org.portfolios$$, '55000', null, 'TRUNCATE is refused');

select test.stage(:'project') as stage \gset
select test.forget_feed();
select test.assign(:'stage', :'bobby', null, 'invited') as assignment \gset
select results_eq($$select * from pg_temp.entries('projects.stage_assignments', '$$ || :'assignment' || $$')$$,
    array['business notice', 'deal', 'project notice', 'user notice'], 'an invitation tells the buyer, the project and the invited');

select test.forget_feed();
insert into ops.admin_users (user_id, role) values (:'bob', 'moderator');
select results_eq($$select c.scope_kind, c.scope_id, c.notice from sync.changes c$$,
    $$values ('user', '$$ || :'bob' || $$'::uuid, true)$$, 'a relation that nobody mirrors only gives notice');

select test.forget_feed();
set local session_replication_role = replica;
update projects.projects set title = 'Restored' where id = :'project';
set local session_replication_role = origin;
select isnt_empty($$select * from sync.changes$$, 'capture fires for replicas too');

select test.forget_feed();
insert into projects.projects (client_business_id, title) select :'shop', 'Bulk ' || i from generate_series(1, 50) i;
select is((select count(*) from sync.changes c where not c.notice), 50::bigint, 'a statement of many rows makes an entry a row');

-- A savepoint that is rolled back takes its entries with it.
select test.forget_feed();
savepoint before;
update projects.projects set title = 'Never' where id = :'project';
rollback to before;
select is_empty($$select * from sync.changes$$, 'entries live and die with the change');

-- A client that follows the feed through a random history.
create temp table wrong (step int, what text, login uuid, difference text);
do $$
declare
    what text;
begin
    perform test.populate(10);
    perform test.step() from generate_series(1, 60);
    perform test.catch_up(u.user_id) from org.users_public u;
    for i in 1..120 loop
        perform test.forget_feed();
        what := test.step();
        perform test.catch_up(u.user_id) from org.users_public u;
        if i % 10 = 0 then
            insert into wrong select i, what, u.user_id, d from org.users_public u cross join lateral test.differences(u.user_id) d;
        end if;
    end loop;
end $$;
select is_empty('select * from wrong', 'mirrors that follow the feed equal what their logins may read');
select cmp_ok((select count(*) from test.mirror), '>', 200::bigint, 'and they are not empty');

-- Pruning by transaction, never above what a mark allows.
select test.forget_feed();
delete from sync.marks;
update projects.projects set title = 'Now' where id = :'project';
select is(sync.prune(now()), 0::bigint, 'nothing is pruned before the retention has passed');
select is((select count(*) from sync.marks), 1::bigint, 'but the time is marked');
insert into sync.changes (xid, relation, key, scope_kind, scope_id)
select '10'::xid8, 1, gen_random_uuid(), 'user', gen_random_uuid() from generate_series(1, 5);
update sync.marks set taken_at = now() - interval '30 days', oldest = '100'::xid8;
select is(sync.prune(now()), 5::bigint, 'entries below a mark older than the retention go');
select is(sync.floor()::text, '11:11:', 'and the floor is just above the newest that went');
select is((select count(*) from sync.changes c), 1::bigint, 'what is newer stays');

select * from finish();
rollback;
