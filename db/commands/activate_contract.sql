-- The other side agrees, and the first period is funded in the same act.

create or replace function api.period_end(first_day date, "interval" text, period_start date) returns date
language plpgsql immutable set search_path = '' as $$
begin
  -- Months are counted from the first day, so 31 January is followed by 28 February and 31 March.
  return (
    with step as (
      select case "interval" when 'weekly' then 0 when 'monthly' then 1 else 3 end as months),
    gone as (
      select s.months, case when s.months = 0 then (period_start - first_day) / 7
        else round(((extract(year from period_start) - extract(year from first_day)) * 12
                   + extract(month from period_start) - extract(month from first_day)) / s.months)::int end as n
        from step s)
    select case when g.months = 0 then first_day + 7 * (g.n + 1)
                else (first_day + make_interval(months => g.months * (g.n + 1)))::date end from gone g);
end $$;
comment on function api.period_end(date, text, date) is 'The day on which the period that starts at a date ends, and the next begins.';

create or replace function api.maintenance_stage(contract projects.maintenance_contracts, period_start date) returns projects.project_stages
language plpgsql set search_path = '' as $$
declare
  v_stage projects.project_stages;
begin
  insert into projects.project_stages (id, project_id, name, "order", status, stage_type, due_date, created_at)
  select sync.uuid7(), contract.project_id, 'Maintenance ' || period_start,
         coalesce(max(s."order"), 0) + 1, 'in_progress', 'maintenance',
         (api.period_end(contract.first_day, contract."interval", period_start)::timestamp at time zone 'UTC'), api.now()
    from projects.project_stages s where s.project_id = contract.project_id
  returning * into v_stage;
  insert into projects.stage_budget_rules (project_stage_id, type, amount_currency, amount_cents)
  values (v_stage.id, 'fixed', contract.currency, contract.amount_cents);
  insert into projects.stage_assignments (project_stage_id, assignee_type, freelancer_profile_id, assigned_by, status, terms,
    terms_hash, funded, accepted_at, created_at)
  select v_stage.id, 'freelancer', contract.freelancer_profile_id, contract.proposed_by, 'active', api.offered_terms(p, v_stage),
         api.terms_hash(api.terms_of(v_stage)), true, api.now(), api.now()
    from projects.projects p where p.id = contract.project_id;
  return v_stage;
end $$;

create or replace function api.bill_period(ctx api.context, contract projects.maintenance_contracts, period_start date) returns void
language plpgsql set search_path = '' as $$
declare
  v_end date := api.period_end(contract.first_day, contract."interval", period_start);
  v_period projects.maintenance_periods;
  v_stage projects.project_stages;
  v_escrow finance.escrows;
begin
  insert into projects.maintenance_periods (contract_id, period_start, period_end, created_at)
  values (contract.id, bill_period.period_start, v_end, api.now())
  on conflict on constraint maintenance_periods_contract_start_key do nothing returning * into v_period;
  -- Billed by an earlier run: once is enough.
  if v_period.id is null then
    return;
  end if;
  v_stage := api.maintenance_stage(contract, bill_period.period_start);
  insert into finance.escrows (id, project_stage_id, contract_id, contract_period_id, payer_business_id, payee_type, payee_id,
    amount_cents, currency, funded_by, created_at)
  values (sync.uuid7(), v_stage.id, contract.id, v_period.id, contract.business_profile_id, 'freelancer',
    contract.freelancer_profile_id, contract.amount_cents, contract.currency, ctx.user_id, api.now())
  returning * into v_escrow;
  perform api.fund_escrow(ctx, finance.wallet_of('business', contract.business_profile_id, contract.currency), v_escrow);
  update projects.maintenance_periods m set status = 'billed', project_stage_id = v_stage.id where m.id = v_period.id;
  update projects.maintenance_contracts c set next_period_start = v_end where c.id = contract.id;
  perform api.emit(ctx, 'maintenance.billed', contract.project_id, 'projects.maintenance_contracts', contract.id,
    jsonb_build_object('project', (select p.title from projects.projects p where p.id = contract.project_id),
      'period_start', bill_period.period_start, 'amount_cents', contract.amount_cents, 'currency', contract.currency),
    api.to_payee('freelancer', contract.freelancer_profile_id) || api.to_funders(contract.business_profile_id));
end $$;
comment on function api.bill_period(api.context, projects.maintenance_contracts, date) is
  'Bills one period once: its stage, its escrow, its draft invoice.';

