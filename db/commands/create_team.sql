-- Freelancers who work and are paid together; who creates the team owns and leads it.
create or replace function api.create_team(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_profile uuid;
begin
  perform api.check_args(args, '{"team": "uuid", "name": "text 1 120", "description?": "text 0 16000", "visibility?": "enum public|invite_only"}');
  perform api.check_expected(expected);
  v_profile := api.need_freelancer_profile(ctx.user_id);
  insert into org.teams (id, name, owner_user_id, description, visibility, created_at)
  values ((args ->> 'team')::uuid, args ->> 'name', ctx.user_id, args ->> 'description',
          coalesce(args ->> 'visibility', 'invite_only')::public.visibility, api.now());
  insert into org.team_memberships (team_id, user_id, role, status, created_at)
  values ((args ->> 'team')::uuid, ctx.user_id, 'team_lead', 'active', api.now());
  -- Alone in it, the owner gets everything until the team decides otherwise.
  insert into finance.payout_splits (team_id, version, member_profile, bp, consented_at, created_at)
  values ((args ->> 'team')::uuid, 1, v_profile, 10000, api.now(), api.now());
  perform api.emit(ctx, 'profile.created', null, 'org.teams', (args ->> 'team')::uuid, jsonb_build_object('workspace', args ->> 'name'));
end $$;
comment on function api.create_team(api.context, jsonb, jsonb) is 'Anyone: a team of his own; he gets a freelancer profile if he has none.';
