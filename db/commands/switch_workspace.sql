-- Remembers the workspace as the default for the next sign-in; each command still names its own.
create or replace function api.switch_workspace(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  t api.context;
  v_freelancer uuid;
begin
  perform api.check_args(args, '{"acting_as": "text 40 60"}');
  perform api.check_expected(expected);
  t := api.actor(ctx.user_id, ctx.client_id, ctx.number, ctx.command, args ->> 'acting_as', '{}');
  if t.acting_kind = 'user' then
    perform api.reject('invalid_argument', 'acting_as');
  end if;
  select f.id into v_freelancer from org.freelancer_profiles f where f.user_id = ctx.user_id;
  insert into security.session_context as s (user_id, active_profile_type, active_profile_id, active_team_id, updated_at)
  values (ctx.user_id, case t.acting_kind when 'business' then 'business' else 'freelancer' end::public.profile_type,
    case t.acting_kind when 'team' then v_freelancer else t.acting_id end,
    case t.acting_kind when 'team' then t.acting_id end, api.now())
  on conflict on constraint session_context_pkey do update
    set active_profile_type = excluded.active_profile_type, active_profile_id = excluded.active_profile_id,
        active_team_id = excluded.active_team_id, updated_at = excluded.updated_at;
  perform api.emit(ctx, 'context.switched', null, 'security.session_context', ctx.user_id,
    jsonb_build_object('from', ctx.acting_kind || ':' || ctx.acting_id, 'to', args ->> 'acting_as'));
end $$;
comment on function api.switch_workspace(api.context, jsonb, jsonb) is 'Any workspace that the login may act in becomes its default; written to the audit trail.';
