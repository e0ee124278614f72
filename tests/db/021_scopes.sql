-- Who holds which scope: each kind by example, and the whole against a second account of it in random worlds.
begin;
select plan(69);
select setseed(0.7);

create function pg_temp.nil() returns uuid language sql immutable as $$ select '00000000-0000-0000-0000-000000000000'::uuid $$;

select test.person('Owner') as owner, test.person('Admin') as admin, test.person('Finance') as finance, test.person('Hiring') as hiring,
       test.person('Viewer') as viewer, test.person('Left') as gone, test.person('Invited') as asked, test.person('Stranger') as stranger,
       test.person('Worker') as worker, test.person('Rival') as rival, test.person('Lead') as lead, test.person('Member') as member \gset
select test.business(:'owner') as shop, test.business(:'stranger') as other_shop, test.team(:'lead') as team,
       test.freelancer(:'worker') as worker_profile, test.freelancer(:'rival') as rival_profile, test.freelancer(:'member') as member_profile,
       test.freelancer(:'stranger') as stranger_profile \gset
select test.employ(:'shop', :'admin', 'admin'), test.employ(:'shop', :'finance', 'finance'), test.employ(:'shop', :'hiring', 'hiring_manager'),
       test.employ(:'shop', :'viewer', 'viewer'), test.employ(:'shop', :'gone', 'admin', 'left'), test.employ(:'shop', :'asked', 'admin', 'invited'),
       test.join_team(:'team', :'member'), test.join_team(:'team', :'gone', 'admin', 'left'), test.join_team(:'team', :'asked', 'freelancer', 'invited') \g /dev/null
select test.project(:'shop') as project \gset
select test.stage(:'project') as stage, test.stage(:'project') as team_stage, test.stage(:'project') as rival_stage \gset
select test.channel(:'project') as general, test.channel(:'project', 'owner_and_assignees', :'stage') as room,
       test.channel(:'project', 'owner_and_assignees') as staff, test.thread(:'worker', :'viewer') as thread \gset
select test.assign(:'stage', :'worker_profile', null, 'invited') as hire, test.assign(:'team_stage', null, :'team') as team_hire,
       test.assign(:'rival_stage', :'rival_profile') as rival_hire \gset

-- user, catalog, admin, client
select ok(test.holds(:'worker', 'user', :'worker'), 'user: the login itself');
select ok(not test.holds(:'stranger', 'user', :'worker'), 'user: nobody else');
select ok(test.holds(:'stranger', 'catalog', pg_temp.nil()), 'catalog: everyone signed in');
select is_empty('select * from security.scopes_of(null)', 'nobody who is not signed in');
select ok(not test.holds(:'stranger', 'admin', pg_temp.nil()), 'admin: nobody but moderators');
select test.become(:'worker', 'projective_gateway'), sync.hello('11111111-1111-1111-1111-111111111111', '{"os": "test"}'), test.owner() \g /dev/null
select ok(test.holds(:'worker', 'client', '11111111-1111-1111-1111-111111111111'), 'client: the login whose installation said hello');
select ok(not test.holds(:'rival', 'client', '11111111-1111-1111-1111-111111111111'), 'client: nobody else');

-- business, business_private, team, team_private
select ok(bool_and(test.holds(u, 'business', :'shop')), 'business: owner and active members, whatever their role')
  from unnest(array[:'owner', :'admin', :'finance', :'hiring', :'viewer']::uuid[]) u;
select ok(not bool_or(test.holds(u, 'business', :'shop')), 'business: not who left, is invited, or works for it')
  from unnest(array[:'gone', :'asked', :'worker', :'stranger']::uuid[]) u;
select ok(bool_and(test.holds(u, 'business_private', :'shop')), 'business_private: owner, admins, finance') from unnest(array[:'owner', :'admin', :'finance']::uuid[]) u;
select ok(not bool_or(test.holds(u, 'business_private', :'shop')), 'business_private: not hiring managers, viewers, former admins')
  from unnest(array[:'hiring', :'viewer', :'gone', :'asked']::uuid[]) u;
