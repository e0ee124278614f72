-- What was released for each stage, from the escrows, whose sums the ledger bears out (finance.verify, L6).
-- Refreshed by analytics.refresh_earnings(); read online, not synced.

drop materialized view if exists analytics.earnings_by_stage_mv;

create materialized view analytics.earnings_by_stage_mv as
select e.project_stage_id,
       sum(e.released_cents)::bigint as total_cents,
       e.currency,
       api.now() as last_refreshed_at
  from finance.escrows e
 where e.released_cents > 0
 group by e.project_stage_id, e.currency;

comment on materialized view analytics.earnings_by_stage_mv is
  'Sum of released payouts per stage and currency, before fees, as of last_refreshed_at';

-- Unique, so that it can be refreshed while it is read.
create unique index earnings_by_stage_mv_key on analytics.earnings_by_stage_mv (project_stage_id, currency);

create or replace function analytics.refresh_earnings() returns void
language plpgsql security definer set search_path = '' as $$
begin
  refresh materialized view concurrently analytics.earnings_by_stage_mv;
end
$$;
comment on function analytics.refresh_earnings() is 'Brings earnings_by_stage_mv up to date';
