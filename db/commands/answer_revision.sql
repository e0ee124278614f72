-- The assignee answers a request for changes: takes it up, asks for more money with it, or declines.

create or replace function api.lock_request(id uuid) returns projects.stage_revision_requests
language plpgsql set search_path = '' as $$
declare
  v_request projects.stage_revision_requests;
begin
  select r.* into v_request from projects.stage_revision_requests r where r.id = lock_request.id;
  if not found then
    perform api.reject('not_found', 'request');
  end if;
  perform api.lock_assignment(v_request.assignment_id, 'request');
  select r.* into v_request from projects.stage_revision_requests r where r.id = lock_request.id for no key update;
  return v_request;
end $$;
comment on function api.lock_request(uuid) is 'The request for changes, locked after project, stage and assignment.';

create or replace function api.check_answer(request projects.stage_revision_requests, answer text, extra_cents bigint) returns void
language plpgsql set search_path = '' as $$
begin
  if request.answer is not null then
    perform api.reject('already_answered', 'request');
  end if;
  perform api.must_go('revision_request', request.status, case answer when 'accept' then 'in_progress' else 'open' end, 'answer_revision');
  if request.type = 'minor' and (answer = 'decline' or extra_cents is not null) then
    perform api.reject('minor_is_included', 'answer');
  elsif answer = 'decline' and extra_cents is not null then
    perform api.reject('invalid_argument', 'extra_cents', '{"why": "decline"}');
  elsif extra_cents is not null and (api.budget_of(request.project_stage_id)).type = 'free' then
    perform api.reject('stage_is_free', 'extra_cents', jsonb_build_object('stage', request.project_stage_id));
  end if;
end $$;
comment on function api.check_answer(projects.stage_revision_requests, text, bigint) is
  'Answered once; minor changes are part of the price, so only major ones can be declined or cost more.';

create or replace function api.answer_revision(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  q projects.stage_revision_requests;
  a projects.stage_assignments;
  v_stage projects.project_stages;
  v_project projects.projects;
  v_extra bigint;
begin
  perform api.check_args(args, '{"request": "uuid", "answer": "enum accept|decline", "extra_cents?": "cents"}');
  perform api.check_expected(expected, 'status');
  v_extra := (args ->> 'extra_cents')::bigint;
  q := api.lock_request((args ->> 'request')::uuid);
  select x.* into a from projects.stage_assignments x where x.id = q.assignment_id;
  select s.* into v_stage from projects.project_stages s where s.id = q.project_stage_id;
  v_project := api.project_of(v_stage);
  if a.ended_at is not null or not api.answers_for(ctx, a) then
    perform api.deny(ctx, 'deal', a.id, 'request');
  end if;
  perform api.check_not_frozen(v_stage);
  perform api.expect(expected, 'status', q.status, 'projects.stage_revision_requests', q.id);
  perform api.check_answer(q, args ->> 'answer', v_extra);
  update projects.stage_revision_requests r
     set status = case args ->> 'answer' when 'accept' then 'in_progress' else r.status end, extra_cents = v_extra,
         answer = case when v_extra is not null then 'accepted_with_extra' when args ->> 'answer' = 'accept' then 'accepted' else 'declined' end
   where r.id = q.id returning r.* into q;
  perform api.emit(ctx, 'stage.revision_answered', v_project.id, 'projects.stage_revision_requests', q.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'stage_id', v_stage.id, 'assignee', api.assignee_name(a), 'answer', q.answer)
      || case when v_extra is null then '{}' else jsonb_build_object('extra_cents', v_extra, 'currency', (api.budget_of(v_stage.id)).amount_currency) end,
    api.to_buyers(v_project.client_business_id) || case when v_extra is not null then api.to_funders(v_project.client_business_id) end);
end $$;
comment on function api.answer_revision(api.context, jsonb, jsonb) is
  'The freelancer, or a lead of the team: takes up a request for changes; a major one may be declined, or cost more, which is funded before work is handed in.';
