-- Comms: channels, direct messages, mentions, attachments, read marks, notifications.
-- Tables only; scopes, grants and registration follow in 0041.
--
-- seq of a message is given by trigger from last_seq of its channel, thread or dispute, under that row's lock:
-- it is commit order. Insert messages without a seq.

create table comms.project_channels (
  id uuid primary key default sync.uuid7(),
  project_id uuid not null references projects.projects (id),
  name text not null constraint project_channels_name_check check (length(name) between 1 and 80),
  stage_id uuid references projects.project_stages (id),
  visibility text not null default 'project_all'
    constraint project_channels_visibility_check check (visibility in ('project_all', 'owner_and_assignees')),
  last_seq bigint not null default 0,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint project_channels_project_name_key unique (project_id, name)
);
comment on table comms.project_channels is 'Rooms of a project; visibility says who reads them';
comment on column comms.project_channels.last_seq is 'seq of the newest message; not granted, so that a message is no change of its channel';
create index project_channels_stage_idx on comms.project_channels (stage_id);
create index project_channels_scope_idx on comms.project_channels (scope_id, scope_kind);

create table comms.project_channel_participants (
  id uuid primary key default sync.uuid7(),
  channel_id uuid not null references comms.project_channels (id),
  profile_type public.profile_type not null,
  profile_id uuid not null,
  user_id uuid references auth.users (id),
  role text not null default 'participant'
    constraint project_channel_participants_role_check check (role in ('viewer', 'participant', 'moderator')),
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint project_channel_participants_profile_key unique (channel_id, profile_type, profile_id)
);
comment on table comms.project_channel_participants is
  'Roles of profiles in a channel; who reads it follows from its visibility, explicit moderators besides';
comment on column comms.project_channel_participants.user_id is 'The freelancer''s login; null for a business, which stands for its members';
create index project_channel_participants_profile_idx on comms.project_channel_participants (profile_id);
create index project_channel_participants_user_idx on comms.project_channel_participants (user_id);
create index project_channel_participants_scope_idx on comms.project_channel_participants (scope_id, scope_kind);

create table comms.project_messages (
  id uuid primary key default sync.uuid7(),
  channel_id uuid not null references comms.project_channels (id),
  seq bigint not null,
  sender_user_id uuid not null references auth.users (id),
  body text not null constraint project_messages_body_check check (octet_length(body) <= 16384),
  client_created_at timestamptz,
  created_at timestamptz not null default api.now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid references auth.users (id),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint project_messages_channel_seq_key unique (channel_id, seq),
  constraint project_messages_tombstone_check check (deleted_at is null or body = '')
);
comment on table comms.project_messages is 'What was said in a channel; a deleted message stays as an empty tombstone';
create index project_messages_channel_created_idx on comms.project_messages (channel_id, created_at);
create index project_messages_sender_idx on comms.project_messages (sender_user_id);
create index project_messages_deleted_by_idx on comms.project_messages (deleted_by) where deleted_by is not null;
create index project_messages_scope_idx on comms.project_messages (scope_id, seq);

