-- Money in and out of escrow, and the invoices that follow it. Callers hold the locks on project, stage,
-- assignment and escrow; finance.post locks the wallets.

create or replace function api.escrow_words(escrow finance.escrows) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('project', p.title, 'stage', s.name, 'stage_id', s.id, 'currency', escrow.currency,
                              'escrow_id', escrow.id)
      from projects.project_stages s join projects.projects p on p.id = s.project_id where s.id = escrow.project_stage_id);
end $$;

create or replace function api.fund_escrow(ctx api.context, wallet_id uuid, escrow finance.escrows) returns void
language plpgsql set search_path = '' as $$
begin
  perform finance.post(sync.uuid7(), array[
    finance.leg(wallet_id, -escrow.amount_cents, 'escrow_fund', 'finance.escrows', escrow.id),
    finance.leg(finance.wallet_of('escrow', escrow.id, escrow.currency), escrow.amount_cents, 'escrow_fund',
                'finance.escrows', escrow.id)]);
  perform api.draft_invoice(escrow);
end $$;
comment on function api.fund_escrow(api.context, uuid, finance.escrows) is 'Moves the amount of a new escrow into its wallet and drafts the invoice (T5).';

create or replace function api.split_of(assignment_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_agg(jsonb_build_object('member_profile', s.member_profile, 'bp', s.bp)
                     order by m.created_at, s.member_profile)
      from finance.assignment_splits s
      join projects.stage_assignments a on a.id = s.assignment_id
      join org.freelancer_profiles f on f.id = s.member_profile
      left join org.team_memberships m on m.team_id = a.team_id and m.user_id = f.user_id
     where s.assignment_id = split_of.assignment_id and s.bp > 0);
end $$;
comment on function api.split_of(uuid) is 'The frozen split of a hire in the order of membership, as finance.shares takes it.';

create or replace function api.payee_legs(escrow finance.escrows, net_cents bigint) returns finance.leg[]
language plpgsql set search_path = '' as $$
declare
  v_held timestamptz := api.now() + api.days('release_hold_days', 5);
  v_payee uuid := finance.wallet_of(escrow.payee_type::text, escrow.payee_id, escrow.currency);
  v_legs finance.leg[];
  v_share record;
begin
  if escrow.payee_type = 'freelancer' then
    return array[finance.leg(v_payee, net_cents, 'escrow_release', 'finance.escrows', escrow.id, v_held)];
  end if;
  v_legs := array[finance.leg(v_payee, net_cents, 'escrow_release', 'finance.escrows', escrow.id)];
  for v_share in select s.* from finance.shares(net_cents, api.split_of(escrow.assignment_id)) s where s.share_cents > 0 loop
    v_legs := v_legs
      || finance.leg(v_payee, -v_share.share_cents, 'team_split', 'finance.escrows', escrow.id)
      || finance.leg(finance.wallet_of('freelancer', v_share.member_profile, escrow.currency), v_share.share_cents,
                     'team_split', 'finance.escrows', escrow.id, v_held);
  end loop;
  return v_legs;
end $$;
comment on function api.payee_legs(finance.escrows, bigint) is
  'Credits of a release: the freelancer, or the team and from it at once its members by the frozen split.';

