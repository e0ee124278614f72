-- A message becomes an empty tombstone; its body goes where only moderators read.

create or replace function api.moderates_channel(ctx api.context, channel_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    -- Who moderates the platform does so where he reads for a review alone, not where he takes part.
    select (api.is_moderator(ctx) and not exists (
        select from security.channel_scopes(security.standing_of(ctx.user_id)) s where s.kind = 'channel' and s.id = moderates_channel.channel_id))
      or exists (
      select from comms.project_channel_participants p
       where p.channel_id = moderates_channel.channel_id and p.profile_type::text = ctx.acting_kind
         and p.profile_id = ctx.acting_id and p.role = 'moderator'));
end $$;

create or replace function api.delete_message(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_message comms.project_messages;
  v_channel comms.project_channels;
begin
  perform api.check_args(args, '{"message": "uuid"}');
  perform api.check_expected(expected);
  v_message := api.lock_message((args ->> 'message')::uuid);
  if not api.holds(ctx.user_id, 'channel', v_message.channel_id)
     or not (v_message.sender_user_id = ctx.user_id or api.moderates_channel(ctx, v_message.channel_id)) then
    perform api.deny(ctx, 'channel', v_message.channel_id, 'message');
  end if;
  v_channel := api.get_channel(v_message.channel_id);
  perform api.check_undisputed(v_channel);
  -- Deleting twice, from two devices, is no error.
  if v_message.deleted_at is not null then
    return;
  end if;
  insert into comms.message_edits (id, message_table, message_id, kind, body, edited_by, created_at)
  values (sync.uuid7(), 'comms.project_messages', v_message.id, 'delete', v_message.body, ctx.user_id, api.now());
  update comms.project_messages m set body = '', deleted_at = api.now(), deleted_by = ctx.user_id where m.id = v_message.id;
  if v_message.sender_user_id <> ctx.user_id then
    perform api.emit(ctx, 'message.deleted', v_channel.project_id, 'comms.project_messages', v_message.id,
      jsonb_build_object('channel', v_channel.name), array[row(v_message.sender_user_id, null, null)::api.recipient]);
  end if;
end $$;
comment on function api.delete_message(api.context, jsonb, jsonb) is 'Author or moderator: leaves an empty tombstone; not while the stage is in dispute.';
