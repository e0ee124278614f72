-- Inviting somebody who has a login to a team; he becomes a member when he joins.
create or replace function api.add_team_member(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_name text;
begin
  perform api.check_args(args, '{"membership": "uuid", "team": "uuid", "user": "uuid", "role?": "enum freelancer|team_lead|admin"}');
  perform api.check_expected(expected);
  if ctx.acting_kind <> 'team' or ctx.acting_id <> (args ->> 'team')::uuid or not api.team_may(ctx, 'invite') then
    perform api.deny(ctx, 'team', (args ->> 'team')::uuid, 'team');
  elsif coalesce(args ->> 'role', 'freelancer') <> 'freelancer' and not api.is_lead(ctx) then
    perform api.reject('not_allowed', 'role');
  end if;
  perform api.check_user((args ->> 'user')::uuid);
  insert into org.team_memberships as m (id, team_id, user_id, role, status, created_at)
  values ((args ->> 'membership')::uuid, ctx.acting_id, (args ->> 'user')::uuid, coalesce(args ->> 'role', 'freelancer'), 'invited', api.now())
  -- Who left may be asked again, with the permissions of a new member.
  on conflict on constraint team_memberships_team_user_key do update set status = 'invited', role = excluded.role, role_id = null where m.status = 'left';
  if not found then
    perform api.reject('already_member', 'user');
  end if;
  select t.name into v_name from org.teams t where t.id = ctx.acting_id;
  perform api.emit(ctx, 'member.invited', null, 'org.teams', ctx.acting_id,
    jsonb_build_object('workspace', v_name, 'kind', 'team', 'role', args ->> 'role'),
    array[row((args ->> 'user')::uuid, null, null)::api.recipient]);
end $$;
comment on function api.add_team_member(api.context, jsonb, jsonb) is 'Leads, and members who may invite: invites a login to the team.';