create or replace function api.move_escrow(escrow finance.escrows, release_cents bigint, refund_cents bigint) returns finance.escrows
language plpgsql set search_path = '' as $$
declare
  v_legs finance.leg[];
  v_fee bigint := floor(release_cents::numeric * coalesce((api.setting('platform_fee_bp') #>> '{}')::int, 0) / 10000);
  v_remaining bigint := api.remaining_cents(escrow) - release_cents - refund_cents;
begin
  if release_cents < 0 or refund_cents < 0 or v_remaining < 0 or release_cents + refund_cents = 0 then
    perform api.reject('amount_too_large', null, jsonb_build_object('remaining_cents', api.remaining_cents(escrow)));
  end if;
  v_legs := array[finance.leg(finance.wallet_of('escrow', escrow.id, escrow.currency), -(release_cents + refund_cents),
    case when release_cents > 0 then 'escrow_release' else 'escrow_refund' end, 'finance.escrows', escrow.id)];
  if v_fee > 0 then
    v_legs := v_legs || finance.leg(finance.platform_wallet('fees', escrow.currency), v_fee, 'platform_fee', 'finance.escrows', escrow.id);
  end if;
  if release_cents > v_fee then
    v_legs := v_legs || api.payee_legs(escrow, release_cents - v_fee);
  end if;
  if refund_cents > 0 then
    v_legs := v_legs || finance.leg(finance.wallet_of('business', escrow.payer_business_id, escrow.currency), refund_cents,
      'escrow_refund', 'finance.escrows', escrow.id);
  end if;
  perform finance.post(sync.uuid7(), v_legs);
  update finance.escrows e
     set released_cents = e.released_cents + release_cents, refunded_cents = e.refunded_cents + refund_cents,
         status = case when v_remaining > 0 then 'funded'
                       when e.released_cents + release_cents > 0 then 'released' else 'refunded' end,
         settled_at = case when v_remaining = 0 then api.now() end
   where e.id = escrow.id returning e.* into escrow;
  if escrow.status = 'refunded' then
    -- A period of a contract has its hire by the stage.
    update projects.stage_assignments a
       set funded = exists (select from finance.escrows e where e.status <> 'refunded' and e.project_stage_id = a.project_stage_id
                             and (e.assignment_id = a.id or e.contract_id is not null))
     where a.id = escrow.assignment_id or (escrow.contract_id is not null and a.project_stage_id = escrow.project_stage_id);
  end if;
  return escrow;
end $$;
comment on function api.move_escrow(finance.escrows, bigint, bigint) is
  'Releases and refunds parts of one escrow in one posting, less the platform fee, and settles it when nothing remains.';

create or replace function api.release_escrow(ctx api.context, escrow finance.escrows, cents bigint) returns finance.escrows
language plpgsql set search_path = '' as $$
declare
  v_words jsonb := api.escrow_words(escrow) || jsonb_build_object('amount_cents', cents);
begin
  escrow := api.move_escrow(escrow, cents, 0);
  perform api.emit(ctx, 'payment.released', (select s.project_id from projects.project_stages s where s.id = escrow.project_stage_id),
    'finance.escrows', escrow.id, v_words,
    api.to_payee(escrow.payee_type, escrow.payee_id) || api.to_funders(escrow.payer_business_id));
  perform api.settle_invoice(ctx, escrow, cents);
  return escrow;
end $$;

create or replace function api.refund_escrow(ctx api.context, escrow finance.escrows, cents bigint, reason text) returns finance.escrows
language plpgsql set search_path = '' as $$
declare
  v_words jsonb := api.escrow_words(escrow) || jsonb_build_object('amount_cents', cents, 'reason', reason);
begin
  escrow := api.move_escrow(escrow, 0, cents);
  perform api.emit(ctx, 'payment.refunded', (select s.project_id from projects.project_stages s where s.id = escrow.project_stage_id),
    'finance.escrows', escrow.id, v_words,
    api.to_payee(escrow.payee_type, escrow.payee_id) || api.to_funders(escrow.payer_business_id));
  if escrow.settled_at is not null then
    perform api.void_invoices(escrow.id);
  end if;
  return escrow;
end $$;

create or replace function api.settle_stage(ctx api.context, stage_id uuid, command text) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
begin
  select s.* into v_stage from projects.project_stages s where s.id = settle_stage.stage_id for no key update;
  if v_stage.status <> 'approved'
     or exists (select from finance.escrows e where e.project_stage_id = v_stage.id and e.status in ('funded', 'disputed'))
     or not exists (select from finance.escrows e where e.project_stage_id = v_stage.id and e.released_cents > 0) then
    return;
  end if;
  perform api.must_go('stage', 'approved', 'paid', command);
  update projects.project_stages s set status = 'paid' where s.id = v_stage.id;
  perform api.end_assignment(a, 'paid') from projects.stage_assignments a
    where a.project_stage_id = v_stage.id and a.ended_at is null and a.status = 'active';
  perform api.complete_when_done(ctx, v_stage.project_id);
end $$;
comment on function api.settle_stage(api.context, uuid, text) is 'An approved stage whose escrows are all settled is paid (T12); its hire ends with it.';

create or replace function api.is_payee(user_id uuid, payee_type text, payee_id uuid, assignment_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return case payee_type
    when 'freelancer' then exists (select from org.freelancer_profiles f where f.id = payee_id and f.user_id = is_payee.user_id)
    else coalesce(api.acting_role(is_payee.user_id, 'team', payee_id) in ('owner', 'team_lead', 'admin'), false)
      or exists (select from finance.assignment_splits s join org.freelancer_profiles f on f.id = s.member_profile
                  where s.assignment_id = is_payee.assignment_id and s.bp > 0 and f.user_id = is_payee.user_id) end;
end $$;
comment on function api.is_payee(uuid, text, uuid, uuid) is
  'Whether money for a hire goes to a login: the freelancer, or of a team its leads and those with a share in the frozen split.';

create or replace function api.check_not_payee(ctx api.context, assignment projects.stage_assignments, field text) returns void
language plpgsql set search_path = '' as $$
begin
  -- Nobody is hired by his own business; who joins it later must not decide about his own pay either.
  if api.is_payee(ctx.user_id, assignment.assignee_type::text, api.assignee_of(assignment), assignment.id) then
    perform api.reject('own_work', field);
  end if;
end $$;
comment on function api.check_not_payee(api.context, projects.stage_assignments, text) is
  'Funding, approving and releasing are for somebody of the business who is not paid by it.';
