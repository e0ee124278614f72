-- The freelancer side of a login, one each.

create or replace function api.name_person(user_id uuid, display_name text) returns void
language plpgsql set search_path = '' as $$
begin
  insert into org.users_public (user_id, display_name, created_at)
  select u.id, coalesce(name_person.display_name, split_part(u.email, '@', 1), 'User'), api.now()
    from auth.users u where u.id = name_person.user_id
  on conflict on constraint users_public_pkey do update set display_name = excluded.display_name where name_person.display_name is not null;
end $$;
comment on function api.name_person(uuid, text) is 'Everyone who has a profile has a name; a given one replaces the former.';

create or replace function api.create_freelancer_profile(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(args, '{"profile": "uuid", "display_name?": "text 1 80", "headline?": "text 0 200", "bio?": "text 0 16000",
    "hourly_rate?": "int 0 1000000", "visibility?": "enum public|invite_only", "skills?": "array"}');
  perform api.check_expected(expected);
  if exists (select from jsonb_array_elements(coalesce(nullif(args -> 'skills', 'null'), '[]')) s where not api.is_of_type(s, 'text 1 60')) then
    perform api.reject('invalid_argument', 'skills');
  end if;
  perform api.name_person(ctx.user_id, args ->> 'display_name');
  insert into org.freelancer_profiles (id, user_id, headline, bio, hourly_rate, visibility, skills, created_at)
  values ((args ->> 'profile')::uuid, ctx.user_id, args ->> 'headline', args ->> 'bio', (args ->> 'hourly_rate')::int,
    coalesce(args ->> 'visibility', 'invite_only')::public.visibility,
    array(select s from jsonb_array_elements_text(coalesce(nullif(args -> 'skills', 'null'), '[]')) s), api.now());
  perform api.emit(ctx, 'profile.created', null, 'org.freelancer_profiles', (args ->> 'profile')::uuid);
end $$;
comment on function api.create_freelancer_profile(api.context, jsonb, jsonb) is 'Anyone, acting as user:<login> or otherwise: his freelancer profile, once.';
