-- What the sample data must hold, or a part of it has vanished unnoticed: one row for each promise that is broken.
with promises(what, found, wanted) as (
  select 'people', count(*), 9 from auth.users union all
  select 'people with a public name', count(*), 9 from org.users_public union all
  select 'businesses', count(*), 3 from org.business_profiles union all
  select 'teams', count(*), 2 from org.teams union all
  select 'projects', count(*), 14 from projects.projects
), least_of(what, found, least) as (
  select 'stages', count(*), 70 from projects.project_stages union all
  select 'channels', count(*), 40 from comms.project_channels union all
  select 'channels with talk', count(distinct m.channel_id), 40 from comms.project_messages m union all
  select 'messages', count(*), 8000 from comms.project_messages union all
  select 'messages in German', count(*), 100 from comms.project_messages m where m.body ~ 'Können|Donnerstag|Einverstanden' union all
  select 'read marks', count(*), 60 from comms.channel_reads union all
  select 'minor revisions that are open', count(*), 2 from projects.stage_revision_requests r where r.status = 'open' union all
  select 'revisions that were made', count(*), 5 from projects.stage_revision_requests r where r.status = 'resolved' union all
  select 'submissions with files', count(distinct f.submission_id), 2 from projects.stage_submission_files f union all
  select 'disputes with a statement and an offer', count(*), 1 from finance.disputes d
   where d.status = 'open' and exists (select from finance.dispute_messages m where m.dispute_id = d.id)
     and exists (select from finance.dispute_offers o where o.dispute_id = d.id and o.status = 'open') union all
  select 'maintenance contracts that were billed', count(distinct m.contract_id), 1 from projects.maintenance_periods m
    join projects.maintenance_contracts c on c.id = m.contract_id where c.status = 'active' and m.status = 'billed' union all
  select 'maintenance contracts that wait', count(*), 1 from projects.maintenance_contracts c where c.status = 'proposed' union all
  select 'ratings that both sides gave', count(*), 4 from finance.ratings r where r.visible_at is not null union all
  select 'ratings that wait', count(*), 1 from finance.ratings r where r.visible_at is null union all
  select 'assets on the market', count(*), 2 from marketplace.assets a where a.status = 'published' union all
  select 'assets in draft', count(*), 1 from marketplace.assets a where a.status = 'draft' union all
  select 'purchases', count(*), 1 from marketplace.asset_purchases union all
  select 'unread notifications', count(*), 300 from comms.notifications n where n.read_at is null union all
  select 'people who were notified', count(distinct n.user_id), 8 from comms.notifications n union all
  select 'moderators', count(*), 1 from ops.admin_users union all
  select 'public projects', count(*), 1 from projects.projects p where p.visibility = 'public' union all
  select 'currencies of business wallets', count(distinct w.currency), 3 from finance.wallets w where w.owner_type = 'business' and w.balance_cents > 0
), each_of(what, present) as (
  select 'a project that is ' || s, exists (select from projects.projects p where p.status = s)
    from unnest(enum_range(null::public.project_status)) s union all
  select 'a stage that is ' || s, exists (select from projects.project_stages x where x.status = s)
    from unnest(enum_range(null::public.stage_status)) s union all
  select 'a stage that was cancelled', exists (select from projects.project_stages x where x.closed_at is not null) union all
  select 'a stage of type ' || t, exists (select from projects.project_stages x where x.stage_type = t)
    from unnest(array['session', 'group_session', 'management', 'file_based', 'maintenance']) t union all
  select 'a budget of rule ' || r, exists (select from projects.stage_budget_rules x where x.type = r)
    from unnest(array['fixed', 'cap', 'free']) r union all
  select 'an escrow that is ' || e, exists (select from finance.escrows x where x.status = e)
    from unnest(array['funded', 'released', 'refunded', 'disputed']) e union all
  select 'an assignment that is ' || a, exists (select from projects.stage_assignments x where x.status = a)
    from unnest(array['invited', 'accepted', 'active', 'declined']) a union all
  select 'a ledger that holds', not exists (select from finance.verify()) union all
  select 'no helper and no moved clock', to_regnamespace('sample') is null and api.setting('clock_may_move') is distinct from 'true'
)
select format('%s: %s, not %s', what, found, wanted) from promises where found <> wanted union all
select format('%s: %s, not %s or more', what, found, least) from least_of where found < least union all
select 'missing: ' || what from each_of where present is not true;
