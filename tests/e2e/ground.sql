-- What the writers of tst_writers write on, beside the people of tests/cases/fixture.sql: projects with stages and
-- channels, long histories (so that windows have a floor), threads, portfolios, a wallet.

-- Commands are drawn faster than a person would send them.
update ops.settings set value = '{}' where key = 'rate_limits';

insert into projects.projects (id, client_business_id, title, status)
select cases.id('project:' || n), cases.id('business:northwind'), 'Project ' || n, 'active' from generate_series(0, 7) n;

insert into projects.project_participants (project_id, profile_type, profile_id, role)
select cases.id('project:' || n), 'business', cases.id('business:northwind'), 'owner' from generate_series(0, 7) n;

insert into projects.project_stages (id, project_id, name, "order")
select cases.id('stage:' || n), cases.id('project:' || n / 4), 'Stage ' || n, n % 4 from generate_series(0, 31) n;

insert into projects.stage_budget_rules (project_stage_id, type, amount_currency, amount_cents)
select cases.id('stage:' || n), 'fixed', 'EUR', 1000 + n from generate_series(0, 31) n;

-- Two a project: one for all, one of its first stage.
insert into comms.project_channels (id, project_id, name, stage_id, visibility)
select cases.id('channel:' || n), cases.id('project:' || n / 2), '#' || n, case n % 2 when 1 then cases.id('stage:' || n / 2 * 4) end,
       case n % 2 when 1 then 'owner_and_assignees' else 'project_all' end
  from generate_series(0, 15) n;

insert into comms.project_messages (channel_id, sender_user_id, body)
select cases.id('channel:' || c), cases.id('user:mara'), 'Message ' || n from generate_series(0, 3) c, generate_series(1, 260) n;

insert into projects.project_activity (project_id, actor_user_id, kind, payload, created_at)
select cases.id('project:' || p), cases.id('user:mara'), 'stage.created', '{}', now() - n * interval '1 minute'
  from generate_series(0, 1) p, generate_series(1, 150) n;

insert into comms.notifications (user_id, type, title, created_at, read_at)
select cases.id('user:' || u), 'message.new', 'News ' || n, now() - n * interval '1 minute', case when n % 3 > 0 then now() end
  from unnest(array['ines', 'ravi']) u, generate_series(1, 620) n;

insert into comms.dm_threads (id, created_by_user_id) select cases.id('thread:' || n), cases.id('user:mara') from generate_series(0, 3) n;
insert into comms.dm_participants (thread_id, user_id) select cases.id('thread:' || n), cases.id('user:mara') from generate_series(0, 3) n;
insert into comms.dm_messages (thread_id, sender_user_id, body)
select cases.id('thread:' || n), cases.id('user:mara'), 'Hello ' || n from generate_series(0, 3) n;

insert into org.portfolios (id, freelancer_profile_id, title)
select cases.id('portfolio:' || n), cases.id('freelancer:' || (array['ines', 'ravi', 'omar'])[n % 3 + 1]), 'Work ' || n
  from generate_series(0, 5) n;

insert into finance.wallets (id, owner_type, owner_id, currency)
values (cases.id('wallet:northwind'), 'business', cases.id('business:northwind'), 'EUR');

-- Something to see from the start.
insert into projects.project_participants (project_id, profile_type, profile_id, role)
values (cases.id('project:0'), 'freelancer', cases.id('freelancer:ines'), 'collaborator');
insert into projects.stage_assignments (project_stage_id, assignee_type, team_id, assigned_by, status, accepted_at)
values (cases.id('stage:4'), 'team', cases.id('team:studio'), cases.id('user:mara'), 'active', now());
