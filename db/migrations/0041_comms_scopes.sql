-- Comms, continued: sequence numbers, read marks, scopes, grants, registration.

-- seq is given under the lock of the channel, thread or dispute, so it is commit order and has no gaps.
create function comms.fill_channel_seq() returns trigger
language plpgsql set search_path = '' as $$
begin
  update comms.project_channels c set last_seq = c.last_seq + 1 where c.id = new.channel_id
    returning c.last_seq into strict new.seq;
  return new;
end
$$;
comment on function comms.fill_channel_seq() is 'Trigger: the next seq of the channel';
create trigger fill_seq before insert on comms.project_messages
  for each row execute function comms.fill_channel_seq();

create function comms.fill_thread_seq() returns trigger
language plpgsql set search_path = '' as $$
begin
  update comms.dm_threads t set last_seq = t.last_seq + 1 where t.id = new.thread_id
    returning t.last_seq into strict new.seq;
  return new;
end
$$;
comment on function comms.fill_thread_seq() is 'Trigger: the next seq of the thread';
create trigger fill_seq before insert on comms.dm_messages
  for each row execute function comms.fill_thread_seq();

create function comms.keep_forward() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.last_seq := greatest(old.last_seq, new.last_seq);
  return new;
end
$$;
comment on function comms.keep_forward() is 'Trigger: a read mark never moves back, whichever device speaks last';
create trigger keep_forward before update of last_seq on comms.channel_reads
  for each row execute function comms.keep_forward();

create function comms.fill_participant_user() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.profile_type = 'freelancer' then
    select f.user_id into strict new.user_id from org.freelancer_profiles f where f.id = new.profile_id;
  end if;
  return new;
end
$$;
comment on function comms.fill_participant_user() is 'Trigger: the login behind a freelancer profile';
create trigger fill_user before insert on comms.project_channel_participants
  for each row execute function comms.fill_participant_user();

create trigger fill_file before insert on comms.message_attachments
  for each row execute function org.fill_file();
create trigger fill_file before insert on comms.channel_files
  for each row execute function org.fill_file();

create function comms.message_attachments_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.message_table = 'comms.project_messages' then
    select m.scope_kind, m.scope_id, m.seq into strict new.scope_kind, new.scope_id, new.seq
      from comms.project_messages m where m.id = new.message_id;
  elsif new.message_table = 'comms.dm_messages' then
    select m.scope_kind, m.scope_id, m.seq into strict new.scope_kind, new.scope_id, new.seq
      from comms.dm_messages m where m.id = new.message_id;
  else
    select m.scope_kind, m.scope_id, m.seq into strict new.scope_kind, new.scope_id, new.seq
      from finance.dispute_messages m where m.id = new.message_id;
  end if;
  return new;
end
$$;
comment on function comms.message_attachments_scope() is 'Scope, and seq: those of the message; neither ever changes';

create function comms.mentions_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.message_table = 'comms.project_messages' then
    select m.scope_kind, m.scope_id, m.seq into strict new.scope_kind, new.scope_id, new.seq
      from comms.project_messages m where m.id = new.message_id;
  else
    select m.scope_kind, m.scope_id, m.seq into strict new.scope_kind, new.scope_id, new.seq
      from comms.dm_messages m where m.id = new.message_id;
  end if;
  return new;
end
$$;
comment on function comms.mentions_scope() is 'Scope, and seq: those of the message; neither ever changes';

create function comms.project_channels_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'channel';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function comms.project_channels_scope() is 'Scope: the channel; who holds it follows from its visibility';

create function comms.project_channel_participants_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'channel';
  new.scope_id := new.channel_id;
  return new;
end
$$;
comment on function comms.project_channel_participants_scope() is 'Scope: the channel';

create function comms.project_messages_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'channel';
  new.scope_id := new.channel_id;
  return new;
end
$$;
comment on function comms.project_messages_scope() is 'Scope: the channel';

create function comms.dm_threads_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'dm';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function comms.dm_threads_scope() is 'Scope: the thread';

create function comms.dm_participants_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'dm';
  new.scope_id := new.thread_id;
  return new;
end
$$;
comment on function comms.dm_participants_scope() is 'Scope: the thread';

