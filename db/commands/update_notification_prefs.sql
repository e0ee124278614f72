-- How somebody wants to be told. What is not named stays as it is; null clears a quiet time.

create or replace function api.check_quiet(args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if args ? 'quiet_start' <> args ? 'quiet_end'
     or (args ->> 'quiet_start' is null) <> (args ->> 'quiet_end' is null) then
    perform api.reject('invalid_argument', 'quiet_end');
  elsif args ->> 'quiet_start' !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' then
    perform api.reject('invalid_argument', 'quiet_start');
  elsif args ->> 'quiet_end' !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' then
    perform api.reject('invalid_argument', 'quiet_end');
  elsif args ->> 'tz' is not null and not exists (select from pg_catalog.pg_timezone_names z where z.name = args ->> 'tz') then
    perform api.reject('invalid_argument', 'tz');
  elsif exists (select from jsonb_array_elements(coalesce(nullif(args -> 'quiet_days', 'null'), '[]')) d
                 where not api.is_integer(d, 1, 7)) then
    perform api.reject('invalid_argument', 'quiet_days');
  end if;
end $$;

create or replace function api.update_notification_prefs(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(args, '{"email?": "bool", "push?": "bool", "in_app?": "bool", "digest?": "bool", "mute_until?": "time",
    "quiet_start?": "text 5 5", "quiet_end?": "text 5 5", "quiet_days?": "array", "tz?": "text 1 64", "deadlines_break_through?": "bool"}');
  perform api.check_expected(expected);
  perform api.check_quiet(args);
  insert into comms.notification_prefs (user_id) values (ctx.user_id) on conflict do nothing;
  update comms.notification_prefs p
     set email = coalesce((args ->> 'email')::boolean, p.email), push = coalesce((args ->> 'push')::boolean, p.push),
         in_app = coalesce((args ->> 'in_app')::boolean, p.in_app), digest = coalesce((args ->> 'digest')::boolean, p.digest),
         deadlines_break_through = coalesce((args ->> 'deadlines_break_through')::boolean, p.deadlines_break_through),
         -- A range without an end would mute for ever.
         quiet_hours = case when args ->> 'mute_until' is not null then tstzrange(null, (args ->> 'mute_until')::timestamptz)
           when not args ? 'mute_until' then p.quiet_hours end,
         quiet_start = case when args ? 'quiet_start' then (args ->> 'quiet_start')::time else p.quiet_start end,
         quiet_end = case when args ? 'quiet_end' then (args ->> 'quiet_end')::time else p.quiet_end end,
         quiet_days = case when jsonb_typeof(args -> 'quiet_days') = 'array'
           then array(select distinct d::int from jsonb_array_elements_text(args -> 'quiet_days') d order by 1) else p.quiet_days end,
         tz = coalesce(args ->> 'tz', p.tz)
   where p.user_id = ctx.user_id;
end $$;
comment on function api.update_notification_prefs(api.context, jsonb, jsonb) is 'Anyone, for himself: merges the named preferences.';
