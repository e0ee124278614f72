-- How a team divides its pay. A new version counts once everyone whose share falls has agreed.

create or replace function api.split_in_force(team_id uuid, stage_id uuid) returns int
language plpgsql stable set search_path = '' as $$
begin
  return (
    select s.version from finance.payout_splits s
     where s.team_id = split_in_force.team_id and s.stage_id is not distinct from split_in_force.stage_id
     group by s.version having count(*) = count(s.consented_at) order by s.version desc limit 1);
end $$;

create or replace function api.check_shares(team_id uuid, shares jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_share jsonb;
  v_sum bigint := 0;
begin
  if jsonb_array_length(shares) not between 1 and 200 then
    perform api.reject('invalid_argument', 'shares');
  end if;
  for v_share in select * from jsonb_array_elements(shares) loop
    if jsonb_typeof(v_share) <> 'object' then
      perform api.reject('invalid_argument', 'shares');
    end if;
    perform api.check_args(v_share, '{"member_profile": "uuid", "bp": "int 0 10000"}', 'shares.');
    if not exists (select from org.freelancer_profiles f join org.team_memberships m on m.user_id = f.user_id
                    where f.id = (v_share ->> 'member_profile')::uuid and m.team_id = check_shares.team_id and m.status = 'active') then
      perform api.reject('not_a_member', 'shares', jsonb_build_object('member_profile', v_share -> 'member_profile'));
    end if;
    v_sum := v_sum + (v_share ->> 'bp')::bigint;
  end loop;
  if v_sum <> 10000 then
    perform api.reject('shares_do_not_add_up', 'shares', jsonb_build_object('sum', v_sum));
  elsif (select count(distinct e ->> 'member_profile') <> count(*) from jsonb_array_elements(shares) e) then
    perform api.reject('invalid_argument', 'shares', '{"why": "twice"}');
  end if;
end $$;

create or replace function api.add_split(ctx api.context, team uuid, stage uuid, shares jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  -- A stage without a split of its own is paid by the team's: what falls, falls from there.
  v_base uuid := case when api.split_in_force(team, stage) is not null then stage end;
begin
  -- Someone left out of the new version has a falling share too: he is listed with 0 and must agree.
  with former as (
    select s.member_profile, s.bp from finance.payout_splits s
     where s.team_id = team and s.stage_id is not distinct from v_base and s.version = api.split_in_force(team, v_base)),
  wanted as (
    select (e ->> 'member_profile')::uuid as member_profile, (e ->> 'bp')::int as bp from jsonb_array_elements(shares) e
    union all
    select f.member_profile, 0 from former f join org.freelancer_profiles p on p.id = f.member_profile
      join org.team_memberships m on m.user_id = p.user_id and m.team_id = team and m.status = 'active'
     where f.bp > 0 and not exists (select from jsonb_array_elements(shares) e where (e ->> 'member_profile')::uuid = f.member_profile))
  insert into finance.payout_splits (team_id, stage_id, version, member_profile, bp, consented_at, created_at)
  select team, stage, (select coalesce(max(s.version), 0) + 1 from finance.payout_splits s
                        where s.team_id = team and s.stage_id is not distinct from stage),
         w.member_profile, w.bp,
         case when w.bp >= coalesce(f.bp, 0)
                or exists (select from org.freelancer_profiles p where p.id = w.member_profile and p.user_id = ctx.user_id)
              then api.now() end, api.now()
    from wanted w left join former f on f.member_profile = w.member_profile;
end $$;

create or replace function api.weigh_again(team uuid) returns void
language plpgsql set search_path = '' as $$
declare
  v_now int := api.split_in_force(team, null);
  v_waiting record;
begin
  for v_waiting in
    select s.stage_id, max(s.version) as version from finance.payout_splits s
     where s.team_id = team and s.stage_id is not null and api.split_in_force(team, s.stage_id) is null
     group by s.stage_id loop
    insert into finance.payout_splits (team_id, stage_id, version, member_profile, bp, created_at)
    select team, v_waiting.stage_id, v_waiting.version, s.member_profile, 0, api.now() from finance.payout_splits s
      join org.freelancer_profiles p on p.id = s.member_profile
      join org.team_memberships m on m.user_id = p.user_id and m.team_id = team and m.status = 'active'
     where s.team_id = team and s.stage_id is null and s.version = v_now and s.bp > 0
    on conflict on constraint payout_splits_member_key do nothing;
    update finance.payout_splits w set consented_at = null
      from finance.payout_splits s
     where w.team_id = team and w.stage_id = v_waiting.stage_id and w.version = v_waiting.version and w.consented_at is not null
       and s.team_id = team and s.stage_id is null and s.version = v_now and s.member_profile = w.member_profile and s.bp > w.bp;
  end loop;
end $$;
comment on function api.weigh_again(uuid) is
  'The team''s split has changed: of stages whose own split waits, everyone is asked whose share falls from what he gets now.';

create or replace function api.set_split(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_team uuid;
  v_former int;
begin
  perform api.check_args(args, '{"team": "uuid", "stage?": "uuid", "shares": "array"}');
  perform api.check_expected(expected);
  v_team := (args ->> 'team')::uuid;
  if ctx.acting_kind <> 'team' or ctx.acting_id <> v_team or not api.team_may(ctx, 'set_split') then
    perform api.deny(ctx, 'team', v_team, 'team');
  end if;
  perform from org.teams t where t.id = v_team for no key update;
  if args ->> 'stage' is not null and not exists (select from projects.stage_assignments a
      where a.project_stage_id = (args ->> 'stage')::uuid and a.team_id = v_team and a.status = 'invited' and a.ended_at is null) then
    perform api.reject('not_found', 'stage');
  end if;
  perform api.check_shares(v_team, args -> 'shares');
  v_former := api.split_in_force(v_team, null);
  perform api.add_split(ctx, v_team, (args ->> 'stage')::uuid, args -> 'shares');
  if api.split_in_force(v_team, null) is distinct from v_former then
    perform api.weigh_again(v_team);
  end if;
  perform api.emit(ctx, 'split.changed', null, 'org.teams', v_team,
    jsonb_build_object('team', (select t.name from org.teams t where t.id = v_team), 'stage_id', args ->> 'stage'), api.to_team(v_team));
end $$;
comment on function api.set_split(api.context, jsonb, jsonb) is
  'Leads, and members who may set it: a new version of the shares in basis points; hires in being keep the frozen one.';
