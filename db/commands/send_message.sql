-- A message in a channel. Its id is the client's, its place in the channel (seq) the server's.

create or replace function api.check_body(body jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if jsonb_typeof(body) is distinct from 'string' or btrim(body #>> '{}', E' \t\r\n') = '' then
    perform api.reject('invalid_argument', 'body', '{"why": "missing"}');
  elsif octet_length(body #>> '{}') > 16384 then
    perform api.reject('body_too_long', 'body', '{"bytes": 16384}');
  end if;
end $$;
comment on function api.check_body(jsonb) is 'Text that is not blank, of at most 16 kB in UTF-8.';

create or replace function api.tell_channel(ctx api.context, channel comms.project_channels, message uuid, mentions uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
  v_readers api.recipient[] := api.to_readers(channel);
  v_named uuid[] := array(select distinct r.user_id from unnest(v_readers) r where r.user_id = any (mentions));
  v_words jsonb := jsonb_build_object('channel', channel.name, 'channel_id', channel.id, 'project_id', channel.project_id,
    'sender', (select u.display_name from org.users_public u where u.user_id = ctx.user_id));
begin
  insert into comms.mentions (id, message_table, message_id, user_id, created_at)
  select sync.uuid7(), 'comms.project_messages', message, n, api.now() from unnest(v_named) n;
  perform api.emit(ctx, 'message.new', channel.project_id, 'comms.project_messages', message, v_words,
    api.by_notify_level(v_readers, channel.id, v_named), 'message.new:' || channel.id);
  if cardinality(v_named) > 0 then
    perform api.emit(ctx, 'message.mention', channel.project_id, 'comms.project_messages', message, v_words,
      array(select r::api.recipient from unnest(v_readers) r where r.user_id = any (v_named)));
  end if;
  perform api.queue_digest(ctx, array(select r::api.recipient from unnest(v_readers) r where r.user_id = any (v_named))
    || api.by_notify_level(v_readers, channel.id, v_named));
end $$;
comment on function api.tell_channel(api.context, comms.project_channels, uuid, uuid[]) is
  'Mentions count for readers only; others would learn of a channel that they cannot see.';

create or replace function api.send_message(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_channel comms.project_channels;
begin
  perform api.check_body(args -> 'body');
  perform api.check_args(args, '{"message": "uuid", "channel": "uuid", "body": "text 1 16384", "client_created_at": "time",
    "mentions?": "uuids 0 50"}');
  perform api.check_expected(expected);
  v_channel := api.get_channel((args ->> 'channel')::uuid);
  if not api.may_post(ctx, v_channel) then
    perform api.deny(ctx, 'channel', v_channel.id, 'channel');
  end if;
  insert into comms.project_messages (id, channel_id, sender_user_id, body, client_created_at, created_at)
  values ((args ->> 'message')::uuid, v_channel.id, ctx.user_id, args ->> 'body',
          (args ->> 'client_created_at')::timestamptz, api.now());
  perform api.tell_channel(ctx, v_channel, (args ->> 'message')::uuid,
    array(select e::uuid from jsonb_array_elements_text(coalesce(args -> 'mentions', '[]')) e));
end $$;
comment on function api.send_message(api.context, jsonb, jsonb) is 'Participants who may post: adds a message; readers are told by their notify level.';