select ok(test.holds(:'lead', 'team', :'team') and test.holds(:'member', 'team', :'team'), 'team: owner and members');
select ok(not test.holds(:'gone', 'team', :'team') and not test.holds(:'asked', 'team', :'team'), 'team: not who left or is invited');
select ok(test.holds(:'lead', 'team_private', :'team') and not test.holds(:'member', 'team_private', :'team'), 'team_private: the owner, not plain members');
with r as (insert into org.team_roles (team_id, title, permissions) values (:'team', 'Books', '{"view_finance": true}') returning id)
update org.team_memberships m set role_id = r.id from r where m.user_id = :'member';
select ok(test.holds(:'member', 'team_private', :'team'), 'team_private: members whose role may view finance');
update org.team_roles set permissions = '{"view_finance": false}' where team_id = :'team';
select ok(not test.holds(:'member', 'team_private', :'team'), 'team_private: until the permission is taken back');

-- Whom a team or business has asked to join is known by name to those who ask, and to nobody else; his card is not theirs to see yet.
select test.freelancer(:'asked') as asked_profile \gset
select ok(bool_and(test.holds(u, 'profile', :'asked')), 'profile: a team, and a business, know the name of whom they invited') from unnest(array[:'member', :'viewer']::uuid[]) u;
select ok(not bool_or(test.holds(u, 'profile', :'asked_profile')), 'profile: not his card') from unnest(array[:'lead', :'member', :'owner']::uuid[]) u;
select ok(not bool_or(test.holds(u, 'profile', :'asked') or test.holds(u, 'profile', :'asked_profile')), 'profile: nothing to those who work with them')
  from unnest(array[:'rival', :'worker']::uuid[]) u;
select ok(test.holds(:'lead', 'profile', :'gone'), 'profile: who left keeps his name');

-- project and deal, along the life of an assignment
select ok(not test.holds(:'worker', 'project', :'project'), 'project: not for who is only invited');
select ok(test.holds(:'worker', 'deal', :'hire'), 'deal: from the invitation on');
select ok(test.holds(:'worker', 'profile', :'shop'), 'profile: the invited knows who asks');
select ok(not test.holds(:'worker', 'escrow', :'hire'), 'escrow: not before accepting');
select ok(bool_and(test.holds(u, 'deal', :'hire')), 'deal: the whole buyer side') from unnest(array[:'owner', :'viewer']::uuid[]) u;
select ok(not test.holds(:'rival', 'deal', :'hire') and not test.holds(:'rival', 'profile', :'worker_profile'), 'deal: other assignees neither read it nor hear who is invited');
select ok(test.holds(:'member', 'deal', :'team_hire') and test.holds(:'member', 'project', :'project'), 'deal, project: all members of a hired team');
select ok(test.holds(:'lead', 'escrow', :'team_hire') and not test.holds(:'member', 'escrow', :'team_hire'), 'escrow: of a team who may view its finance');
update projects.stage_assignments set status = 'accepted', accepted_at = now() where id = :'hire';
select ok(test.holds(:'worker', 'project', :'project') and test.holds(:'worker', 'deal', :'hire') and test.holds(:'worker', 'escrow', :'hire'), 'project, deal, escrow: accepted');
select ok(test.holds(:'rival', 'profile', :'worker_profile') and test.holds(:'rival', 'profile', :'worker'), 'profile: those in one project know each other');
select ok(not test.holds(:'rival', 'escrow', :'hire') and not test.holds(:'viewer', 'escrow', :'hire'), 'escrow: neither other assignees nor viewers of the buyer');
select ok(bool_and(test.holds(u, 'escrow', :'hire')), 'escrow: owner, admins, hiring managers, finance') from unnest(array[:'owner', :'admin', :'hiring', :'finance']::uuid[]) u;

-- channel
select ok(bool_and(test.holds(u, 'channel', :'general')), 'project_all: everyone who takes part') from unnest(array[:'owner', :'viewer', :'worker', :'rival', :'member']::uuid[]) u;
select ok(not test.holds(:'stranger', 'channel', :'general'), 'project_all: no stranger');
select ok(bool_and(test.holds(u, 'channel', :'room')), 'a stage''s room: hiring roles and its assignee') from unnest(array[:'owner', :'admin', :'hiring', :'worker']::uuid[]) u;
select ok(not bool_or(test.holds(u, 'channel', :'room')), 'a stage''s room: not finance, viewers, or assignees of other stages')
  from unnest(array[:'finance', :'viewer', :'rival', :'member']::uuid[]) u;
