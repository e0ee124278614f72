-- Notifications that somebody puts off until a time, or wakes (without one); doing it twice is no error.
create or replace function api.snooze_notification(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_until timestamptz;
begin
  perform api.check_args(args, '{"notifications": "uuids 1 500", "until?": "time"}');
  perform api.check_expected(expected);
  perform api.check_own_notifications(ctx, args -> 'notifications');
  v_until := (args ->> 'until')::timestamptz;
  -- A time that has passed is no error: it may have waited for a connection.
  if v_until > api.now() + interval '1 year' then
    perform api.reject('invalid_argument', 'until', '{"why": "range"}');
  end if;
  update comms.notifications n set snoozed_until = v_until, archived_at = null
   where n.user_id = ctx.user_id
     and n.id in (select e::uuid from jsonb_array_elements_text(args -> 'notifications') e);
end $$;
comment on function api.snooze_notification(api.context, jsonb, jsonb) is
  'Anyone, his own notifications, for a year at most; they come back then, or when there is news.';
