-- Notifications that somebody has seen; doing it twice is no error.

create or replace function api.check_own_notifications(ctx api.context, ids jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if exists (select from jsonb_array_elements_text(ids) e
              where not exists (select from comms.notifications n where n.id = e::uuid and n.user_id = ctx.user_id)) then
    perform api.reject('not_found', 'notifications');
  end if;
end $$;
comment on function api.check_own_notifications(api.context, jsonb) is 'Those of others are not there.';

create or replace function api.mark_notification_read(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(args, '{"notifications": "uuids 1 500"}');
  perform api.check_expected(expected);
  perform api.check_own_notifications(ctx, args -> 'notifications');
  update comms.notifications n set read_at = api.now()
   where n.user_id = ctx.user_id and n.read_at is null
     and n.id in (select e::uuid from jsonb_array_elements_text(args -> 'notifications') e);
end $$;
comment on function api.mark_notification_read(api.context, jsonb, jsonb) is 'Anyone, his own notifications.';
