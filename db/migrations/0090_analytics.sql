-- Analytics: event log and rollups. The materialized view is in db/views/analytics/.

create table analytics.event_log (
  id uuid primary key default sync.uuid7(),
  user_id uuid references auth.users (id) on delete set null,
  event text not null,
  props jsonb not null default '{}',
  created_at timestamptz not null default api.now()
);
comment on table analytics.event_log is 'What happened, for counting';
create index event_log_user_idx on analytics.event_log (user_id);
create index event_log_event_idx on analytics.event_log (event, created_at);

create table analytics.daily_rollups (
  day date not null,
  metric text not null,
  value bigint not null,
  primary key (day, metric)
);
comment on table analytics.daily_rollups is 'Counts and sums per day (UTC)';

alter table analytics.event_log enable row level security;
alter table analytics.daily_rollups enable row level security;
