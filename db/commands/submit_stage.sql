-- Work is handed in: a new version, its files, and the review clock.

create or replace function api.check_files(ctx api.context, files jsonb, stage projects.project_stages) returns void
language plpgsql set search_path = '' as $$
declare
  v_file uuid;
  v_attachment org.attachments;
begin
  if stage.stage_type = 'file_based' and jsonb_array_length(coalesce(files, '[]')) = 0 then
    perform api.reject('needs_files', 'files');
  end if;
  for v_file in select e::uuid from jsonb_array_elements_text(coalesce(files, '[]')) e loop
    select t.* into v_attachment from org.attachments t where t.id = v_file and t.uploaded_by = ctx.user_id;
    if not found then
      perform api.reject('not_found', 'files', jsonb_build_object('file', v_file));
    elsif v_attachment.status = 'quarantined' then
      perform api.reject('file_quarantined', 'files', jsonb_build_object('file', v_file));
    elsif v_attachment.status = 'draft' then
      perform api.reject('file_not_uploaded', 'files', jsonb_build_object('file', v_file));
    end if;
  end loop;
end $$;
comment on function api.check_files(api.context, jsonb, projects.project_stages) is
  'A file-based stage needs a file; files are the submitter''s own, uploaded, and not quarantined.';

create or replace function api.resolve_revisions(ctx api.context, project projects.projects, stage projects.project_stages) returns void
language plpgsql set search_path = '' as $$
declare
  v_request uuid;
begin
  for v_request in
    update projects.stage_revision_requests r set status = 'resolved', resolved_at = api.now()
     where r.project_stage_id = stage.id and r.status <> 'resolved' returning r.id loop
    perform api.emit(ctx, 'stage.revision_resolved', project.id, 'projects.stage_revision_requests', v_request,
      jsonb_build_object('project', project.title, 'stage', stage.name), api.to_buyers(project.client_business_id));
  end loop;
end $$;

create or replace function api.check_resumed(stage projects.project_stages) returns void
language plpgsql set search_path = '' as $$
declare
  v_request projects.stage_revision_requests := api.open_request(stage.id);
begin
  if v_request.answer = 'declined' then
    perform api.reject('revision_declined', 'stage');
  elsif api.unfunded_extra(v_request) is not null then
    perform api.reject('needs_funding', 'stage');
  end if;
end $$;
comment on function api.check_resumed(projects.project_stages) is
  'Declined changes are not handed in, and those that cost more not before that is in escrow.';

create or replace function api.add_submission(ctx api.context, assignment projects.stage_assignments, args jsonb) returns int
language plpgsql set search_path = '' as $$
declare
  v_version int;
begin
  insert into projects.stage_submissions (id, project_stage_id, assignment_id, submitted_by, notes, version, created_at)
  select (args ->> 'submission')::uuid, assignment.project_stage_id, assignment.id, ctx.user_id, args ->> 'notes',
         coalesce(max(u.version), 0) + 1, api.now()
    from projects.stage_submissions u where u.project_stage_id = assignment.project_stage_id
  returning version into v_version;
  insert into projects.stage_submission_files (submission_id, attachment_id, created_at)
  select (args ->> 'submission')::uuid, e::uuid, api.now() from jsonb_array_elements_text(coalesce(args -> 'files', '[]')) e;
  return v_version;
end $$;

create or replace function api.submit_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
  a projects.stage_assignments;
  v_version int;
begin
  perform api.check_args(args, '{"submission": "uuid", "stage": "uuid", "notes": "text 1 16000", "files?": "uuids 0 50"}');
  perform api.check_expected(expected, 'status');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  v_project := api.project_of(v_stage);
  a := api.lock_live_assignment(v_stage.id);
  if a.id is null or not api.is_assignee(ctx, a) then
    perform api.deny(ctx, 'project', v_project.id, 'stage');
  end if;
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', v_stage.status::text, 'projects.project_stages', v_stage.id);
  perform api.must_go('stage', v_stage.status::text, 'submitted', 'submit_stage');
  perform api.check_resumed(v_stage);
  perform api.check_files(ctx, args -> 'files', v_stage);
  v_version := api.add_submission(ctx, a, args);
  update projects.project_stages s
     set status = 'submitted', auto_approve_at = api.now() + api.days('auto_approve_days', 14), reminders_sent = 0
   where s.id = v_stage.id;
  perform api.resolve_revisions(ctx, v_project, v_stage);
  perform api.emit(ctx, 'stage.submitted', v_project.id, 'projects.project_stages', v_stage.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'version', v_version,
                       'submission_id', args ->> 'submission', 'from', v_stage.status, 'to', 'submitted'),
    api.to_buyers(v_project.client_business_id) || api.to_funders(v_project.client_business_id));
end $$;
comment on function api.submit_stage(api.context, jsonb, jsonb) is
  'Assignee: hands in version n + 1; starts the review clock and resolves open revision requests (T7).';
