-- What the tests of this folder share, made once in the template database: pgTAP, and a schema `test` with
-- makers of rows (straight inserts by the owner, so a test can reach states that commands would refuse) and
-- readers that look through the eyes of a login.

create extension pgtap with schema public;
grant execute on all functions in schema public to authenticated, anon, projective_gateway;
create schema test;

create function test.person(name text) returns uuid
language plpgsql as $$
declare
    login uuid := gen_random_uuid();
begin
    insert into auth.users (id, email) values (login, 'person.' || left(login::text, 13) || '@example.test');
    insert into org.users_public (user_id, display_name) values (login, name) on conflict do nothing;
    return login;
end $$;

create function test.freelancer(login uuid, visibility public.visibility default 'invite_only') returns uuid
language sql as $$
    insert into org.freelancer_profiles (user_id, visibility) values (login, visibility) returning id
$$;

create function test.business(owner uuid, name text default 'Business') returns uuid
language sql as $$
    insert into org.business_profiles (owner_user_id, name) values (owner, name) returning id
$$;

create function test.employ(business uuid, login uuid, role text, status text default 'active') returns void
language sql as $$
    insert into org.business_memberships (business_profile_id, user_id, role, status) values (business, login, role, status)
    on conflict (business_profile_id, user_id) do update set role = excluded.role, status = excluded.status
$$;

create function test.team(owner uuid, name text default 'Team') returns uuid
language sql as $$
    insert into org.teams (owner_user_id, name) values (owner, name) returning id
$$;

create function test.join_team(team uuid, login uuid, role text default 'freelancer', status text default 'active') returns void
language sql as $$
    insert into org.team_memberships (team_id, user_id, role, status) values (team, login, role, status)
    on conflict (team_id, user_id) do update set role = excluded.role, status = excluded.status
$$;

create function test.project(business uuid, status public.project_status default 'active') returns uuid
language sql as $$
    insert into projects.projects (client_business_id, title, status) values (business, 'Project', status) returning id
$$;

create function test.stage(project uuid, status public.stage_status default 'open') returns uuid
language sql as $$
    insert into projects.project_stages (project_id, name, status) values (project, 'Stage', status) returning id
$$;

create function test.assign(stage uuid, freelancer uuid, team uuid default null, status text default 'active') returns uuid
language sql as $$
    insert into projects.stage_assignments (project_stage_id, assignee_type, freelancer_profile_id, team_id, assigned_by, status, accepted_at)
    select stage, case when team is null then 'freelancer' else 'team' end::public.assignment_type, freelancer, team,
           b.owner_user_id, assign.status, case when assign.status in ('accepted', 'active') then now() end
      from projects.project_stages g
      join projects.projects p on p.id = g.project_id
      join org.business_profiles b on b.id = p.client_business_id
     where g.id = stage
    returning id
$$;

create function test.finish(assignment uuid, reason text) returns void
language sql as $$
    update projects.stage_assignments
       set ended_at = now(), end_reason = reason, status = case when reason = 'declined' then 'declined' else status end
     where id = assignment
$$;

create function test.participate(project uuid, kind public.profile_type, profile uuid, role text default 'collaborator') returns uuid
language sql as $$
    insert into projects.project_participants (project_id, profile_type, profile_id, role) values (project, kind, profile, role) returning id
$$;

create function test.channel(project uuid, visibility text default 'project_all', stage uuid default null) returns uuid
language sql as $$
    insert into comms.project_channels (project_id, name, visibility, stage_id)
    values (project, '#' || left(gen_random_uuid()::text, 13), visibility, stage) returning id
$$;

create function test.say(channel uuid, login uuid, body text) returns uuid
language sql as $$
    insert into comms.project_messages (channel_id, sender_user_id, body) values (channel, login, body) returning id
$$;

create function test.thread(variadic logins uuid[]) returns uuid
language plpgsql as $$
declare
    thread uuid;
begin
    insert into comms.dm_threads (created_by_user_id) values (logins[1]) returning id into thread;
    insert into comms.dm_participants (thread_id, user_id) select thread, unnest(logins);
    return thread;
end $$;

create function test.escrow(assignment uuid, cents bigint default 10000) returns uuid
language sql as $$
    insert into finance.escrows (project_stage_id, assignment_id, payer_business_id, payee_type, payee_id, amount_cents, currency)
    select a.project_stage_id, a.id, p.client_business_id, a.assignee_type, coalesce(a.freelancer_profile_id, a.team_id), cents, 'EUR'
      from projects.stage_assignments a
      join projects.project_stages g on g.id = a.project_stage_id
      join projects.projects p on p.id = g.project_id
     where a.id = assignment
    returning id
$$;

create function test.dispute(escrow uuid, status public.dispute_status default 'open') returns uuid
language sql as $$
    insert into finance.disputes (escrow_id, opened_by_type, opened_by_profile, opened_by_user, claim_release_cents, reason, status, respond_by)
    select e.id, 'business', e.payer_business_id, b.owner_user_id, 0, 'reason', dispute.status, now() + interval '7 days'
      from finance.escrows e join org.business_profiles b on b.id = e.payer_business_id where e.id = escrow
    returning id
$$;

create function test.asset(seller_type text, seller uuid, status text default 'draft') returns uuid
language sql as $$
    insert into marketplace.assets (seller_type, seller_profile_id, title, price_cents, currency, license_type, status, file_ref)
    values (seller_type, seller, 'Asset', 500, 'EUR', 'template_only', status, 'secret/path') returning id
$$;

create function test.purchase(asset uuid, business uuid) returns uuid
language sql as $$
    insert into marketplace.asset_versions (asset_id, version, file_ref) values (asset, 1, 'secret/path') on conflict do nothing;
    insert into marketplace.asset_purchases (asset_id, version, buyer_business_id, amount_cents, currency, license_granted)
    values (asset, 1, business, 500, 'EUR', 'text') returning id
$$;

-- Becomes a login for the rest of the transaction, or until test.owner().
create function test.become(login uuid, role text default 'authenticated') returns void
language plpgsql as $$
begin
    perform set_config('request.jwt.claims', json_build_object('sub', login, 'role', role)::text, true);
    perform set_config('role', role, true);
end $$;

create function test.owner() returns void
language plpgsql as $$
begin
    perform set_config('role', 'none', true);
    perform set_config('request.jwt.claims', '', true);
end $$;

-- Keys of the rows of a relation that a login sees through row security.
create function test.seen(login uuid, target regclass) returns setof uuid
language plpgsql as $$
declare
    question constant text := (select format('select array_agg(t.%I) from %s t', r.key_column, target) from sync.relations r where r.relation = target);
    keys uuid[];
begin
    perform test.become(login);
    execute question into keys;
    perform test.owner();
    return query select unnest(keys);
end $$;

create function test.sees(login uuid, target regclass, key uuid) returns boolean
language sql as $$
    select exists (select from test.seen(login, target) s (k) where s.k = key)
$$;

create function test.holds(login uuid, scope_kind text, scope_id uuid) returns boolean
language sql as $$
    select exists (select from security.scopes_of(login) s where s.kind = scope_kind and s.id = scope_id)
$$;
grant usage on schema test to authenticated, anon, projective_gateway;
grant execute on all functions in schema test to authenticated, anon, projective_gateway;
