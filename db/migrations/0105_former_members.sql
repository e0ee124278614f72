-- Who once took part in a project or a thread and was taken out. Membership rows of teams and businesses stay
-- (status left), and so do assignments; participants are deleted, and their names must not go with them.

create table security.former_members (
    context_id  uuid not null,
    profile_id  uuid not null,
    left_at     timestamptz not null default now(),
    primary key (context_id, profile_id)
);
comment on table security.former_members is
    'Profiles (logins, freelancers, businesses) that were in a project or thread: those who are still in it keep their names.';
alter table security.former_members enable row level security;

create function security.remember_project_participant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    insert into security.former_members (context_id, profile_id)
    select old.project_id, p.id
      from (select f.id from security.people_of_freelancers(array[old.profile_id]) f (id) where old.profile_type = 'freelancer'
            union
            select b.id from security.people_of_businesses(array[old.profile_id]) b (id) where old.profile_type = 'business') p
     where p.id is not null
    on conflict do nothing;
    return null;
end $$;
comment on function security.remember_project_participant() is 'Keeps the name of a removed participant for those who stay.';
create trigger remember_participant after delete on projects.project_participants
    for each row execute function security.remember_project_participant();

create function security.remember_dm_participant() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    insert into security.former_members (context_id, profile_id) values (old.thread_id, old.user_id)
    on conflict do nothing;
    return null;
end $$;
comment on function security.remember_dm_participant() is 'Keeps the name of someone who left a thread for those who stay.';
create trigger remember_participant after delete on comms.dm_participants
    for each row execute function security.remember_dm_participant();

revoke all on function security.remember_project_participant(), security.remember_dm_participant() from public;

-- What is under review is little, and asked for whenever a moderator connects.
create index disputes_under_review_idx on finance.disputes (escrow_id) where status = 'under_review';
create index moderation_flags_reviewing_idx on ops.moderation_flags (entity_table, entity_id) where status = 'reviewing';
