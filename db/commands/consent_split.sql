-- A member agrees to his smaller share of the newest version.
create or replace function api.consent_split(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(args, '{"team": "uuid", "stage?": "uuid", "version": "int 1 1000000"}');
  perform api.check_expected(expected);
  -- A new version must not be weighed against one that comes into force meanwhile.
  perform from org.teams t where t.id = (args ->> 'team')::uuid for no key update;
  update finance.payout_splits s set consented_at = api.now()
    from org.freelancer_profiles f
   where s.team_id = (args ->> 'team')::uuid and s.stage_id is not distinct from (args ->> 'stage')::uuid
     and s.version = (args ->> 'version')::int
     -- A replaced version that came into force now would be what nobody weighed the newest against.
     and s.version = (select max(x.version) from finance.payout_splits x
                       where x.team_id = s.team_id and x.stage_id is not distinct from s.stage_id)
     and f.id = s.member_profile and f.user_id = ctx.user_id and s.consented_at is null;
  if not found then
    perform api.reject('not_found', 'version');
  end if;
  if args ->> 'stage' is null and api.split_in_force((args ->> 'team')::uuid, null) = (args ->> 'version')::int then
    perform api.weigh_again((args ->> 'team')::uuid);
  end if;
  perform api.emit(ctx, 'split.changed', null, 'org.teams', (args ->> 'team')::uuid,
    jsonb_build_object('team', (select t.name from org.teams t where t.id = (args ->> 'team')::uuid)),
    api.to_team((args ->> 'team')::uuid, true));
end $$;
comment on function api.consent_split(api.context, jsonb, jsonb) is 'The member whose share falls.';
