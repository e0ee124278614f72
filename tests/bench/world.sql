-- Rows for measurements: one business with many projects, stages, channels and messages, as their commands would leave
-- them, written straight and in the order of time, so that a mirror's first sync reads them as it would in real life.
-- Histories are made with triggers off but for the feed's (those are made again at the end of each function).

create schema bench;

-- Commands are sent faster than a person would.
update ops.settings set value = '{}' where key = 'rate_limits';

create function bench.business(owner uuid, name text) returns uuid
language sql as $$
    with b as (insert into org.business_profiles (owner_user_id, name) values (owner, name) returning id)
    insert into org.business_memberships (business_profile_id, user_id, role, status)
    select b.id, owner, 'owner', 'active' from b returning business_profile_id
$$;

create function bench.projects(business uuid, projects int, stages int) returns void
language plpgsql as $$
begin
    insert into projects.projects (client_business_id, title, description, status)
    select business, 'Project ' || n, 'What has to be done, for whom, and until when: part ' || n, 'active'
      from generate_series(1, projects) n;
    insert into projects.project_stages (project_id, name, "order", description, due_date)
    select p.id, 'Stage ' || n, n, 'Drafts, two rounds of comments, and the files in their final form.', now() + n * interval '7 days'
      from generate_series(1, stages) n, projects.projects p where p.client_business_id = business;
    insert into comms.project_channels (project_id, name)
    select p.id, 'general' from projects.projects p where p.client_business_id = business;
end $$;

-- `evenly` messages over all channels in turn, and `busy` ones more in the first of them; from the past until now.
-- The sender has read nearly all.
create function bench.messages(business uuid, sender uuid, evenly int, busy int) returns void
language plpgsql as $$
declare
    channels constant uuid[] := array(select c.id from comms.project_channels c join projects.projects p on p.id = c.project_id
                                       where p.client_business_id = business order by c.id);
    made constant int := evenly + busy;
begin
    set local session_replication_role = replica;
    alter table comms.project_messages disable trigger sync_capture;
    insert into comms.project_messages (channel_id, seq, sender_user_id, body, client_created_at, created_at, scope_kind, scope_id)
    select m.channel, row_number() over (partition by m.channel order by m.n), sender,
           'Message ' || m.n || ': the second draft is ready, with the comments of last week; please have a look before Thursday noon.',
           m.at, m.at, 'channel', m.channel
      from (select n, case when n <= busy then channels[1] else channels[1 + n % cardinality(channels)] end as channel,
                   now() - (made - n) * interval '10 seconds' as at
              from generate_series(1, made) n) m
     order by m.n;
    alter table comms.project_messages enable always trigger sync_capture;
    update comms.project_channels c set last_seq = coalesce((select max(m.seq) from comms.project_messages m where m.channel_id = c.id), 0)
     where c.id = any (channels);
    set local session_replication_role = origin;
    insert into comms.channel_reads (user_id, channel_id, last_seq)
    select sender, c.id, greatest(c.last_seq - 3, 0) from comms.project_channels c where c.id = any (channels);
end $$;

-- No window leaves anything out.
create function bench.lift_windows() returns void
language sql as $$
    update sync.relations set window_rows = 2000000, window_months = null where window_column is not null
$$;
