-- Projects, continued: scopes, grants, registration.

create trigger fill_file before insert on projects.stage_submission_files
  for each row execute function org.fill_file();

create function projects.projects_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'project';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function projects.projects_scope() is 'Scope: the project';

create function projects.project_stages_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'project';
  new.scope_id := new.project_id;
  return new;
end
$$;
comment on function projects.project_stages_scope() is 'Scope: the project';

create function projects.project_participants_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'project';
  new.scope_id := new.project_id;
  return new;
end
$$;
comment on function projects.project_participants_scope() is 'Scope: the project';

create function projects.stage_budget_rules_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'business';
  select p.client_business_id into strict new.scope_id
    from projects.project_stages s join projects.projects p on p.id = s.project_id
   where s.id = new.project_stage_id;
  return new;
end
$$;
comment on function projects.stage_budget_rules_scope() is 'Scope: the buying business; a project keeps its client';

create function projects.stage_assignments_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'deal';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function projects.stage_assignments_scope() is 'Scope: the deal, which is this row';

create function projects.stage_submissions_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'deal';
  new.scope_id := new.assignment_id;
  return new;
end
$$;
comment on function projects.stage_submissions_scope() is 'Scope: the deal';

create function projects.stage_submission_files_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  select p.scope_kind, p.scope_id into strict new.scope_kind, new.scope_id
    from projects.stage_submissions p where p.id = new.submission_id;
  return new;
end
$$;
comment on function projects.stage_submission_files_scope() is 'Scope: its submissions';

create function projects.stage_revision_requests_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'deal';
  new.scope_id := new.assignment_id;
  return new;
end
$$;
comment on function projects.stage_revision_requests_scope() is 'Scope: the deal';

create function projects.change_requests_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'deal';
  new.scope_id := new.assignment_id;
  return new;
end
$$;
comment on function projects.change_requests_scope() is 'Scope: the deal';

create function projects.maintenance_contracts_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'deal';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function projects.maintenance_contracts_scope() is 'Scope: the deal, which is this row';

create function projects.maintenance_periods_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'deal';
  new.scope_id := new.contract_id;
  return new;
end
$$;
comment on function projects.maintenance_periods_scope() is 'Scope: the deal';

create function projects.project_activity_scope() returns trigger
language plpgsql set search_path = '' as $$
declare
  about regclass := to_regclass(new.entity_table);
begin
  if new.entity_table is null then
    new.scope_kind := 'project';
    new.scope_id := new.project_id;
    return new;
  end if;
  if not exists (select from sync.relations r where r.relation = about and r.synced and r.key_column = 'id') then
    raise exception 'activity is about a synced row with an id, not about %', new.entity_table
      using errcode = 'invalid_parameter_value';
  end if;
  execute format('select e.scope_kind, e.scope_id from %s e where e.id = $1', about)
    into strict new.scope_kind, new.scope_id using new.entity_id;
  return new;
end
$$;
comment on function projects.project_activity_scope() is
  'Scope: that of the row it is about, as it is now; so whoever may not see the row does not hear of it';

grant select (id, client_business_id, title, description, status, visibility, hold_reason, closed_at, created_at,
  scope_kind, scope_id, row_version)
  on projects.projects to authenticated;
grant select (id, project_id, name, "order", description, status, due_date, completed_at, stage_type, ip_mode,
  auto_approve_at, closed_at, closed_reason, created_at, scope_kind, scope_id, row_version)
  on projects.project_stages to authenticated;
grant select (id, project_stage_id, type, amount_currency, amount_cents, notes, scope_kind, scope_id, row_version)
  on projects.stage_budget_rules to authenticated;
grant select (id, project_stage_id, assignee_type, freelancer_profile_id, team_id, assigned_by, status, terms,
  terms_hash, split_version, funded, expires_at, accepted_at, ended_at, end_reason, created_at, scope_kind, scope_id,
  row_version)
  on projects.stage_assignments to authenticated;
grant select (id, project_stage_id, assignment_id, submitted_by, notes, version, opened_at, decision, decided_by,
  decided_at, created_at, scope_kind, scope_id, row_version)
  on projects.stage_submissions to authenticated;
grant select (id, submission_id, attachment_id, file_name, file_type, file_size, file_sha256, file_status,
  created_at, scope_kind, scope_id, row_version)
  on projects.stage_submission_files to authenticated;
grant select (id, project_stage_id, assignment_id, submission_id, requested_by, type, reason, status, answer,
  extra_cents, answer_by, review_was_due_at, created_at, resolved_at, scope_kind, scope_id, row_version)
  on projects.stage_revision_requests to authenticated;
grant select (id, project_stage_id, assignment_id, requested_by, changes, reason, status, answered_by, answered_at,
  created_at, scope_kind, scope_id, row_version)
  on projects.change_requests to authenticated;
grant select (id, project_id, freelancer_profile_id, business_profile_id, amount_cents, currency, "interval", status,
  proposed_by, business_agreed_at, freelancer_agreed_at, first_day, next_period_start, failures, ends_on, created_at,
  scope_kind, scope_id, row_version)
  on projects.maintenance_contracts to authenticated;
grant select (id, contract_id, period_start, period_end, project_stage_id, status, attempts, next_attempt_at,
  created_at, scope_kind, scope_id, row_version)
  on projects.maintenance_periods to authenticated;
grant select (id, project_id, profile_type, profile_id, role, created_at, scope_kind, scope_id, row_version)
  on projects.project_participants to authenticated;
grant select (id, project_id, actor_user_id, kind, payload, entity_table, entity_id, created_at, scope_kind,
  scope_id, row_version)
  on projects.project_activity to authenticated;

select sync.register('projects.projects');
select sync.register('projects.project_stages');
select sync.register('projects.project_participants', grants => true);
select sync.register('projects.stage_budget_rules');
select sync.register('projects.stage_assignments', grants => true);
select sync.register('projects.stage_submissions');
select sync.register('projects.stage_submission_files');
select sync.register('projects.stage_revision_requests');
select sync.register('projects.change_requests');
select sync.register('projects.maintenance_contracts', grants => true);
select sync.register('projects.maintenance_periods');
select sync.register('projects.project_activity', window_column => 'created_at', window_rows => 100);
