-- Who acts: every command starts from an api.context that api.run has resolved from the caller's claims and
-- from the workspace named in the command. Rights come from tables at this moment, never from the token.

do $$
begin
  if to_regtype('api.context') is null then
    create type api.context as (
      user_id uuid, acting_kind text, acting_id uuid, acting_role text,
      client_id uuid, number bigint, command text, request_id uuid, ip inet, user_agent text);
    comment on type api.context is 'The actor of one command: login, acting workspace and role in it, installation and number.';
  end if;
end $$;

-- Refusals ---------------------------------------------------------------------------------------------------

create or replace function api.reject(code text, field text default null, params jsonb default '{}') returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PJ400', message = code,
    detail = jsonb_build_object('field', field, 'params', coalesce(params, '{}'))::text;
end $$;
comment on function api.reject(text, text, jsonb) is 'Ends the command as rejected; code is stable, params are for the client''s words.';

create or replace function api.conflict(current jsonb, code text default 'changed', field text default null) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PJ409', message = code,
    detail = jsonb_build_object('field', field, 'current', current)::text;
end $$;
comment on function api.conflict(jsonb, text, text) is 'Ends the command as conflict: what it expected is no longer so; current is the row as synced.';

create or replace function api.setting(key text) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select s.value from ops.settings s where s.key = setting.key);
end $$;
comment on function api.setting(text) is 'A value of ops.settings; null where it is not set.';

-- Roles ------------------------------------------------------------------------------------------------------

create or replace function api.acting_role(user_id uuid, kind text, id uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case acting_role.kind
      when 'user' then (select 'self' where acting_role.id = acting_role.user_id)
      when 'freelancer' then
        (select 'self' from org.freelancer_profiles f where f.id = acting_role.id and f.user_id = acting_role.user_id)
      when 'business' then coalesce(
        (select 'owner' from org.business_profiles b where b.id = acting_role.id and b.owner_user_id = acting_role.user_id),
        (select m.role from org.business_memberships m
          where m.business_profile_id = acting_role.id and m.user_id = acting_role.user_id and m.status = 'active'))
      when 'team' then coalesce(
        (select 'owner' from org.teams t where t.id = acting_role.id and t.owner_user_id = acting_role.user_id),
        (select m.role from org.team_memberships m
          where m.team_id = acting_role.id and m.user_id = acting_role.user_id and m.status = 'active'))
    end);
end $$;
comment on function api.acting_role(uuid, text, uuid) is 'The role in which a login may act in a workspace; null if it may not.';

create or replace function api.can_act(user_id uuid, kind text, id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return api.acting_role(can_act.user_id, can_act.kind, can_act.id) is not null;
end $$;

create or replace function api.actor(user_id uuid, client_id uuid, number bigint, command text, acting_as text, request jsonb)
returns api.context
language plpgsql stable set search_path = '' as $$
declare
  ctx api.context;
begin
  if acting_as is null
     or acting_as !~ '^(user|freelancer|business|team):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform api.reject('invalid_argument', 'acting_as');
  end if;
  ctx.user_id := user_id;
  ctx.acting_kind := split_part(acting_as, ':', 1);
  ctx.acting_id := split_part(acting_as, ':', 2)::uuid;
  ctx.acting_role := api.acting_role(user_id, ctx.acting_kind, ctx.acting_id);
  if ctx.acting_role is null then
    perform api.reject('not_allowed', 'acting_as');
  end if;
  ctx.client_id := client_id;
  ctx.number := number;
  ctx.command := command;
  ctx.request_id := md5(client_id || ':' || number)::uuid;
  ctx.ip := nullif(request ->> 'ip', '')::inet;
  ctx.user_agent := left(request ->> 'user_agent', 400);
  return ctx;
end $$;
comment on function api.actor(uuid, uuid, bigint, text, text, jsonb) is
  'Resolves acting_as against the tables; a workspace that is no longer the login''s refuses the command, it is never re-attributed.';

create or replace function api.is_moderator(ctx api.context) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select exists (select from ops.admin_users a where a.user_id = ctx.user_id));
end $$;

create or replace function api.has_hire_role(ctx api.context) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce(ctx.acting_kind = 'business' and ctx.acting_role in ('owner', 'admin', 'hiring_manager'), false);
end $$;

create or replace function api.has_finance_role(ctx api.context) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce(ctx.acting_kind = 'business' and ctx.acting_role in ('owner', 'admin', 'finance'), false);
end $$;

create or replace function api.is_buyer(ctx api.context, project projects.projects) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return api.has_hire_role(ctx) and ctx.acting_id = project.client_business_id;
end $$;
comment on function api.is_buyer(api.context, projects.projects) is 'Acts for the hiring business in a role that may hire.';

create or replace function api.is_funder(ctx api.context, project projects.projects) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return api.has_finance_role(ctx) and ctx.acting_id = project.client_business_id;
end $$;
comment on function api.is_funder(api.context, projects.projects) is 'Acts for the hiring business in a role that may move its money.';

