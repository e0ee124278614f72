-- The buyer accepts the work; with "release" the money follows in the same act, all of it or a part.

create or replace function api.may_release(ctx api.context, project projects.projects) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select api.is_funder(ctx, project) or (api.is_buyer(ctx, project)
      and (select b.release_on_approve from org.business_profiles b where b.id = project.client_business_id)));
end $$;
comment on function api.may_release(api.context, projects.projects) is
  'Together with an approval: a funder, or any approver where the business has set release_on_approve.';

create or replace function api.request_rest(ctx api.context, escrow finance.escrows) returns void
language plpgsql set search_path = '' as $$
declare
  v_words jsonb := api.escrow_words(escrow) || jsonb_build_object('amount_cents', api.remaining_cents(escrow));
begin
  insert into finance.refund_requests (id, escrow_id, kind, requested_by, amount_cents, reason, answer_by, created_at)
  values (sync.uuid7(), escrow.id, 'refund', ctx.user_id, api.remaining_cents(escrow), 'approved_in_part',
          api.now() + api.days('refund_answer_days', 7), api.now());
  perform api.emit(ctx, 'refund.requested', (select s.project_id from projects.project_stages s where s.id = escrow.project_stage_id),
    'finance.escrows', escrow.id, v_words, api.to_payee(escrow.payee_type, escrow.payee_id));
end $$;
comment on function api.request_rest(api.context, finance.escrows) is
  'What a partial approval leaves becomes a refund request that the assignee may contest.';

create or replace function api.release_live_escrows(ctx api.context, stage_id uuid, cents bigint) returns void
language plpgsql set search_path = '' as $$
declare
  v_escrow finance.escrows;
  v_left bigint := (select sum(api.remaining_cents(e)) from api.live_escrows(stage_id) e);
  v_part bigint;
begin
  if v_left is null then
    perform api.reject('needs_funding', 'stage');
  elsif cents > v_left then
    perform api.reject('amount_too_large', 'release_cents', jsonb_build_object('remaining_cents', v_left));
  end if;
  v_left := coalesce(cents, v_left);
  for v_escrow in select * from api.live_escrows(stage_id) loop
    v_part := least(v_left, api.remaining_cents(v_escrow));
    v_left := v_left - v_part;
    if v_part > 0 then
      v_escrow := api.release_escrow(ctx, v_escrow, v_part);
    end if;
    if v_escrow.status = 'funded' then
      perform api.request_rest(ctx, v_escrow);
    end if;
  end loop;
end $$;
comment on function api.release_live_escrows(api.context, uuid, bigint) is 'Releases an amount (null: all) over the escrows of a stage, oldest first.';

create or replace function api.give_up_changes(stage projects.project_stages) returns void
language plpgsql set search_path = '' as $$
declare
  v_request projects.stage_revision_requests := api.open_request(stage.id);
begin
  if stage.status <> 'revisions' then
    return;
  elsif v_request.answer = 'declined' or api.unfunded_extra(v_request) is not null
        or (v_request.answer is null and v_request.answer_by <= api.now()) then
    update projects.stage_revision_requests r set status = 'resolved', resolved_at = api.now() where r.id = v_request.id;
  else
    perform api.reject('wrong_status', 'stage', jsonb_build_object('entity', 'stage', 'status', stage.status));
  end if;
end $$;
comment on function api.give_up_changes(projects.project_stages) is
  'The buyer may take the work as it is once the changes will not come: declined, not answered in time, or dearer than he pays for.';

create or replace function api.check_approval(ctx api.context, project projects.projects, stage projects.project_stages,
                                              expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_submission projects.stage_submissions := api.latest_submission(stage.id);
begin
  perform api.check_not_frozen(stage);
  perform api.expect(expected, 'status', stage.status::text, 'projects.project_stages', stage.id);
  perform api.must_go('stage', stage.status::text, 'approved', 'approve_stage');
  perform api.expect(expected, 'submission', v_submission.id::text, 'projects.stage_submissions', v_submission.id);
  if (args ->> 'release')::boolean and not api.may_release(ctx, project) then
    perform api.reject('not_allowed', 'release');
  elsif args ->> 'release_cents' is not null and not (args ->> 'release')::boolean then
    perform api.reject('invalid_argument', 'release_cents', '{"why": "release"}');
  end if;
end $$;

create or replace function api.approve_stage(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
  a projects.stage_assignments;
begin
  perform api.check_args(args, '{"stage": "uuid", "release": "bool", "release_cents?": "cents"}');
  perform api.check_expected(expected, 'status', 'submission');
  v_stage := api.lock_stage((args ->> 'stage')::uuid);
  v_project := api.project_of(v_stage);
  if not api.is_buyer(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'stage');
  end if;
  a := api.lock_live_assignment(v_stage.id);
  perform api.check_not_payee(ctx, a, 'stage');
  perform api.check_approval(ctx, v_project, v_stage, expected, args);
  perform api.give_up_changes(v_stage);
  update projects.stage_submissions u set decision = 'approved', decided_by = ctx.user_id, decided_at = api.now()
   where u.id = (api.latest_submission(v_stage.id)).id;
  update projects.project_stages s set status = 'approved', completed_at = api.now(), auto_approve_at = null
   where s.id = v_stage.id;
  perform api.emit(ctx, 'stage.approved', v_project.id, 'projects.project_stages', v_stage.id,
    jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'from', v_stage.status, 'to', 'approved'),
    api.to_assignees(a) || api.to_funders(v_project.client_business_id));
  if (api.budget_of(v_stage.id)).type = 'free' then
    perform api.complete_when_done(ctx, v_project.id);
  elsif (args ->> 'release')::boolean then
    -- Releasing sends and settles the invoice of what it pays; a contested rest stays a draft.
    perform api.release_live_escrows(ctx, v_stage.id, (args ->> 'release_cents')::bigint);
    perform api.settle_stage(ctx, v_stage.id, 'approve_stage');
  else
    perform api.send_invoices(ctx, v_stage.id);
  end if;
end $$;
comment on function api.approve_stage(api.context, jsonb, jsonb) is
  'Buyer: submitted, or revisions that were declined, to approved (T10), sends the invoice; with release the escrow is paid out too (T12).';