create table comms.dm_threads (
  id uuid primary key default sync.uuid7(),
  created_by_user_id uuid not null references auth.users (id),
  last_seq bigint not null default 0,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table comms.dm_threads is 'A direct conversation';
create index dm_threads_created_by_idx on comms.dm_threads (created_by_user_id);
create index dm_threads_scope_idx on comms.dm_threads (scope_id, scope_kind);

create table comms.dm_participants (
  id uuid primary key default sync.uuid7(),
  thread_id uuid not null references comms.dm_threads (id),
  user_id uuid not null references auth.users (id),
  joined_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint dm_participants_thread_user_key unique (thread_id, user_id)
);
comment on table comms.dm_participants is 'Who is in a direct conversation';
create index dm_participants_user_idx on comms.dm_participants (user_id);
create index dm_participants_scope_idx on comms.dm_participants (scope_id, scope_kind);

create table comms.dm_messages (
  id uuid primary key default sync.uuid7(),
  thread_id uuid not null references comms.dm_threads (id),
  seq bigint not null,
  sender_user_id uuid not null references auth.users (id),
  body text not null constraint dm_messages_body_check check (octet_length(body) <= 16384),
  client_created_at timestamptz,
  created_at timestamptz not null default api.now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  deleted_by uuid references auth.users (id),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint dm_messages_thread_seq_key unique (thread_id, seq),
  constraint dm_messages_tombstone_check check (deleted_at is null or body = '')
);
comment on table comms.dm_messages is 'What was said in a direct conversation';
create index dm_messages_thread_created_idx on comms.dm_messages (thread_id, created_at);
create index dm_messages_sender_idx on comms.dm_messages (sender_user_id);
create index dm_messages_deleted_by_idx on comms.dm_messages (deleted_by) where deleted_by is not null;
create index dm_messages_scope_idx on comms.dm_messages (scope_id, seq);

create table comms.dm_blocks (
  id uuid primary key default sync.uuid7(),
  user_id uuid not null references auth.users (id) on delete cascade,
  blocked_user_id uuid not null references auth.users (id) on delete cascade,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint dm_blocks_pair_key unique (user_id, blocked_user_id),
  constraint dm_blocks_other_check check (user_id <> blocked_user_id)
);
comment on table comms.dm_blocks is 'Who refuses direct messages from whom; known to the one who blocks';
create index dm_blocks_blocked_idx on comms.dm_blocks (blocked_user_id);
create index dm_blocks_scope_idx on comms.dm_blocks (scope_id, scope_kind);

create table comms.mentions (
  id uuid primary key default sync.uuid7(),
  message_table text not null
    constraint mentions_table_check check (message_table in ('comms.project_messages', 'comms.dm_messages')),
  message_id uuid not null,
  user_id uuid not null references auth.users (id),
  seq bigint not null,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint mentions_message_user_key unique (message_table, message_id, user_id)
);
comment on table comms.mentions is 'Who a message names; seq is the message''s';
create index mentions_message_idx on comms.mentions (message_id);
create index mentions_user_idx on comms.mentions (user_id);
create index mentions_scope_idx on comms.mentions (scope_id, seq);

create table comms.message_edits (
  id uuid primary key default sync.uuid7(),
  message_table text not null
    constraint message_edits_table_check check (message_table in ('comms.project_messages', 'comms.dm_messages')),
  message_id uuid not null,
  kind text not null constraint message_edits_kind_check check (kind in ('edit', 'delete')),
  body text not null,
  edited_by uuid not null references auth.users (id),
  created_at timestamptz not null default api.now()
);
comment on table comms.message_edits is 'Bodies that an edit or a deletion replaced; insert-only, for moderators';
create index message_edits_message_idx on comms.message_edits (message_id, created_at);
create index message_edits_edited_by_idx on comms.message_edits (edited_by);
create trigger message_edits_insert_only before update or delete on comms.message_edits
  for each row execute function security.refuse_change();

create table comms.message_attachments (
  id uuid primary key default sync.uuid7(),
  message_table text not null
    constraint message_attachments_table_check
    check (message_table in ('comms.project_messages', 'comms.dm_messages', 'finance.dispute_messages')),
  message_id uuid not null,
  attachment_id uuid not null references org.attachments (id),
  seq bigint not null,
  file_name text,
  file_type text,
  file_size bigint,
  file_sha256 text,
  file_status text,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint message_attachments_key unique (message_table, message_id, attachment_id)
);
comment on table comms.message_attachments is 'Files of a message; seq is the message''s, the file columns follow the attachment';
create index message_attachments_message_idx on comms.message_attachments (message_id);
create index message_attachments_attachment_idx on comms.message_attachments (attachment_id);
create index message_attachments_scope_idx on comms.message_attachments (scope_id, seq);

create table comms.channel_files (
  id uuid primary key default sync.uuid7(),
  channel_type text not null constraint channel_files_type_check check (channel_type in ('project', 'dm')),
  channel_id uuid not null,
  attachment_id uuid not null references org.attachments (id),
  file_name text,
  file_type text,
  file_size bigint,
  file_sha256 text,
  file_status text,
  created_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint channel_files_key unique (channel_type, channel_id, attachment_id)
);
comment on table comms.channel_files is 'The gallery of a channel or thread, each file once';
create index channel_files_attachment_idx on comms.channel_files (attachment_id);
create index channel_files_scope_idx on comms.channel_files (scope_id, scope_kind);

create table comms.channel_reads (
  id uuid primary key default sync.uuid7(),
  user_id uuid not null references auth.users (id) on delete cascade,
  channel_type text not null default 'project'
    constraint channel_reads_type_check check (channel_type in ('project', 'dm')),
  channel_id uuid not null,
  last_seq bigint not null default 0 constraint channel_reads_seq_check check (last_seq >= 0),
  notify_level text not null default 'all'
    constraint channel_reads_notify_check check (notify_level in ('all', 'mentions', 'none')),
  updated_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint channel_reads_user_channel_key unique (user_id, channel_type, channel_id)
);
comment on table comms.channel_reads is 'How far a person has read, on all devices; never moves back';
create index channel_reads_channel_idx on comms.channel_reads (channel_id);
create index channel_reads_scope_idx on comms.channel_reads (scope_id, scope_kind);

create table comms.notifications (
  id uuid primary key default sync.uuid7(),
  user_id uuid not null references auth.users (id) on delete cascade,
  type text not null,
  title text not null,
  body text,
  params jsonb not null default '{}',
  entity_table text,
  entity_id uuid,
  ctx_type text constraint notifications_ctx_check check (ctx_type in ('freelancer', 'business', 'team')),
  ctx_id uuid,
  class text not null default 'normal'
    constraint notifications_class_check check (class in ('normal', 'deadline')),
  dedupe_key text,
  count int not null default 1,
  read_at timestamptz,
  created_at timestamptz not null default api.now(),
  updated_at timestamptz not null default api.now(),
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1
);
comment on table comms.notifications is 'What a person should know; client words come from type and params, title and body serve mail';
comment on column comms.notifications.ctx_id is 'The workspace it is meant for';
comment on column comms.notifications.count is 'How many events with one dedupe_key it stands for while unread';
create unique index notifications_unread_dedupe_key on comms.notifications (user_id, dedupe_key)
  where read_at is null and dedupe_key is not null;
create index notifications_scope_idx on comms.notifications (scope_id, created_at);
create index notifications_scope_unread_idx on comms.notifications (scope_id) where read_at is null;

create table comms.notification_prefs (
  user_id uuid primary key references auth.users (id) on delete cascade,
  email boolean not null default true,
  push boolean not null default true,
  in_app boolean not null default true,
  digest boolean not null default false,
  quiet_hours tstzrange,
  quiet_start time,
  quiet_end time,
  quiet_days int[] not null default '{1,2,3,4,5,6,7}'
    constraint notification_prefs_days_check check (quiet_days <@ array[1, 2, 3, 4, 5, 6, 7]),
  tz text not null default 'UTC',
  deadlines_break_through boolean not null default true,
  scope_kind text not null,
  scope_id uuid not null,
  row_version bigint not null default 1,
  constraint notification_prefs_quiet_check check ((quiet_start is null) = (quiet_end is null))
);
comment on table comms.notification_prefs is 'How a person wants to be told, and when not';
comment on column comms.notification_prefs.quiet_hours is 'Mute until its end: an absolute range cannot say "every night"';
comment on column comms.notification_prefs.quiet_days is 'ISO weekdays on which quiet_start to quiet_end, in tz, begins';
create index notification_prefs_scope_idx on comms.notification_prefs (scope_id, scope_kind);

create table comms.device_tokens (
  id uuid primary key default sync.uuid7(),
  user_id uuid not null references auth.users (id) on delete cascade,
  provider text not null
    constraint device_tokens_provider_check check (provider in ('apns', 'fcm', 'webpush')),
  token text not null,
  created_at timestamptz not null default api.now()
);
comment on table comms.device_tokens is 'Where push messages go; never leaves the server';
create index device_tokens_user_idx on comms.device_tokens (user_id);
