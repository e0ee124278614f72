-- Money for accepted stages goes from the business into escrow, many stages in one act or none: the price, or what a major
-- revision costs more.

create or replace function api.check_fundable(ctx api.context, stage_id uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages := api.lock_stage(stage_id, 'stages');
  v_project projects.projects := api.project_of(v_stage);
  a projects.stage_assignments;
begin
  if not api.is_funder(ctx, v_project) then
    perform api.deny(ctx, 'project', v_project.id, 'stages');
  end if;
  a := api.lock_live_assignment(v_stage.id);
  perform api.check_not_payee(ctx, a, 'stages');
  perform api.check_running(v_project);
  perform api.check_not_frozen(v_stage);
  if v_stage.status = 'revisions' and a.id is not null and api.unfunded_extra(api.open_request(v_stage.id)) is not null then
    return;
  elsif v_stage.status <> 'assigned' then
    perform api.reject('wrong_status', 'stages', jsonb_build_object('entity', 'stage', 'status', v_stage.status, 'stage', v_stage.id));
  elsif a.id is null or a.status = 'invited' then
    perform api.reject('needs_assignee', 'stages', jsonb_build_object('stage', v_stage.id));
  elsif (api.budget_of(v_stage.id)).type = 'free' then
    perform api.reject('stage_is_free', 'stages', jsonb_build_object('stage', v_stage.id));
  end if;
end $$;

create or replace function api.due_cents(stage_id uuid) returns bigint
language plpgsql stable set search_path = '' as $$
begin
  return coalesce(api.unfunded_extra(api.open_request(stage_id)),
    (api.budget_of(stage_id)).amount_cents
      - coalesce((select sum(e.amount_cents - e.refunded_cents) from finance.escrows e join projects.stage_assignments a on a.id = e.assignment_id
                   where a.project_stage_id = stage_id and a.ended_at is null and e.revision_request_id is null), 0));
end $$;
comment on function api.due_cents(uuid) is 'What funding a stage would take now: the extra of its revision, else what its price lacks.';

create or replace function api.open_escrow(ctx api.context, stage_id uuid) returns finance.escrows
language plpgsql set search_path = '' as $$
declare
  a projects.stage_assignments := api.lock_live_assignment(stage_id);
  v_rule projects.stage_budget_rules := api.budget_of(stage_id);
  v_request projects.stage_revision_requests := api.open_request(stage_id);
  v_escrow finance.escrows;
  v_missing bigint := api.due_cents(stage_id);
begin
  if v_missing <= 0 then
    perform api.reject('already_funded', 'stages', jsonb_build_object('stage', stage_id));
  end if;
  insert into finance.escrows (id, project_stage_id, assignment_id, payer_business_id, payee_type, payee_id, amount_cents,
    currency, revision_request_id, funded_by, created_at)
  values (sync.uuid7(), stage_id, a.id, ctx.acting_id, a.assignee_type, api.assignee_of(a), v_missing,
    v_rule.amount_currency, case when api.unfunded_extra(v_request) is not null then v_request.id end, ctx.user_id, api.now())
  returning * into v_escrow;
  update projects.stage_assignments x set funded = true where x.id = a.id;
  return v_escrow;
end $$;

create or replace function api.check_payment(wallet_id uuid, stages uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
  v_wallet finance.wallets;
  v_needed bigint := (select sum(api.due_cents(s)) from unnest(stages) s);
begin
  select w.* into v_wallet from finance.wallets w where w.id = wallet_id for no key update;
  if coalesce(v_wallet.balance_cents, 0) < v_needed then
    perform api.reject('insufficient_funds', 'wallet', jsonb_build_object('balance_cents', coalesce(v_wallet.balance_cents, 0),
      'needed_cents', v_needed, 'currency', v_wallet.currency));
  end if;
end $$;
comment on function api.check_payment(uuid, uuid[]) is 'Names the whole sum that is missing, before any stage is funded.';

create or replace function api.paying_wallet(ctx api.context, wallet_id uuid, stages uuid[]) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_currencies text[] := array(select distinct r.amount_currency from projects.stage_budget_rules r
                                where r.project_stage_id = any (stages));
  v_wallet finance.wallets;
begin
  if array_length(v_currencies, 1) <> 1 then
    perform api.reject('currency_mismatch', 'stages', jsonb_build_object('currencies', v_currencies));
  end if;
  select w.* into v_wallet from finance.wallets w
   where w.owner_type = 'business' and w.owner_id = ctx.acting_id
     and case when wallet_id is null then w.currency = v_currencies[1] else w.id = wallet_id end;
  if v_wallet.id is null and wallet_id is not null then
    perform api.reject('not_found', 'wallet');
  elsif v_wallet.id is null then
    perform api.reject('insufficient_funds', 'wallet', jsonb_build_object('balance_cents', 0, 'currency', v_currencies[1],
      'needed_cents', (select sum(api.due_cents(s)) from unnest(stages) s)));
  elsif v_wallet.currency <> v_currencies[1] then
    perform api.reject('currency_mismatch', 'wallet', jsonb_build_object('currencies', array[v_wallet.currency] || v_currencies));
  end if;
  return v_wallet.id;
end $$;

create or replace function api.fund_stages(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_stages uuid[];
  v_stage uuid;
  v_wallet uuid;
  v_escrow finance.escrows;
begin
  perform api.check_args(args, '{"stages": "uuids 1 100", "wallet?": "uuid"}');
  perform api.check_expected(expected);
  if not api.has_finance_role(ctx) then
    perform api.reject('not_allowed');
  end if;
  -- Locks in order: by project, then by stage.
  v_stages := array(select e.id::uuid from jsonb_array_elements_text(args -> 'stages') e(id)
    left join projects.project_stages s on s.id = e.id::uuid order by s.project_id, e.id);
  foreach v_stage in array v_stages loop
    perform api.check_fundable(ctx, v_stage);
  end loop;
  v_wallet := api.paying_wallet(ctx, (args ->> 'wallet')::uuid, v_stages);
  perform api.check_payment(v_wallet, v_stages);
  foreach v_stage in array v_stages loop
    v_escrow := api.open_escrow(ctx, v_stage);
    perform api.fund_escrow(ctx, v_wallet, v_escrow);
    perform api.emit(ctx, 'escrow.funded', (select s.project_id from projects.project_stages s where s.id = v_stage),
      'finance.escrows', v_escrow.id,
      api.escrow_words(v_escrow) || jsonb_build_object('amount_cents', v_escrow.amount_cents),
      api.to_payee(v_escrow.payee_type, v_escrow.payee_id) || api.to_buyers(v_escrow.payer_business_id));
  end loop;
end $$;
comment on function api.fund_stages(api.context, jsonb, jsonb) is
  'Funder: puts the price of each stage, or the extra of its revision, into an escrow of its own (T5); all or none, one currency.';
