-- Rows that commands work on, locked in the one order that all commands keep:
-- project, stage, assignment, escrow, wallets by id. FOR NO KEY UPDATE: foreign keys to the row need not wait.

create or replace function api.lock_project(id uuid, field text default 'project') returns projects.projects
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
begin
  select p.* into v_project from projects.projects p where p.id = lock_project.id for no key update;
  if not found then
    perform api.reject('not_found', field);
  end if;
  return v_project;
end $$;
comment on function api.lock_project(uuid, text) is 'The project, locked; rejected not_found when there is none.';

create or replace function api.lock_stage(id uuid, field text default 'stage') returns projects.project_stages
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
begin
  select s.* into v_stage from projects.project_stages s where s.id = lock_stage.id;
  if not found then
    perform api.reject('not_found', field);
  end if;
  perform from projects.projects p where p.id = v_stage.project_id for no key update;
  select s.* into v_stage from projects.project_stages s where s.id = lock_stage.id for no key update;
  return v_stage;
end $$;
comment on function api.lock_stage(uuid, text) is 'The stage, locked after its project.';

create or replace function api.project_of(stage projects.project_stages) returns projects.projects
language plpgsql stable set search_path = '' as $$
begin
  return (
    select p from projects.projects p where p.id = stage.project_id);
end $$;

create or replace function api.lock_live_assignment(stage_id uuid) returns projects.stage_assignments
language plpgsql set search_path = '' as $$
begin
  return (
    select a from projects.stage_assignments a
     where a.project_stage_id = stage_id and a.status in ('invited', 'accepted', 'active') and a.ended_at is null
     for no key update);
end $$;
comment on function api.lock_live_assignment(uuid) is 'The one live assignment of a stage that the caller has locked; null if none.';

create or replace function api.live_escrows(stage_id uuid) returns setof finance.escrows
language sql set search_path = '' as $$
  select e.* from finance.escrows e
   where e.project_stage_id = live_escrows.stage_id and e.status in ('funded', 'disputed')
   order by e.created_at, e.id for no key update
$$;
comment on function api.live_escrows(uuid) is 'Escrows of a stage that still hold money, oldest first, locked; those of earlier hires were settled when these ended.';

create or replace function api.remaining_cents(escrow finance.escrows) returns bigint
language plpgsql immutable set search_path = '' as $$
begin
  return escrow.amount_cents - escrow.released_cents - escrow.refunded_cents;
end $$;

create or replace function api.check_not_frozen(stage projects.project_stages) returns void
language plpgsql set search_path = '' as $$
begin
  if stage.closed_at is not null
     or exists (select from finance.escrows e where e.project_stage_id = stage.id and e.status = 'disputed') then
    perform api.reject('stage_frozen', 'stage',
      jsonb_build_object('why', case when stage.closed_at is null then 'disputed' else 'closed' end));
  end if;
end $$;
comment on function api.check_not_frozen(projects.project_stages) is 'A closed stage, or one with a disputed escrow, does not move.';

create or replace function api.check_running(project projects.projects) returns void
language plpgsql set search_path = '' as $$
begin
  if project.status in ('completed', 'cancelled') then
    perform api.reject('project_closed', null, jsonb_build_object('status', project.status));
  elsif project.status = 'on_hold' then
    -- Who is only asked to work on it does not read the project, nor its owner's reasons.
    perform api.reject('project_on_hold', null, case when api.holds((select auth.uid()), 'project', project.id)
      then jsonb_build_object('reason', project.hold_reason) end);
  end if;
end $$;
comment on function api.check_running(projects.projects) is 'Hold and end block assigning, funding and starting; never submitting, approving or paying.';

create or replace function api.budget_of(stage_id uuid) returns projects.stage_budget_rules
language plpgsql stable set search_path = '' as $$
begin
  return (
    select r from projects.stage_budget_rules r where r.project_stage_id = stage_id order by r.id limit 1);
end $$;
comment on function api.budget_of(uuid) is 'The budget rule of a stage.';

create or replace function api.open_request(stage_id uuid) returns projects.stage_revision_requests
language plpgsql stable set search_path = '' as $$
begin
  return (
    select r from projects.stage_revision_requests r
     where r.project_stage_id = stage_id and r.status <> 'resolved' order by r.created_at desc, r.id desc limit 1);
end $$;
comment on function api.open_request(uuid) is 'The request for changes that a stage stands in; null if none.';

create or replace function api.unfunded_extra(request projects.stage_revision_requests) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return case when not exists (select from finance.escrows e where e.revision_request_id = request.id) then request.extra_cents end;
end $$;
comment on function api.unfunded_extra(projects.stage_revision_requests) is 'What was asked for on top of the price and is not in escrow yet; null if nothing.';

create or replace function api.terms_of(stage projects.project_stages) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('type', r.type, 'amount_cents', r.amount_cents, 'amount_currency', r.amount_currency,
      'budget_notes', r.notes, 'due_date', to_char(stage.due_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'ip_mode', stage.ip_mode, 'description', stage.description)
    from api.budget_of(stage.id) r);
end $$;
comment on function api.terms_of(projects.project_stages) is 'What is agreed by accepting: budget, due date, ip mode, description.';

create or replace function api.terms_hash(terms jsonb) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return encode(sha256(convert_to(terms::text, 'UTF8')), 'hex');
end $$;

create or replace function api.end_assignment(assignment projects.stage_assignments, reason text) returns void
language plpgsql set search_path = '' as $$
begin
  update projects.stage_assignments a
     set status = case when reason in ('paid', 'closed') then a.status else 'declined' end,
         ended_at = api.now(), end_reason = reason, expires_at = null
   where a.id = assignment.id;
end $$;
comment on function api.end_assignment(projects.stage_assignments, text) is
  'Ends a hire: declined, withdrawn, expired and removed lose the deal, paid and closed keep their record of it.';

create or replace function api.days(setting_key text, otherwise int) returns interval
language plpgsql stable set search_path = '' as $$
begin
  return make_interval(days => coalesce((api.setting(setting_key) #>> '{}')::int, otherwise));
end $$;
comment on function api.days(text, int) is 'A period that ops.settings may change.';

create or replace function api.assignee_of(assignment projects.stage_assignments) returns uuid
language plpgsql immutable set search_path = '' as $$
begin
  return coalesce(assignment.freelancer_profile_id, assignment.team_id);
end $$;

create or replace function api.lock_assignment(id uuid, field text default 'assignment') returns projects.stage_assignments
language plpgsql set search_path = '' as $$
declare
  v_assignment projects.stage_assignments;
begin
  select a.* into v_assignment from projects.stage_assignments a where a.id = lock_assignment.id;
  if not found then
    perform api.reject('not_found', field);
  end if;
  perform api.lock_stage(v_assignment.project_stage_id);
  select a.* into v_assignment from projects.stage_assignments a where a.id = lock_assignment.id for no key update;
  return v_assignment;
end $$;
comment on function api.lock_assignment(uuid, text) is 'The assignment, locked after its project and stage.';
