-- A small world that changes at random: test.populate() makes it, test.step() is one change of a kind that decides
-- who may read what. Rows are written straight by the owner, so states come up that no command would allow.

create function test.pick(source text) returns uuid
language plpgsql as $$
declare
    picked uuid;
begin
    execute format('select x.id from (%s) x (id) order by random() limit 1', source) into picked;
    return picked;
end $$;

create function test.one_of(variadic choices text[]) returns text
language sql volatile as $$
    select choices[1 + floor(random() * cardinality(choices))::int]
$$;

create function test.any_owner(out kind text, out id uuid)
language plpgsql as $$
begin
    kind := test.one_of('freelancer', 'freelancer', 'team', 'business');
    id := test.pick(case kind when 'freelancer' then 'select f.id from org.freelancer_profiles f'
                              when 'team' then 'select t.id from org.teams t' else 'select b.id from org.business_profiles b' end);
end $$;

create function test.any_login() returns uuid
language sql volatile as $$ select test.pick('select u.user_id from org.users_public u') $$;

create function test.step_people(kind int) returns void
language plpgsql as $$
declare
    new_role uuid;
begin
    case kind
    when 0 then perform test.employ(test.pick('select b.id from org.business_profiles b'), test.any_login(),
        test.one_of('owner', 'admin', 'finance', 'hiring_manager', 'viewer'), test.one_of('active', 'active', 'left', 'invited'));
    when 1 then perform test.join_team(test.pick('select t.id from org.teams t'), test.any_login(),
        test.one_of('freelancer', 'freelancer', 'team_lead', 'admin'), test.one_of('active', 'active', 'left', 'invited'));
    when 2 then
        insert into org.team_roles (team_id, title, permissions)
        values (test.pick('select t.id from org.teams t'), 'Role', jsonb_build_object('view_finance', random() < 0.5)) returning id into new_role;
        update org.team_memberships m set role_id = new_role
         where m.id = (select x.id from org.team_memberships x join org.team_roles r on r.team_id = x.team_id
                        where r.id = new_role order by random() limit 1);
    when 3 then update org.team_roles r set permissions = jsonb_build_object('view_finance', random() < 0.5)
        where r.id = test.pick('select x.id from org.team_roles x');
    when 4 then update org.business_profiles b set owner_user_id = test.any_login(), name = 'New owner'
        where b.id = test.pick('select x.id from org.business_profiles x');
    when 5 then update org.teams t set owner_user_id = test.any_login(), visibility = test.one_of('public', 'invite_only')::public.visibility
        where t.id = test.pick('select x.id from org.teams x');
    when 6 then perform test.freelancer(test.pick('select u.user_id from org.users_public u
        where not exists (select from org.freelancer_profiles f where f.user_id = u.user_id)'));
    when 7 then update org.freelancer_profiles f set visibility = test.one_of('public', 'invite_only')::public.visibility
        where f.id = test.pick('select x.id from org.freelancer_profiles x');
    when 8 then
        insert into org.portfolios (freelancer_profile_id, title, is_public)
        values (test.pick('select f.id from org.freelancer_profiles f'), 'Piece', random() < 0.5);
        update org.portfolios p set is_public = not p.is_public where p.id = test.pick('select x.id from org.portfolios x');
    else
        if random() < 0.5 then
            insert into ops.admin_users (user_id, role) values (test.any_login(), 'moderator') on conflict do nothing;
        else
            delete from ops.admin_users a where a.user_id = test.pick('select x.user_id from ops.admin_users x');
        end if;
    end case;
end $$;

create function test.step_work(kind int) returns void
language plpgsql as $$
declare
    project uuid := test.pick('select p.id from projects.projects p');
begin
    case kind
    when 0 then perform test.channel(test.project(test.pick('select b.id from org.business_profiles b')));
    when 1 then perform test.channel(project, test.one_of('project_all', 'owner_and_assignees'), test.stage(project));
    when 2 then
        if random() < 0.6 then
            perform test.assign(test.stage(project), test.pick('select f.id from org.freelancer_profiles f'), null, test.one_of('invited', 'accepted', 'active'));
        else
            perform test.assign(test.stage(project), null, test.pick('select t.id from org.teams t'), test.one_of('invited', 'accepted', 'active'));
        end if;
    when 3 then perform test.finish(test.pick('select a.id from projects.stage_assignments a where a.ended_at is null'),
        test.one_of('declined', 'withdrawn', 'expired', 'removed', 'paid', 'closed'));
    when 4 then update projects.stage_assignments a set status = test.one_of('accepted', 'active'), accepted_at = now(), ended_at = null, end_reason = null
        where a.id = test.pick('select x.id from projects.stage_assignments x');
    when 5 then perform test.participate(project, 'freelancer', test.pick('select f.id from org.freelancer_profiles f'), test.one_of('viewer', 'collaborator'));
    when 6 then perform test.participate(project, 'business', test.pick('select b.id from org.business_profiles b'), test.one_of('viewer', 'owner'));
    when 7 then delete from projects.project_participants p where p.id = test.pick('select x.id from projects.project_participants x');
    when 8 then perform test.channel(project, test.one_of('project_all', 'owner_and_assignees'));
    when 9 then update comms.project_channels c set visibility = test.one_of('project_all', 'owner_and_assignees')
        where c.id = test.pick('select x.id from comms.project_channels x');
    when 10 then
        insert into comms.project_channel_participants (channel_id, profile_type, profile_id, role)
        values (test.pick('select c.id from comms.project_channels c'), 'freelancer', test.pick('select f.id from org.freelancer_profiles f'),
                test.one_of('viewer', 'participant', 'moderator', 'moderator'));
    when 11 then update comms.project_channel_participants p set role = test.one_of('viewer', 'moderator')
        where p.id = test.pick('select x.id from comms.project_channel_participants x');
    when 12 then perform test.say(test.pick('select c.id from comms.project_channels c'), test.any_login(), 'Hello');
    else update projects.project_stages g set name = g.name || '.', status = test.one_of('open', 'assigned', 'in_progress')::public.stage_status
        where g.id = test.pick('select x.id from projects.project_stages x');
    end case;
end $$;

create function test.step_money(kind int) returns void
language plpgsql as $$
declare
    seller record;
begin
    case kind
    when 0 then
        insert into comms.dm_messages (thread_id, sender_user_id, body)
        select test.thread(login, test.any_login()), login, 'Hello' from test.any_login() login;
    when 1 then insert into comms.dm_participants (thread_id, user_id) values (test.pick('select t.id from comms.dm_threads t'), test.any_login());
    when 2 then delete from comms.dm_participants p where p.id = test.pick('select x.id from comms.dm_participants x');
    when 3 then
        insert into projects.maintenance_contracts (project_id, freelancer_profile_id, business_profile_id, amount_cents, currency, "interval")
        select p.id, test.pick('select f.id from org.freelancer_profiles f'), p.client_business_id, 100, 'EUR', 'monthly'
          from projects.projects p order by random() limit 1;
    when 4 then select * into seller from test.any_owner(); perform test.asset(seller.kind, seller.id, test.one_of('draft', 'published'));
    when 5 then perform test.purchase(test.pick('select a.id from marketplace.assets a'), test.pick('select b.id from org.business_profiles b'));
    when 6 then update marketplace.assets a set status = test.one_of('draft', 'published') where a.id = test.pick('select x.id from marketplace.assets x');
    when 7 then perform test.escrow(test.pick('select a.id from projects.stage_assignments a'));
    when 8 then perform test.dispute(test.pick('select e.id from finance.escrows e'), test.one_of('open', 'under_review')::public.dispute_status);
    when 9 then update finance.disputes d set status = test.one_of('open', 'under_review', 'resolved')::public.dispute_status
        where d.id = test.pick('select x.id from finance.disputes x');
    when 10 then
        insert into ops.moderation_flags (entity_table, entity_id, reason, status)
        select f.entity, f.id, 'spam', test.one_of('open', 'reviewing') from (
            select 'projects.projects' as entity, p.id from projects.projects p
            union all select 'comms.project_messages', m.id from comms.project_messages m
            union all select 'comms.project_channels', c.id from comms.project_channels c
            union all select 'projects.stage_assignments', a.id from projects.stage_assignments a
            union all select 'finance.escrows', e.id from finance.escrows e) f order by random() limit 1;
    when 11 then update ops.moderation_flags f set status = test.one_of('open', 'reviewing') where f.id = test.pick('select x.id from ops.moderation_flags x');
    else
        if random() < 0.5 then
            insert into finance.ratings (project_id, rater_type, rater_profile, rater_user_id, ratee_type, ratee_id, score)
            select p.id, 'business', b.id, b.owner_user_id, 'freelancer', test.pick('select f.id from org.freelancer_profiles f'), 4
              from projects.projects p join org.business_profiles b on b.id = p.client_business_id order by random() limit 1;
        else
            update finance.ratings r set visible_at = now() where r.visible_at is null and r.id = test.pick('select x.id from finance.ratings x');
        end if;
    end case;
end $$;

create function test.step() returns text
language plpgsql as $$
declare
    what text := test.one_of('people', 'work', 'work', 'money');
    kind int := floor(random() * case what when 'people' then 10 when 'work' then 14 else 13 end);
begin
    execute format('select test.step_%s($1)', what) using kind;
    return what || ' ' || kind;
exception
    -- Two random picks may ask for what constraints and insert-only tables refuse; then nothing happened.
    when integrity_constraint_violation or insufficient_privilege or no_data_found then
        return what || ' ' || kind || ' (refused)';
end $$;

create function test.populate(people int default 14) returns void
language plpgsql as $$
declare
    login uuid;
begin
    for i in 1..people loop
        login := test.person('Person ' || i);
        insert into comms.notifications (user_id, type, title) values (login, 'message.new', 'New');
        if i % 3 <> 0 then
            insert into finance.wallets (owner_type, owner_id, currency) values ('freelancer', test.freelancer(login), 'EUR');
        end if;
        if i % 4 = 0 then
            insert into finance.wallets (owner_type, owner_id, currency) values ('business', test.business(login), 'EUR');
        end if;
        if i % 5 = 0 then
            insert into finance.wallets (owner_type, owner_id, currency) values ('team', test.team(login), 'EUR');
        end if;
    end loop;
    for i in 1..3 loop perform test.step_work(0); end loop;
end $$;

-- All synced rows, as their granted columns tell them.
do $$
begin
    execute 'create view test.all_rows as ' || (
        select string_agg(format(
            'select %s::smallint as relation, t.%I as key, t.scope_kind, t.scope_id, %s as is_public, (select to_jsonb(g) from (select %s) g) as content from %s t',
            r.id, r.key_column, case when r.has_public then 't.is_public' else 'false' end,
            (select string_agg('t.' || quote_ident(c), ', ') from unnest(r.columns) c), r.relation), ' union all ')
          from sync.relations r where r.synced);
end $$;
