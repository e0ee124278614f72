-- Notifications that somebody puts away, or takes back into the inbox; doing it twice is no error.
create or replace function api.archive_notification(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_archived boolean;
begin
  perform api.check_args(args, '{"notifications": "uuids 1 500", "archived?": "bool"}');
  perform api.check_expected(expected);
  perform api.check_own_notifications(ctx, args -> 'notifications');
  v_archived := coalesce((args ->> 'archived')::boolean, true);
  update comms.notifications n
     set archived_at = case when v_archived then coalesce(n.archived_at, api.now()) end,
         read_at = case when v_archived then coalesce(n.read_at, api.now()) else n.read_at end,
         snoozed_until = case when not v_archived then n.snoozed_until end
   where n.user_id = ctx.user_id
     and n.id in (select e::uuid from jsonb_array_elements_text(args -> 'notifications') e);
end $$;
comment on function api.archive_notification(api.context, jsonb, jsonb) is
  'Anyone, his own notifications: what is put away counts as read, so that news makes a new one.';
