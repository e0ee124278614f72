-- What joining workspaces shares.

create or replace function api.need_freelancer_profile(user_id uuid) returns uuid
language plpgsql set search_path = '' as $$
declare
  v_id uuid;
begin
  perform api.name_person(user_id, null);
  insert into org.freelancer_profiles (id, user_id, created_at) values (sync.uuid7(), need_freelancer_profile.user_id, api.now())
  on conflict on constraint freelancer_profiles_user_key do nothing;
  select f.id into strict v_id from org.freelancer_profiles f where f.user_id = need_freelancer_profile.user_id;
  return v_id;
end $$;
comment on function api.need_freelancer_profile(uuid) is 'The freelancer profile of a login, made when missing: splits and wallets need it.';

create or replace function api.check_user(id uuid) returns void
language plpgsql set search_path = '' as $$
begin
  if not exists (select from org.users_public u where u.user_id = check_user.id) then
    perform api.reject('not_found', 'user');
  end if;
end $$;

create or replace function api.person_name(user_id uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
    select u.display_name from org.users_public u where u.user_id = person_name.user_id);
end $$;
