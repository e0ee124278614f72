-- The author changes his words within a day; the former ones are kept for moderators.
create or replace function api.edit_message(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_message comms.project_messages;
  v_hours int := coalesce((api.setting('message_edit_hours') #>> '{}')::int, 24);
begin
  perform api.check_body(args -> 'body');
  perform api.check_args(args, '{"message": "uuid", "body": "text 1 16384"}');
  perform api.check_expected(expected);
  v_message := api.lock_message((args ->> 'message')::uuid);
  if v_message.sender_user_id <> ctx.user_id or not api.holds(ctx.user_id, 'channel', v_message.channel_id) then
    perform api.deny(ctx, 'channel', v_message.channel_id, 'message');
  end if;
  if v_message.deleted_at is not null then
    perform api.reject('message_deleted', 'message');
  elsif v_message.created_at + make_interval(hours => v_hours) <= api.now() then
    perform api.reject('edit_window_over', 'message', jsonb_build_object('hours', v_hours));
  end if;
  perform api.check_undisputed(api.get_channel(v_message.channel_id));
  if v_message.body = args ->> 'body' then
    return;
  end if;
  insert into comms.message_edits (id, message_table, message_id, kind, body, edited_by, created_at)
  values (sync.uuid7(), 'comms.project_messages', v_message.id, 'edit', v_message.body, ctx.user_id, api.now());
  update comms.project_messages m set body = args ->> 'body', edited_at = api.now() where m.id = v_message.id;
end $$;
comment on function api.edit_message(api.context, jsonb, jsonb) is 'Author, within the edit window, not while the stage is in dispute.';