create or replace function api.is_lead(ctx api.context) returns boolean
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce(ctx.acting_kind = 'team' and ctx.acting_role in ('owner', 'team_lead', 'admin'), false);
end $$;
comment on function api.is_lead(api.context) is 'Only leads accept work for a team.';

create or replace function api.team_may(ctx api.context, permission text) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  v_permissions jsonb;
begin
  if ctx.acting_kind is distinct from 'team' then
    return false;
  end if;
  if api.is_lead(ctx) then
    return true;
  end if;
  select r.permissions into v_permissions
    from org.team_memberships m left join org.team_roles r on r.id = m.role_id
   where m.team_id = ctx.acting_id and m.user_id = ctx.user_id and m.status = 'active';
  -- A member without a named role works: submits and posts, and nothing else.
  if v_permissions is null then
    return permission in ('submit', 'post');
  end if;
  return coalesce((v_permissions ->> permission)::boolean, false);
end $$;
comment on function api.team_may(api.context, text) is 'Whether the acting team member holds a permission of team_roles; owner and leads hold all.';

create or replace function api.is_assignee(ctx api.context, assignment projects.stage_assignments, permission text default 'submit')
returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return case
    when assignment.assignee_type = 'freelancer' then
      coalesce(ctx.acting_kind = 'freelancer' and ctx.acting_id = assignment.freelancer_profile_id, false)
    else coalesce(ctx.acting_kind = 'team' and ctx.acting_id = assignment.team_id, false) and api.team_may(ctx, permission)
  end;
end $$;
comment on function api.is_assignee(api.context, projects.stage_assignments, text) is
  'Acts as the freelancer of the assignment, or for its team with the permission.';

create or replace function api.answers_for(ctx api.context, assignment projects.stage_assignments) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return case
    when assignment.assignee_type = 'freelancer' then
      coalesce(ctx.acting_kind = 'freelancer' and ctx.acting_id = assignment.freelancer_profile_id, false)
    else api.is_lead(ctx) and ctx.acting_id = assignment.team_id
  end;
end $$;
comment on function api.answers_for(api.context, projects.stage_assignments) is
  'May bind the assignee: the freelancer, or a lead of the team.';

create or replace function api.holds(user_id uuid, kind text, id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  -- Projects and channels are asked for all the time: only the part of scopes_of that gives them is computed.
  if kind in ('project', 'channel') and not exists (select from ops.admin_users a where a.user_id = holds.user_id) then
    return exists (select from security.channel_scopes(security.standing_of(holds.user_id)) s
                    where s.kind = holds.kind and s.id = holds.id);
  end if;
  return exists (select from security.scopes_of(holds.user_id) s where s.kind = holds.kind and s.id = holds.id);
end $$;
comment on function api.holds(uuid, text, uuid) is 'Whether a login holds a scope.';

create or replace function api.deny(ctx api.context, kind text, id uuid, field text default null) returns void
language plpgsql set search_path = '' as $$
begin
  -- What someone cannot see does not exist for him: a refusal must not tell of foreign rows.
  if id is not null and api.holds(ctx.user_id, kind, id) then
    perform api.reject('not_allowed', field);
  end if;
  perform api.reject('not_found', field);
end $$;
comment on function api.deny(api.context, text, uuid, text) is
  'Refuses: not_allowed to those who hold the scope of the thing, not_found to everyone else.';

-- Preconditions ----------------------------------------------------------------------------------------------

create or replace function api.as_synced(relation regclass, key uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_row jsonb;
begin
  execute format('select to_jsonb(t) from %s t where t.id = $1', relation) into v_row using key;
  -- Somebody who is asked to work on a stage can try to start it, but does not read the project yet.
  if not (coalesce((v_row ->> 'is_public')::boolean, false)
          or api.holds((select auth.uid()), v_row ->> 'scope_kind', (v_row ->> 'scope_id')::uuid)) then
    return null;
  end if;
  return (select jsonb_object_agg(e.key, e.value) from jsonb_each(v_row) e
           where has_column_privilege('authenticated', relation, e.key, 'SELECT'));
end $$;
comment on function api.as_synced(regclass, uuid) is 'A row as the caller reads it, for conflict outcomes: the columns granted to authenticated, null if it is not his to read.';

create or replace function api.expect(expected jsonb, field text, actual text, relation regclass, key uuid, code text default 'changed')
returns void
language plpgsql set search_path = '' as $$
begin
  if expected ? field and (expected ->> field) is distinct from actual then
    perform api.conflict(api.as_synced(relation, key), code, field);
  end if;
end $$;
comment on function api.expect(jsonb, text, text, regclass, uuid, text) is 'Conflict when the caller expected another value of a field.';

create or replace function api.must_go(entity text, from_status text, to_status text, command text) returns void
language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from sync.transitions t
     where t.entity = must_go.entity and t.from_status is not distinct from must_go.from_status
       and t.to_status = must_go.to_status and t.command = must_go.command) then
    perform api.reject('wrong_status', null, jsonb_build_object('entity', entity, 'status', from_status));
  end if;
end $$;
comment on function api.must_go(text, text, text, text) is 'Refuses a change of status that the catalog of transitions does not know.';