select ok(bool_and(test.holds(u, 'channel', :'staff')), 'owner_and_assignees without a stage: assignees of any') from unnest(array[:'worker', :'rival', :'member', :'hiring']::uuid[]) u;
insert into comms.project_channel_participants (channel_id, profile_type, profile_id, role) values (:'room', 'freelancer', :'rival_profile', 'participant');
select ok(not test.holds(:'rival', 'channel', :'room'), 'a participant row by itself opens nothing');
update comms.project_channel_participants set role = 'moderator' where channel_id = :'room';
select ok(test.holds(:'rival', 'channel', :'room'), 'an explicit moderator reads');
select test.participate(:'project', 'freelancer', :'stranger_profile', 'viewer') as part \gset
select ok(test.holds(:'stranger', 'project', :'project') and test.holds(:'stranger', 'channel', :'general') and not test.holds(:'stranger', 'channel', :'staff'),
    'a participant reads the project and its open channels');
delete from projects.project_participants where id = :'part';
select ok(not test.holds(:'stranger', 'project', :'project') and not test.holds(:'stranger', 'channel', :'general'), 'a removed participant loses it whole');
select ok(test.holds(:'worker', 'profile', :'stranger'), 'but those who stay keep the name');

-- ends
select test.finish(:'hire', 'paid') \g /dev/null
select ok(test.holds(:'worker', 'channel', :'room') and test.holds(:'worker', 'project', :'project') and test.holds(:'worker', 'deal', :'hire'), 'paid: it stays their record');
select test.finish(:'rival_hire', 'removed') \g /dev/null
select ok(not test.holds(:'rival', 'channel', :'staff') and not test.holds(:'rival', 'channel', :'room') and not test.holds(:'rival', 'project', :'project')
      and not test.holds(:'rival', 'deal', :'rival_hire'), 'removed: all lost, the moderator''s chair too');
select ok(test.holds(:'rival', 'escrow', :'rival_hire'), 'removed: the money''s history stays');
select ok(test.holds(:'worker', 'profile', :'rival_profile'), 'removed: the others keep the name');
select test.finish(:'team_hire', 'withdrawn') \g /dev/null
select ok(not test.holds(:'member', 'project', :'project') and not test.holds(:'lead', 'channel', :'staff'), 'withdrawn: the whole team loses it');
select test.assign(test.stage(:'project'), :'rival_profile', null, 'invited') as again \gset
select test.finish(:'again', 'declined') \g /dev/null
select ok(not test.holds(:'rival', 'deal', :'again') and not test.holds(:'rival', 'escrow', :'again'), 'declined: nothing is left');
select ok(test.holds(:'owner', 'deal', :'again'), 'declined: the buyer remembers');

-- dm
select ok(test.holds(:'worker', 'dm', :'thread') and test.holds(:'viewer', 'dm', :'thread') and not test.holds(:'owner', 'dm', :'thread'), 'dm: its participants');
delete from comms.dm_participants where user_id = :'viewer';
select ok(not test.holds(:'viewer', 'dm', :'thread') and test.holds(:'worker', 'profile', :'viewer'), 'dm: who left loses it, the other keeps the name');

-- maintenance contract
insert into projects.maintenance_contracts (project_id, freelancer_profile_id, business_profile_id, amount_cents, currency, "interval")
values (:'project', :'rival_profile', :'shop', 100, 'EUR', 'monthly') returning id as contract \gset
select ok(test.holds(:'rival', 'deal', :'contract') and test.holds(:'viewer', 'deal', :'contract') and not test.holds(:'worker', 'deal', :'contract'), 'deal: both sides of a contract');
select ok(test.holds(:'rival', 'escrow', :'contract') and test.holds(:'finance', 'escrow', :'contract') and not test.holds(:'viewer', 'escrow', :'contract'), 'escrow: of a contract');

-- asset and purchase
select test.asset('team', :'team', 'published') as asset \gset
select test.purchase(:'asset', :'shop') as purchase \gset
select ok(test.holds(:'member', 'asset', :'asset') and test.holds(:'viewer', 'asset', :'asset') and not test.holds(:'stranger', 'asset', :'asset'), 'asset: seller and buyers');
update marketplace.assets set status = 'draft' where id = :'asset';
select ok(test.holds(:'viewer', 'asset', :'asset'), 'asset: buyers keep it when it is unpublished');
select ok(test.holds(:'member', 'purchase', :'purchase') and test.holds(:'owner', 'purchase', :'purchase') and not test.holds(:'worker', 'purchase', :'purchase'), 'purchase: buyer and seller');

