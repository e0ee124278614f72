-- Org, continued: what follows from what (cards, public flags, files on the rows that link them), scopes, grants,
-- registration.

-- A person's rows and the public flag of his freelancer profile are made in either order and in any transaction;
-- this lock makes the second wait, so that it sees the first.
create function org.lock_person(user_id uuid) returns void
language sql set search_path = '' as $$
  select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('person:' || user_id, 0))
$$;
comment on function org.lock_person(uuid) is 'Held to the end of the transaction while public flags of a person are computed';

create function org.person_is_public(user_id uuid) returns boolean
language plpgsql set search_path = '' as $$
begin
  perform org.lock_person(person_is_public.user_id);
  return exists (select from org.freelancer_profiles f
                  where f.user_id = person_is_public.user_id and f.visibility = 'public');
end
$$;
comment on function org.person_is_public(uuid) is 'Whether the person has a public freelancer profile';

create function org.users_public_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'profile';
  new.scope_id := new.user_id;
  new.is_public := org.person_is_public(new.user_id);
  return new;
end
$$;
comment on function org.users_public_scope() is 'Scope: the person''s profile; public as the freelancer profile';

create function org.user_skills_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'profile';
  new.scope_id := new.user_id;
  new.is_public := org.person_is_public(new.user_id);
  return new;
end
$$;
comment on function org.user_skills_scope() is 'Scope: the person''s profile; public as the freelancer profile';

create function org.spread_visibility() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform org.lock_person(new.user_id);
  update org.users_public u set is_public = (new.visibility = 'public')
   where u.user_id = new.user_id and u.is_public <> (new.visibility = 'public');
  update org.user_skills s set is_public = (new.visibility = 'public')
   where s.user_id = new.user_id and s.is_public <> (new.visibility = 'public');
  return null;
end
$$;
comment on function org.spread_visibility() is 'Trigger: a freelancer profile''s visibility moves the person''s name and skills with it';
create trigger spread_visibility after insert or update of visibility on org.freelancer_profiles
  for each row execute function org.spread_visibility();

create function org.keep_card() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into org.business_cards as c (id, name, logo_url, country, rating_sum, rating_count, created_at)
  values (new.id, new.name, new.logo_url, new.country, new.rating_sum, new.rating_count, new.created_at)
  on conflict (id) do update
    set name = excluded.name, logo_url = excluded.logo_url, country = excluded.country,
        rating_sum = excluded.rating_sum, rating_count = excluded.rating_count;
  return null;
end
$$;
comment on function org.keep_card() is 'Trigger: the card is what others see of a business';
create trigger keep_card
  after insert or update of name, logo_url, country, rating_sum, rating_count on org.business_profiles
  for each row execute function org.keep_card();

create function org.fill_file() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.attachment_id is null then
    new.file_name := null; new.file_type := null; new.file_size := null; new.file_sha256 := null;
    new.file_status := null;
    return new;
  end if;
  select coalesce(a.display_name, a.original_filename), a.mime_type, a.size_bytes, a.sha256, a.status
    into strict new.file_name, new.file_type, new.file_size, new.file_sha256, new.file_status
    from org.attachments a where a.id = new.attachment_id for share;
  return new;
end
$$;
comment on function org.fill_file() is 'Trigger: copies what readers of a link may know of its file';
create trigger fill_file before insert or update of attachment_id on org.portfolios
  for each row execute function org.fill_file();

create function org.spread_file() returns trigger
language plpgsql set search_path = '' as $$
declare
  link text;
begin
  foreach link in array array['org.portfolios', 'projects.stage_submission_files', 'comms.message_attachments',
                              'comms.channel_files'] loop
    execute format('update %s set file_name = $1, file_type = $2, file_size = $3, file_sha256 = $4, file_status = $5 '
                   'where attachment_id = $6', link)
      using coalesce(new.display_name, new.original_filename), new.mime_type, new.size_bytes, new.sha256,
            new.status, new.id;
  end loop;
  return null;
end
$$;
comment on function org.spread_file() is 'Trigger: a file that changed its name or state changes on every row that links it';
create trigger spread_file after update of display_name, mime_type, size_bytes, sha256, status on org.attachments
  for each row execute function org.spread_file();

create function org.freelancer_profiles_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'profile';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function org.freelancer_profiles_scope() is 'Scope: the profile';

create function org.business_profiles_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'business';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function org.business_profiles_scope() is 'Scope: its active members';

create function org.business_cards_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'profile';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function org.business_cards_scope() is 'Scope: whoever shares something with the business';

create function org.business_memberships_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'business';
  new.scope_id := new.business_profile_id;
  return new;
end
$$;
comment on function org.business_memberships_scope() is 'Scope: the business';

create function org.teams_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'profile';
  new.scope_id := new.id;
  return new;
end
$$;
comment on function org.teams_scope() is 'Scope: the profile';