create or replace function api.check_prepaid(contract projects.maintenance_contracts) returns void
language plpgsql set search_path = '' as $$
declare
  v_balance bigint;
begin
  select w.balance_cents into v_balance from finance.wallets w
   where w.owner_type = 'business' and w.owner_id = contract.business_profile_id and w.currency = contract.currency for no key update;
  if coalesce(v_balance, 0) < contract.amount_cents then
    perform api.reject('needs_funding', 'contract');
  end if;
end $$;
comment on function api.check_prepaid(projects.maintenance_contracts) is
  'Before the freelancer''s consent moves the buyer''s money: what is missing in a wallet of others is not his to know.';

create or replace function api.agree(ctx api.context, contract projects.maintenance_contracts) returns projects.maintenance_contracts
language plpgsql set search_path = '' as $$
begin
  update projects.maintenance_contracts x
     set business_agreed_at = case ctx.acting_kind when 'business' then api.now() else x.business_agreed_at end,
         freelancer_agreed_at = case ctx.acting_kind when 'freelancer' then api.now() else x.freelancer_agreed_at end
   where x.id = contract.id
     and case ctx.acting_kind when 'business' then x.business_agreed_at else x.freelancer_agreed_at end is null
  returning x.* into contract;
  if not found then
    perform api.reject('already_agreed', 'contract');
  end if;
  return contract;
end $$;
comment on function api.agree(api.context, projects.maintenance_contracts) is 'Notes the consent of the acting side, once.';

create or replace function api.await_other_side(ctx api.context, contract projects.maintenance_contracts, project projects.projects) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.emit(ctx, 'maintenance.proposed', project.id, 'projects.maintenance_contracts', contract.id,
    jsonb_build_object('project', project.title, 'amount_cents', contract.amount_cents, 'currency', contract.currency,
                       'interval', contract."interval"),
    case ctx.acting_kind when 'business' then api.to_payee('freelancer', contract.freelancer_profile_id)
         else api.to_funders(contract.business_profile_id) end);
end $$;
comment on function api.await_other_side(api.context, projects.maintenance_contracts, projects.projects) is
  'A hiring manager proposed, and one side has agreed: a funder and the freelancer must both have.';

create or replace function api.activate_contract(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  c projects.maintenance_contracts;
  v_project projects.projects;
begin
  perform api.check_args(args, '{"contract": "uuid"}');
  perform api.check_expected(expected, 'status', 'amount_cents');
  select x.* into c from projects.maintenance_contracts x where x.id = (args ->> 'contract')::uuid;
  if not found then
    perform api.reject('not_found', 'contract');
  end if;
  v_project := api.lock_project(c.project_id);
  select x.* into c from projects.maintenance_contracts x where x.id = c.id for update;
  if not (api.is_funder(ctx, v_project) or (ctx.acting_kind = 'freelancer' and ctx.acting_id = c.freelancer_profile_id)) then
    perform api.deny(ctx, 'deal', c.id, 'contract');
  end if;
  perform api.expect(expected, 'status', c.status, 'projects.maintenance_contracts', c.id);
  perform api.expect(expected, 'amount_cents', c.amount_cents::text, 'projects.maintenance_contracts', c.id);
  perform api.must_go('contract', c.status, 'active', 'activate_contract');
  perform api.check_running(v_project);
  -- Who has joined the business since the contract was proposed can't be hired by it any more.
  if api.works_for(c.business_profile_id, (select f.user_id from org.freelancer_profiles f where f.id = c.freelancer_profile_id)) then
    perform api.reject('self_hire');
  end if;
  c := api.agree(ctx, c);
  if num_nulls(c.business_agreed_at, c.freelancer_agreed_at) > 0 then
    perform api.await_other_side(ctx, c, v_project);
    return;
  elsif ctx.acting_kind = 'freelancer' then
    perform api.check_prepaid(c);
  end if;
  update projects.maintenance_contracts x
     set status = 'active', first_day = coalesce(x.first_day, (api.now() at time zone 'UTC')::date)
   where x.id = c.id returning x.* into c;
  perform api.emit(ctx, 'maintenance.activated', c.project_id, 'projects.maintenance_contracts', c.id,
    jsonb_build_object('project', v_project.title),
    api.to_payee('freelancer', c.freelancer_profile_id) || api.to_buyers(c.business_profile_id));
  perform api.bill_period(ctx, c, c.first_day);
end $$;
comment on function api.activate_contract(api.context, jsonb, jsonb) is
  'A side that has not agreed yet (for the buyer: a funder) agrees; with both, period 1 is funded at once or nothing happens.';
