-- An inbox that can be emptied without losing anything: what is put away, and what is put off.
alter table comms.notifications
  add column archived_at timestamptz,
  add column snoozed_until timestamptz;
comment on column comms.notifications.archived_at is 'When its reader put it away; it was read by then';
comment on column comms.notifications.snoozed_until is 'Not in the inbox before that; news that counts it up ends it';
grant select (archived_at, snoozed_until) on comms.notifications to authenticated;

-- A mirror that dropped what is put off could not bring it back.
select sync.register('comms.notifications', window_column => 'created_at', window_rows => 500,
                     window_keep => 'read_at is null or snoozed_until is not null');
