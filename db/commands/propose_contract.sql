-- Either side proposes recurring work at a fixed price a period.
create or replace function api.propose_contract(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_project projects.projects;
  v_freelancer org.freelancer_profiles;
  v_buys boolean;
begin
  perform api.check_args(args, '{"contract": "uuid", "project": "uuid", "freelancer_profile_id": "uuid", "amount_cents": "cents",
    "currency": "currency", "interval": "enum weekly|monthly|quarterly", "first_day": "date"}');
  perform api.check_expected(expected);
  v_project := api.lock_project((args ->> 'project')::uuid);
  v_buys := api.is_buyer(ctx, v_project);
  if not (v_buys or (ctx.acting_kind = 'freelancer' and ctx.acting_id = (args ->> 'freelancer_profile_id')::uuid
                     and api.holds(ctx.user_id, 'project', v_project.id))) then
    perform api.deny(ctx, 'project', v_project.id, 'project');
  end if;
  select f.* into v_freelancer from org.freelancer_profiles f where f.id = (args ->> 'freelancer_profile_id')::uuid;
  if not found then
    perform api.reject('not_found', 'freelancer_profile_id');
  end if;
  perform api.check_running(v_project);
  perform api.check_currency(args ->> 'currency', 'currency');
  if api.works_for(v_project.client_business_id, v_freelancer.user_id) then
    perform api.reject('self_hire');
  end if;
  perform api.must_go('contract', null, 'proposed', 'propose_contract');
  insert into projects.maintenance_contracts (id, project_id, freelancer_profile_id, business_profile_id, amount_cents, currency,
    "interval", proposed_by, business_agreed_at, freelancer_agreed_at, first_day, created_at)
  values ((args ->> 'contract')::uuid, v_project.id, v_freelancer.id, v_project.client_business_id, (args ->> 'amount_cents')::bigint,
    args ->> 'currency', args ->> 'interval', ctx.user_id, case when api.is_funder(ctx, v_project) then api.now() end,
    case when not v_buys then api.now() end, (args ->> 'first_day')::date, api.now());
  perform api.emit(ctx, 'maintenance.proposed', v_project.id, 'projects.maintenance_contracts', (args ->> 'contract')::uuid,
    jsonb_build_object('project', v_project.title, 'amount_cents', args -> 'amount_cents', 'currency', args ->> 'currency',
                       'interval', args ->> 'interval'),
    api.to_payee('freelancer', v_freelancer.id) || api.to_buyers(v_project.client_business_id));
end $$;
comment on function api.propose_contract(api.context, jsonb, jsonb) is 'Buyer, or the freelancer himself: proposes a maintenance contract. Proposing is agreeing, for the buyer only where a funder proposes.';
