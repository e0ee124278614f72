-- What the dispute commands share: who the parties are, and how a dispute ends.

create or replace function api.lock_escrow(id uuid) returns finance.escrows
language plpgsql set search_path = '' as $$
declare
  v_escrow finance.escrows;
begin
  select e.* into v_escrow from finance.escrows e where e.id = lock_escrow.id;
  if not found then
    perform api.reject('not_found', 'escrow');
  end if;
  perform api.lock_stage(v_escrow.project_stage_id);
  perform from projects.stage_assignments a where a.id = v_escrow.assignment_id for no key update;
  select e.* into v_escrow from finance.escrows e where e.id = lock_escrow.id for no key update;
  return v_escrow;
end $$;
comment on function api.lock_escrow(uuid) is 'The escrow, locked after project, stage and assignment.';

create or replace function api.is_payer_side(ctx api.context, escrow finance.escrows) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return api.has_hire_role(ctx) and ctx.acting_id = escrow.payer_business_id;
end $$;

create or replace function api.is_payee_side(ctx api.context, escrow finance.escrows) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return case escrow.payee_type
    when 'freelancer' then coalesce(ctx.acting_kind = 'freelancer' and ctx.acting_id = escrow.payee_id, false)
    else api.is_lead(ctx) and ctx.acting_id = escrow.payee_id end;
end $$;

create or replace function api.has_link(user_id uuid, escrow finance.escrows) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select api.works_for(escrow.payer_business_id, has_link.user_id)
        or exists (select from unnest(api.to_payee(escrow.payee_type, escrow.payee_id)) r where r.user_id = has_link.user_id));
end $$;
comment on function api.has_link(uuid, finance.escrows) is 'Whether a login belongs to a side of an escrow.';

create or replace function api.moderates(ctx api.context, escrow finance.escrows) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return api.is_moderator(ctx) and not api.has_link(ctx.user_id, escrow);
end $$;
comment on function api.moderates(api.context, finance.escrows) is 'A moderator who belongs to neither side.';

create or replace function api.check_party(ctx api.context, escrow finance.escrows, field text) returns void
language plpgsql set search_path = '' as $$
begin
  if not (api.is_payer_side(ctx, escrow) or api.is_payee_side(ctx, escrow)) then
    perform api.deny(ctx, 'escrow', coalesce(escrow.assignment_id, escrow.contract_id), field);
  end if;
end $$;
comment on function api.check_party(api.context, finance.escrows, text) is 'Buyer or payee (for a team, a lead); nobody else takes part in a dispute.';

create or replace function api.check_offer_side(ctx api.context, escrow finance.escrows, field text) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_party(ctx, escrow, field);
  -- Else one who is on both sides would agree with himself.
  if api.is_payer_side(ctx, escrow)
     and api.is_payee(ctx.user_id, escrow.payee_type::text, escrow.payee_id, escrow.assignment_id) then
    perform api.reject('own_work', field);
  end if;
end $$;
comment on function api.check_offer_side(api.context, finance.escrows, text) is
  'A party, and for the buyer somebody who is not paid from the escrow: an offer that is accepted moves the money.';

create or replace function api.lock_dispute(id uuid) returns finance.disputes
language plpgsql set search_path = '' as $$
declare
  v_dispute finance.disputes;
begin
  select d.* into v_dispute from finance.disputes d where d.id = lock_dispute.id;
  if not found then
    perform api.reject('not_found', 'dispute');
  end if;
  perform api.lock_escrow(v_dispute.escrow_id);
  select d.* into v_dispute from finance.disputes d where d.id = lock_dispute.id for no key update;
  return v_dispute;
end $$;

create or replace function api.escrow_of(dispute finance.disputes) returns finance.escrows
language plpgsql stable set search_path = '' as $$
begin
  return (
    select e from finance.escrows e where e.id = dispute.escrow_id);
end $$;

create or replace function api.tell_parties(ctx api.context, event text, dispute finance.disputes, words jsonb default '{}',
                                            others api.recipient[] default '{}') returns void
language plpgsql set search_path = '' as $$
declare
  v_escrow finance.escrows := api.escrow_of(dispute);
begin
  perform api.emit(ctx, event, (select s.project_id from projects.project_stages s where s.id = v_escrow.project_stage_id),
    'finance.disputes', dispute.id, api.escrow_words(v_escrow) || words,
    api.to_payee(v_escrow.payee_type, v_escrow.payee_id, true) || api.to_buyers(v_escrow.payer_business_id) || others);
end $$;

