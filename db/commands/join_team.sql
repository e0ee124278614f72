-- An invited person joins the team, and gets a freelancer profile where there is none.
create or replace function api.join_team(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_name text;
begin
  perform api.check_args(args, '{"team": "uuid"}');
  perform api.check_expected(expected);
  -- First, since being in the channels of the team's work follows from the membership, by trigger, and goes by profile.
  perform api.need_freelancer_profile(ctx.user_id);
  update org.team_memberships m set status = 'active'
   where m.team_id = (args ->> 'team')::uuid and m.user_id = ctx.user_id and m.status = 'invited';
  if not found then
    perform api.reject('not_found', 'team');
  end if;
  select t.name into v_name from org.teams t where t.id = (args ->> 'team')::uuid;
  perform api.emit(ctx, 'member.joined', null, 'org.teams', (args ->> 'team')::uuid,
    jsonb_build_object('workspace', v_name, 'member', api.person_name(ctx.user_id)), api.to_team((args ->> 'team')::uuid, true));
end $$;
comment on function api.join_team(api.context, jsonb, jsonb) is 'The invited person himself.';