create function comms.dm_messages_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'dm';
  new.scope_id := new.thread_id;
  return new;
end
$$;
comment on function comms.dm_messages_scope() is 'Scope: the thread';

create function comms.dm_blocks_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.user_id;
  return new;
end
$$;
comment on function comms.dm_blocks_scope() is 'Scope: the person who blocks';

create function comms.channel_files_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := case new.channel_type when 'project' then 'channel' else 'dm' end;
  new.scope_id := new.channel_id;
  return new;
end
$$;
comment on function comms.channel_files_scope() is 'Scope: the channel or thread';

create function comms.channel_reads_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.user_id;
  return new;
end
$$;
comment on function comms.channel_reads_scope() is 'Scope: the person';

create function comms.notifications_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.user_id;
  return new;
end
$$;
comment on function comms.notifications_scope() is 'Scope: the person';

create function comms.notification_prefs_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.user_id;
  return new;
end
$$;
comment on function comms.notification_prefs_scope() is 'Scope: the person';

alter table comms.message_edits enable row level security;
alter table comms.device_tokens enable row level security;

grant select (id, project_id, name, stage_id, visibility, created_at, scope_kind, scope_id, row_version)
  on comms.project_channels to authenticated;
grant select (id, channel_id, profile_type, profile_id, user_id, role, created_at, scope_kind, scope_id, row_version)
  on comms.project_channel_participants to authenticated;
grant select (id, channel_id, seq, sender_user_id, body, client_created_at, created_at, edited_at, deleted_at,
  deleted_by, scope_kind, scope_id, row_version)
  on comms.project_messages to authenticated;
grant select (id, created_by_user_id, created_at, scope_kind, scope_id, row_version)
  on comms.dm_threads to authenticated;
grant select (id, thread_id, user_id, joined_at, scope_kind, scope_id, row_version)
  on comms.dm_participants to authenticated;
grant select (id, thread_id, seq, sender_user_id, body, client_created_at, created_at, edited_at, deleted_at,
  deleted_by, scope_kind, scope_id, row_version)
  on comms.dm_messages to authenticated;
grant select (id, user_id, blocked_user_id, created_at, scope_kind, scope_id, row_version)
  on comms.dm_blocks to authenticated;
grant select (id, message_table, message_id, user_id, seq, created_at, scope_kind, scope_id, row_version)
  on comms.mentions to authenticated;
grant select (id, message_table, message_id, attachment_id, seq, file_name, file_type, file_size, file_sha256,
  file_status, created_at, scope_kind, scope_id, row_version)
  on comms.message_attachments to authenticated;
grant select (id, channel_type, channel_id, attachment_id, file_name, file_type, file_size, file_sha256, file_status,
  created_at, scope_kind, scope_id, row_version)
  on comms.channel_files to authenticated;
grant select (id, user_id, channel_type, channel_id, last_seq, notify_level, updated_at, scope_kind, scope_id,
  row_version)
  on comms.channel_reads to authenticated;
grant select (id, user_id, type, title, body, params, entity_table, entity_id, ctx_type, ctx_id, class, dedupe_key,
  count, read_at, created_at, updated_at, scope_kind, scope_id, row_version)
  on comms.notifications to authenticated;
grant select (user_id, email, push, in_app, digest, quiet_hours, quiet_start, quiet_end, quiet_days, tz,
  deadlines_break_through, scope_kind, scope_id, row_version)
  on comms.notification_prefs to authenticated;

select sync.register('comms.project_channels');
select sync.register('comms.project_channel_participants', grants => true);
select sync.register('comms.project_messages', window_column => 'seq', window_rows => 200);
select sync.register('comms.dm_threads');
select sync.register('comms.dm_participants', grants => true);
select sync.register('comms.dm_messages', window_column => 'seq', window_rows => 200);
select sync.register('comms.dm_blocks');
select sync.register('comms.mentions', window_column => 'seq', window_rows => 200);
select sync.register('comms.message_attachments', window_column => 'seq', window_rows => 200);
select sync.register('comms.channel_files');
select sync.register('comms.channel_reads');
select sync.register('comms.notifications', window_column => 'created_at', window_rows => 500,
                     window_keep => 'read_at is null');
select sync.register('comms.notification_prefs', 'user_id');
