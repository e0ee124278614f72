-- Conversations in the channels of world.sql, a read mark, and what the outbox holds: waiting, refused, a draft.
update project_channels set visibility = case when stage_id is null then 'project_all' else 'owner_and_assignees' end;
insert into project_messages (id, scope_kind, scope_id, row_version, channel_id, seq, sender_user_id, body, created_at, edited_at, deleted_at) values
  (id('msg1'), 'channel', id('ch:web'), 1, id('ch:web'), 1, id('mara'), 'Welcome to the relaunch. The plan is in the **brief**, questions go here.', at('2026-11-19T09:00:00'), null, null),
  (id('msg2'), 'channel', id('ch:web'), 1, id('ch:web'), 2, id('ines'), 'Thanks! Two things:' || char(10) || '- the old catalogue has ~1,400 products' || char(10) || '- `sku` is not unique there' || char(10) || char(10) || 'More at https://example.com/catalogue?page=2.', at('2026-11-19T09:04:00'), null, null),
  (id('msg3'), 'channel', id('ch:web'), 1, id('ch:web'), 3, id('ines'), 'I''ll *propose* a key by tomorrow.', at('2026-11-19T09:05:00'), at('2026-11-19T09:06:00'), null),
  (id('msg4'), 'channel', id('ch:web'), 1, id('ch:web'), 4, id('dmitri'), '', at('2026-11-20T14:00:00'), null, at('2026-11-20T14:10:00')),
  (id('msg5'), 'channel', id('ch:web'), 1, id('ch:web'), 5, id('dmitri'), '> I''ll propose a key by tomorrow.' || char(10) || 'Please make it sortable:' || char(10) || '```' || char(10) || 'select id from products' || char(10) || '  order by created_at, id;' || char(10) || '```', at('2026-11-21T14:12:00'), null, null),
  (id('msg6'), 'channel', id('ch:web'), 1, id('ch:web'), 6, id('ines'), '@Mara Okafor could you look at the second version of the pages? <img src="file:///etc/passwd"> & <b>not bold</b>', at('2026-11-22T08:02:00'), null, null),
  (id('msg7'), 'channel', id('ch:web'), 1, id('ch:web'), 7, id('ines'), 'شكرًا، سأرسل الملفات اليوم. 👍', at('2026-11-22T08:03:00'), null, null),
  (id('msg8'), 'channel', id('ch:web'), 1, id('ch:web'), null, id('mara'), 'On it: I''ll go through them **this afternoon**.', null, null, null),
  (id('msg9'), 'channel', id('ch:ui'), 1, id('ch:ui'), 1, id('ines'), 'Version 2 is up, with the basket.', at('2026-11-17T12:01:00'), null, null);
update project_messages set client_created_at = at('2026-11-22T11:58:00') where id = id('msg8');
insert into mentions (id, scope_kind, scope_id, row_version, message_table, message_id, user_id, seq, created_at) values
  (id('men1'), 'channel', id('ch:web'), 1, 'comms.project_messages', id('msg6'), id('mara'), 6, at('2026-11-22T08:02:00'));
insert into channel_reads (id, scope_kind, scope_id, row_version, user_id, channel_type, channel_id, last_seq, notify_level) values
  (id('cr1'), 'user', id('mara'), 1, id('mara'), 'project', id('ch:web'), 5, 'all'),
  (id('cr2'), 'user', id('mara'), 1, id('mara'), 'project', id('ch:ui'), 1, 'none');
insert into local_pending (relation, key, entry) values ('project_messages', id('msg8'), id('entry8'));
insert into local_commands (entry, number, name, acting_as, args, expected, state, outcome, code, field, params, current, created_at) values
  (id('entry8'), null, 'send_message', 'business:' || uuidtext('northwind'), json_object('message', uuidtext('msg8'), 'channel', uuidtext('ch:web'), 'body', 'On it'), '{}', 'queued', null, null, null, null, null, at('2026-11-22T11:58:00')),
  (id('entry9'), 9, 'send_message', 'business:' || uuidtext('northwind'), json_object('message', uuidtext('msg10'), 'channel', uuidtext('ch:web'), 'body', 'And the invoice address changed, see the attachment.'), '{}', 'refused', 'rejected', 'not_allowed', null, '{}', null, at('2026-11-22T11:40:00')),
  (id('entry10'), 10, 'request_revision', 'business:' || uuidtext('northwind'), json_object('request', uuidtext('q9'), 'stage', uuidtext('ui'), 'type', 'minor', 'reason', 'The basket is missing on small screens.'), '{"status": "submitted"}', 'refused', 'conflict', 'changed', 'status', '{}', '{"status": "approved", "name": "UI design"}', at('2026-11-22T11:20:00'));
insert into session_context (user_id, active_profile_type, active_profile_id) values (id('mara'), 'business', id('northwind'));
insert into local_drafts (key, text, updated_at) values ('channel:' || uuidtext('ch:ui'), 'Before I forget: the', at('2026-11-22T11:00:00'));