create or replace function api.reopen_review(dispute finance.disputes, stage_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  -- The clock goes on where the dispute stopped it, with time enough to look again; under another dispute it stands still.
  update projects.project_stages s
     set auto_approve_at = greatest(dispute.review_was_due_at + (api.now() - dispute.created_at),
           api.now() + make_interval(hours => coalesce((api.setting('review_resume_hours') #>> '{}')::int, 72)))
   where s.id = stage_id and s.status = 'submitted' and s.closed_at is null
     and not exists (select from finance.escrows e where e.project_stage_id = s.id and e.status = 'disputed');
end $$;

create or replace function api.review_due(stage projects.project_stages) returns timestamptz
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(stage.auto_approve_at,
    (select max(d.review_was_due_at + (api.now() - d.created_at))
       from finance.escrows e join finance.disputes d on d.escrow_id = e.id
      where e.project_stage_id = stage.id and d.status in ('open', 'under_review')));
end $$;
comment on function api.review_due(projects.project_stages) is
  'When the review would end that a dispute stops now; where another has stopped it already, with what that one left of it.';

create or replace function api.reopen_request(escrow_id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  -- Else what was contested would stay in escrow for ever: nobody could answer the request or dispute it again.
  update finance.refund_requests q
     set status = 'open', answered_by = null, answered_at = null,
         answer_by = greatest(q.answer_by, api.now() + make_interval(hours => coalesce((api.setting('review_resume_hours') #>> '{}')::int, 72)))
   where q.id = (select x.id from finance.refund_requests x where x.escrow_id = reopen_request.escrow_id and x.status = 'disputed'
                  order by x.created_at desc, x.id desc limit 1);
end $$;
comment on function api.reopen_request(uuid) is 'A refund request that a dispute took up stands again when the dispute is withdrawn.';

create or replace function api.end_requests(stage_id uuid, command text) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.must_go('revision_request', r.status, 'resolved', command) from projects.stage_revision_requests r
    where r.project_stage_id = end_requests.stage_id and r.status <> 'resolved';
  update projects.stage_revision_requests r set status = 'resolved', resolved_at = api.now()
   where r.project_stage_id = end_requests.stage_id and r.status <> 'resolved';
end $$;
comment on function api.end_requests(uuid, text) is 'A stage that ends leaves no request for changes open: nobody could hand them in, or pay for them.';

create or replace function api.finish_stage(ctx api.context, stage_id uuid, command text) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
  v_project projects.projects;
  v_paid boolean;
begin
  select s.* into v_stage from projects.project_stages s where s.id = finish_stage.stage_id for no key update;
  v_project := api.project_of(v_stage);
  v_paid := exists (select from finance.escrows e where e.project_stage_id = v_stage.id and e.released_cents > 0);
  if exists (select from finance.escrows e where e.project_stage_id = v_stage.id and e.status in ('funded', 'disputed')) then
    return;
  end if;
  perform api.end_requests(v_stage.id, command);
  if not v_paid then
    update projects.project_stages s set closed_at = api.now(), closed_reason = 'refunded', auto_approve_at = null where s.id = v_stage.id;
    perform api.end_assignment(a, 'closed') from projects.stage_assignments a
      where a.project_stage_id = v_stage.id and a.ended_at is null and a.status in ('accepted', 'active');
    perform api.complete_when_done(ctx, v_stage.project_id);
    return;
  end if;
  if v_stage.status <> 'approved' then
    perform api.must_go('stage', v_stage.status::text, 'approved', command);
    update projects.project_stages s set status = 'approved', completed_at = api.now(), auto_approve_at = null where s.id = v_stage.id;
    -- Told while there is a hire: settling ends it.
    perform api.emit(ctx, 'stage.approved', v_stage.project_id, 'projects.project_stages', v_stage.id,
      jsonb_build_object('project', v_project.title, 'stage', v_stage.name, 'from', v_stage.status, 'to', 'approved'),
      api.to_assignees(api.lock_live_assignment(v_stage.id)) || api.to_funders(v_project.client_business_id));
  end if;
  perform api.settle_stage(ctx, v_stage.id, command);
end $$;
comment on function api.finish_stage(api.context, uuid, text) is
  'After a dispute has emptied the escrows: paid if anything was released, closed if all went back.';

create or replace function api.end_dispute(ctx api.context, dispute finance.disputes, release_cents bigint, refund_cents bigint,
                                           notes text, decided_by uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_escrow finance.escrows := api.escrow_of(dispute);
  v_status public.dispute_status := (case when refund_cents > 0 then 'refunded' else 'resolved' end)::public.dispute_status;
begin
  if release_cents + refund_cents <> api.remaining_cents(v_escrow) then
    perform api.reject('amounts_do_not_add_up', 'release_cents', jsonb_build_object('remaining_cents', api.remaining_cents(v_escrow)));
  end if;
  perform api.must_go('dispute', dispute.status::text, v_status::text, ctx.command);
  update finance.disputes d
     set status = v_status, decision_release_cents = release_cents, decision_refund_cents = refund_cents,
         resolution_notes = notes, decided_by = end_dispute.decided_by, decided_at = api.now()
   where d.id = dispute.id;
  update finance.dispute_offers o set status = 'superseded', answered_at = api.now()
   where o.dispute_id = dispute.id and o.status = 'open';
  if release_cents > 0 then
    v_escrow := api.release_escrow(ctx, v_escrow, release_cents);
  end if;
  if refund_cents > 0 then
    v_escrow := api.refund_escrow(ctx, v_escrow, refund_cents, 'dispute');
  end if;
  perform api.tell_parties(ctx, 'dispute.decided', dispute,
    jsonb_build_object('release_cents', release_cents, 'refund_cents', refund_cents));
  perform api.finish_stage(ctx, v_escrow.project_stage_id, ctx.command);
  perform api.reopen_review(dispute, v_escrow.project_stage_id);
end $$;
comment on function api.end_dispute(api.context, finance.disputes, bigint, bigint, text, uuid) is
  'Moves exactly what was agreed or decided, and settles the stage; refunded if any money went back, else resolved.';