create function org.team_memberships_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'team';
  new.scope_id := new.team_id;
  return new;
end
$$;
comment on function org.team_memberships_scope() is 'Scope: the team; an invited person is no holder, a notification carries it';

create function org.team_roles_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'team';
  new.scope_id := new.team_id;
  return new;
end
$$;
comment on function org.team_roles_scope() is 'Scope: the team';

create function org.org_invitations_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := case when new.team_id is not null then 'team' else 'business' end;
  new.scope_id := coalesce(new.team_id, new.business_profile_id);
  return new;
end
$$;
comment on function org.org_invitations_scope() is 'Scope: the team or business that invites';

create function org.skills_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'catalog';
  new.scope_id := '00000000-0000-0000-0000-000000000000';
  return new;
end
$$;
comment on function org.skills_scope() is 'Scope: everyone signed in';

create function org.user_emails_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.scope_kind := 'user';
  new.scope_id := new.user_id;
  return new;
end
$$;
comment on function org.user_emails_scope() is 'Scope: the person';

create function org.attachments_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.owner_type = 'business' then
    new.scope_kind := 'business';
    new.scope_id := new.owner_profile_id;
  else
    select s.kind, s.id into new.scope_kind, new.scope_id
      from security.private_scope('freelancer', new.owner_profile_id) s;
  end if;
  return new;
end
$$;
comment on function org.attachments_scope() is 'Scope: the owner''s person or business; others learn of it from the rows that link it';

create function org.portfolios_scope() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.is_public then
    new.scope_kind := 'profile';
    new.scope_id := new.freelancer_profile_id;
  else
    select s.kind, s.id into new.scope_kind, new.scope_id
      from security.private_scope('freelancer', new.freelancer_profile_id) s;
  end if;
  return new;
end
$$;
comment on function org.portfolios_scope() is 'Scope: the profile while public, else the person alone; it moves with is_public';
create trigger sync_scope_moves before update of is_public on org.portfolios
  for each row execute function org.portfolios_scope();

grant select (user_id, display_name, avatar_url, country, created_at, is_public, scope_kind, scope_id, row_version)
  on org.users_public to authenticated;
grant select (id, user_id, headline, bio, hourly_rate, visibility, skills, rating_sum, rating_count, created_at,
  is_public, scope_kind, scope_id, row_version)
  on org.freelancer_profiles to authenticated;
grant select (id, owner_user_id, name, legal_name, logo_url, country, billing_email, plan, release_on_approve,
  rating_sum, rating_count, created_at, scope_kind, scope_id, row_version)
  on org.business_profiles to authenticated;
grant select (id, name, logo_url, country, rating_sum, rating_count, created_at, scope_kind, scope_id, row_version)
  on org.business_cards to authenticated;
grant select (id, business_profile_id, user_id, role, status, created_at, scope_kind, scope_id, row_version)
  on org.business_memberships to authenticated;
grant select (id, name, owner_user_id, description, visibility, rating_sum, rating_count, created_at, is_public,
  scope_kind, scope_id, row_version)
  on org.teams to authenticated;
grant select (id, team_id, title, permissions, scope_kind, scope_id, row_version)
  on org.team_roles to authenticated;
grant select (id, team_id, user_id, role, status, role_id, created_at, scope_kind, scope_id, row_version)
  on org.team_memberships to authenticated;
grant select (id, inviter_user_id, target_email, team_id, business_profile_id, role, status, created_at, expires_at,
  answered_at, scope_kind, scope_id, row_version)
  on org.org_invitations to authenticated;
grant select (id, slug, label, scope_kind, scope_id, row_version)
  on org.skills to authenticated;
grant select (id, user_id, skill_id, proficiency, is_public, scope_kind, scope_id, row_version)
  on org.user_skills to authenticated;
grant select (id, user_id, email, is_primary, verified_at, created_at, scope_kind, scope_id, row_version)
  on org.user_emails to authenticated;
grant select (id, owner_type, owner_profile_id, uploaded_by, original_filename, display_name, mime_type, size_bytes,
  sha256, status, created_at, updated_at, scope_kind, scope_id, row_version)
  on org.attachments to authenticated;
grant select (id, freelancer_profile_id, title, description, cover_url, attachment_id, file_name, file_type,
  file_size, file_sha256, file_status, is_public, created_at, scope_kind, scope_id, row_version)
  on org.portfolios to authenticated;

select sync.register('org.users_public', 'user_id');
select sync.register('org.freelancer_profiles');
select sync.register('org.business_profiles', grants => true);
select sync.register('org.business_cards');
select sync.register('org.business_memberships', grants => true);
select sync.register('org.teams', grants => true);
select sync.register('org.team_memberships', grants => true);
select sync.register('org.team_roles');
select sync.register('org.org_invitations');
select sync.register('org.skills');
select sync.register('org.user_skills');
select sync.register('org.user_emails');
select sync.register('org.attachments');
select sync.register('org.portfolios');