-- moderators
insert into ops.admin_users (user_id, role) values (:'stranger', 'moderator');
select ok(test.holds(:'stranger', 'admin', pg_temp.nil()), 'admin: moderators');
select ok(not test.holds(:'stranger', 'project', :'project'), 'a moderator reads no project as such');
select test.escrow(:'hire') as escrow \gset
select test.dispute(:'escrow', 'open') as dispute \gset
select ok(not test.holds(:'stranger', 'escrow', :'hire'), 'nor an open dispute');
update finance.disputes set status = 'under_review' where id = :'dispute';
select ok(test.holds(:'stranger', 'escrow', :'hire') and test.holds(:'stranger', 'deal', :'hire') and test.holds(:'stranger', 'project', :'project')
      and test.holds(:'stranger', 'channel', :'room') and not test.holds(:'stranger', 'channel', :'general'), 'under review: escrow, deal, project, the stage''s channel');
select ok(test.holds(:'stranger', 'profile', :'worker'), 'under review: with the names');
insert into ops.admin_users (user_id, role) values (:'viewer', 'moderator'), (:'rival', 'moderator');
update comms.project_channel_participants set role = 'participant' where channel_id = :'room';
select test.assign(test.stage(:'project'), :'rival_profile') as other_hire \gset
select ok(test.holds(:'viewer', 'project', :'project') and not test.holds(:'viewer', 'escrow', :'hire') and not test.holds(:'viewer', 'channel', :'room'),
    'under review: a moderator of the buyer reads no more than his role does');
select ok(test.holds(:'rival', 'project', :'project') and not test.holds(:'rival', 'escrow', :'hire') and not test.holds(:'rival', 'deal', :'hire'),
    'under review: nor does one who works there');
select test.finish(:'other_hire', 'removed') \g /dev/null
select ok(test.holds(:'rival', 'escrow', :'hire') and test.holds(:'rival', 'deal', :'hire'), 'under review: until he is out of it');
delete from ops.admin_users where user_id <> :'stranger';
update finance.disputes set status = 'resolved' where id = :'dispute';
select ok(not test.holds(:'stranger', 'escrow', :'hire') and not test.holds(:'stranger', 'project', :'project'), 'and only while it is');
insert into ops.moderation_flags (entity_table, entity_id, reason, status) values ('comms.project_messages', test.say(:'general', :'worker', 'Rude'), 'rude', 'reviewing');
select ok(test.holds(:'stranger', 'channel', :'general') and not test.holds(:'stranger', 'channel', :'room') and not test.holds(:'stranger', 'deal', :'hire'), 'a flagged message opens its channel alone');
update ops.moderation_flags set status = 'open';
delete from ops.admin_users;

-- Random worlds: the second account agrees, and whoever's scopes change was told so under a scope held before.
create temp table wrong (step int, what text, login uuid, problem text);
create temp table before (login uuid, kind text, id uuid);
do $$
declare
    what text;
begin
    perform test.populate(9);
    insert into before select u.user_id, s.kind, s.id from org.users_public u cross join lateral security.scopes_of(u.user_id) s;
    for i in 1..150 loop
        perform test.forget_feed();
        what := test.step();
        create temp table now_held as select u.user_id as login, s.kind, s.id from org.users_public u cross join lateral security.scopes_of(u.user_id) s;
        insert into wrong
        select i, what, d.login, 'changed without notice: ' || string_agg(d.kind || ':' || d.id, ' ')
          from ((select * from now_held except select * from before) union all (select * from before except select * from now_held)) d
         where not exists (select from before b join sync.changes c on c.notice and c.scope_kind = b.kind and c.scope_id = b.id where b.login = d.login)
         group by d.login;
        if i % 75 = 0 then
            insert into wrong select i, what, u.user_id, 'missing ' || m.kind from org.users_public u
             cross join lateral (select * from test.model(u.user_id) except select h.kind, h.id from now_held h where h.login = u.user_id) m;
            insert into wrong select i, what, u.user_id, 'extra ' || m.kind from org.users_public u
             cross join lateral (select h.kind, h.id from now_held h where h.login = u.user_id except select * from test.model(u.user_id)) m;
        end if;
        delete from before;
        insert into before select * from now_held;
        drop table now_held;
    end loop;
end $$;
select is_empty($$select * from wrong where problem like 'changed%'$$, 'no scope comes or goes without a notice under a scope that was held');
select is_empty($$select * from wrong where problem not like 'changed%'$$, 'scopes_of says what the model says');
select is_empty($$select s.kind, s.id from org.users_public u cross join lateral security.scopes_of(u.user_id) s group by u.user_id, s.kind, s.id having count(*) > 1$$,
    'and each scope once');

select * from finish();
rollback;
