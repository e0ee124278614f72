-- How far someone has read, on all his devices; the mark never moves back.
create or replace function api.mark_read(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_channel comms.project_channels;
  v_notification uuid;
begin
  perform api.check_args(args, '{"channel": "uuid", "last_seq": "int 0 1000000000000"}');
  perform api.check_expected(expected);
  v_channel := api.get_channel((args ->> 'channel')::uuid);
  if not api.holds(ctx.user_id, 'channel', v_channel.id) then
    perform api.reject('not_found', 'channel');
  end if;
  insert into comms.channel_reads as r (id, user_id, channel_type, channel_id, last_seq, updated_at)
  values (sync.uuid7(), ctx.user_id, 'project', v_channel.id, least((args ->> 'last_seq')::bigint, v_channel.last_seq), api.now())
  on conflict on constraint channel_reads_user_channel_key do update
    set last_seq = excluded.last_seq, updated_at = excluded.updated_at where r.last_seq < excluded.last_seq;
  -- Who sends a message counts the notification up: only once it is ours, the channel tells whether there is more to read.
  select n.id into v_notification from comms.notifications n
   where n.user_id = ctx.user_id and n.dedupe_key = 'message.new:' || v_channel.id and n.read_at is null
     and (args ->> 'last_seq')::bigint >= v_channel.last_seq for no key update;
  if (args ->> 'last_seq')::bigint >= (api.get_channel(v_channel.id)).last_seq then
    update comms.notifications n set read_at = api.now() where n.id = v_notification;
  end if;
end $$;
comment on function api.mark_read(api.context, jsonb, jsonb) is
  'Any reader: moves his read mark forward, and clears the channel''s notification once all is read.';
