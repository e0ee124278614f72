-- Forgetting old feed entries. By transaction id, since that is what cursors are made of: a mark says which
-- transaction was the oldest in progress at some time, and what is below a mark as old as the retention goes.

create or replace function sync.setting_interval(setting text, fallback interval) returns interval
language plpgsql stable set search_path = '' as $$
begin
    return coalesce((select (s.value #>> '{}')::interval from ops.settings s where s.key = setting), fallback);
end $$;
comment on function sync.setting_interval(text, interval) is 'A duration of ops.settings, such as "14 days".';

create or replace function sync.floor() returns pg_snapshot
language sql stable security definer set search_path = '' as $$
    select format('%1$s:%1$s:', h.floor)::pg_snapshot from sync.horizon h
$$;
comment on function sync.floor() is 'A cursor whose xmin is below this one''s may have missed pruned entries: it needs a fresh snapshot.';

create or replace function sync.prune_changes(before xid8, at_most int) returns bigint
language plpgsql set search_path = '' as $$
declare
    last_pruned xid8;
    pruned bigint;
begin
    -- Whole transactions only: all entries of the newest one within the bound.
    select e.xid into last_pruned
      from (select c.xid from sync.changes c where c.xid < before order by c.xid limit at_most) e
     order by e.xid desc limit 1;
    if last_pruned is null then
        return 0;
    end if;
    delete from sync.changes c where c.xid <= last_pruned;
    get diagnostics pruned = row_count;
    -- The floor is what was really deleted, so an idle database never makes a cursor too old.
    update sync.horizon h set floor = (last_pruned::text::numeric + 1)::text::xid8 where h.floor <= last_pruned;
    return pruned;
end $$;
comment on function sync.prune_changes(xid8, int) is 'Deletes the oldest entries below a transaction and moves the floor, in one transaction.';

create or replace function sync.prune(now timestamptz default pg_catalog.now(), at_most int default 200000) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
    retention constant interval := sync.setting_interval('sync_retention', interval '14 days');
    results_kept constant interval := greatest(interval '90 days', sync.setting_interval('sync_results_retention', interval '90 days'));
    mark xid8;
    pruned bigint := 0;
begin
    -- One pruner at a time; another gateway's call finds nothing to do.
    if not pg_catalog.pg_try_advisory_xact_lock(hashtextextended('sync.prune', 0)) then
        return 0;
    end if;
    insert into sync.marks (taken_at, oldest)
    select prune.now, pg_snapshot_xmin(pg_current_snapshot())
     where not exists (select from sync.marks m where m.taken_at > prune.now - interval '50 minutes');
    select m.oldest into mark from sync.marks m where m.taken_at <= prune.now - retention order by m.taken_at desc limit 1;
    if mark is not null then
        pruned := sync.prune_changes(mark, at_most);
        delete from sync.marks m where m.oldest < mark;
    end if;
    delete from sync.results r where r.id in (
        select o.id from sync.results o where o.created_at < prune.now - results_kept order by o.created_at limit 10000);
    delete from sync.faults f where f.last_at < prune.now - results_kept;
    return pruned;
end $$;
comment on function sync.prune(timestamptz, int) is
    'To be called hourly, again while it returns at_most or more: marks the time, forgets feed entries and outcomes past their retention.';

revoke all on function sync.floor(), sync.prune(timestamptz, int) from public;
grant execute on function sync.floor(), sync.prune(timestamptz, int) to projective_gateway;
