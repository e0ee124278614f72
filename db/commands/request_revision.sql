-- The buyer asks for changes: minor ones within the included rounds, major ones need the assignee's answer.

create or replace function api.latest_submission(stage_id uuid) returns projects.stage_submissions
language plpgsql stable set search_path = '' as $$
begin
  return (
    select u from projects.stage_submissions u
     where u.project_stage_id = stage_id and u.decision is distinct from 'withdrawn' order by u.version desc limit 1);
end $$;

create or replace function api.check_rounds(assignment_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_rounds int := coalesce((api.setting('minor_revision_rounds') #>> '{}')::int, 2);
begin
  if (select count(*) from projects.stage_revision_requests r
       where r.assignment_id = check_rounds.assignment_id and r.type = 'minor') >= v_rounds then
    perform api.reject('revision_rounds_used', 'type', jsonb_build_object('rounds', v_rounds));
  end if;
end $$;
comment on function api.check_rounds(uuid) is 'Minor revisions are counted against the included rounds of the hire.';

create or replace function api.request_revision(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
  a projects.stage_assignments;
  v_submission projects.stage_submissions;
begin
  perform api.check_args(args, '{"request": "uuid", "stage": "uuid", "type": "enum minor|major", "reason": "text 1 16000"}');
  perform api.check_expected(expected, 'status', 'submission');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  v_project := api.project_of(v_stage);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'stage');
  end if;
  a := api.lock_live_assignment(v_stage.id);
  v_submission := api.latest_submission(v_stage.id);
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', v_stage.status::text, 'projects.project_stages', v_stage.id);
  perform api.must_go('stage', v_stage.status::text, 'revisions', 'request_revision');
  perform api.expect(expected, 'submission', v_submission.id::text, 'projects.stage_submissions', v_submission.id);
  if v_stage.auto_approve_at <= api.now() then
    perform api.reject('review_over', 'stage');
  elsif args ->> 'type' = 'minor' then
    perform api.check_rounds(a.id);
  end if;
  insert into projects.stage_revision_requests (id, project_stage_id, assignment_id, submission_id, requested_by, type, reason,
    answer_by, review_was_due_at, created_at)
  values ((args ->> 'request')::uuid, v_stage.id, a.id, v_submission.id, ctx.user_id, args ->> 'type', args ->> 'reason',
    case args ->> 'type' when 'major' then api.now() + api.days('major_revision_answer_days', 5) end,
    v_stage.auto_approve_at, api.now());
  update projects.stage_submissions u set decision = 'revisions', decided_by = ctx.user_id, decided_at = api.now()
   where u.id = v_submission.id;
  update projects.project_stages s set status = 'revisions', auto_approve_at = null where s.id = v_stage.id;
  perform api.emit(ctx, 'stage.revision_requested', v_project.id, 'projects.stage_revision_requests', (args ->> 'request')::uuid,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'type', args ->> 'type', 'stage_id', v_stage.id,
                       'from', v_stage.status, 'to', 'revisions'),
    api.to_assignees(a));
end $$;
comment on function api.request_revision(api.context, jsonb, jsonb) is
  'Buyer: submitted to revisions before the review ends (T9); a third minor round is refused.';
