-- What search looks through follows visibility: a row while its entity is shown to everyone, none when it is not.
-- Names and titles weigh more than what is said about them; words are taken as written, for texts come in many languages.

create function search.words(title text, about text) returns tsvector
language sql immutable parallel safe set search_path = '' as $$
  select setweight(to_tsvector('pg_catalog.simple', coalesce(title, '')), 'A')
      || setweight(to_tsvector('pg_catalog.simple', coalesce(about, '')), 'B')
$$;

create function search.put(entity text, entity_id uuid, shown boolean, words tsvector) returns void
language plpgsql set search_path = '' as $$
begin
  if not coalesce(shown, false) then
    delete from search.search_index i where i.entity = put.entity and i.entity_id = put.entity_id;
    return;
  end if;
  insert into search.search_index as i (entity, entity_id, text, updated_at)
  values (put.entity, put.entity_id, put.words, api.now())
  on conflict on constraint search_index_entity_key do update
    set text = excluded.text, updated_at = excluded.updated_at where i.text <> excluded.text;
end $$;
comment on function search.put(text, uuid, boolean, tsvector) is 'The entry of an entity that is shown; takes it out if it is not.';

create function search.put_project(p projects.projects) returns void
language sql set search_path = '' as $$
  select search.put('projects.projects', p.id, p.visibility = 'public' and p.status in ('active', 'on_hold'),
                    search.words(p.title, p.description))
$$;
comment on function search.put_project(projects.projects) is 'A public project is found from its activation until it ends.';

create function search.put_freelancer(f org.freelancer_profiles) returns void
language sql set search_path = '' as $$
  select search.put('org.freelancer_profiles', f.id, f.is_public, search.words(
    (select u.display_name from org.users_public u where u.user_id = f.user_id),
    concat_ws(' ', f.headline, f.bio, array_to_string(f.skills, ' '))))
$$;

create function search.put_team(t org.teams) returns void
language sql set search_path = '' as $$
  select search.put('org.teams', t.id, t.is_public, search.words(t.name, t.description))
$$;

create function search.put_asset(a marketplace.assets) returns void
language sql set search_path = '' as $$
  select search.put('marketplace.assets', a.id, a.is_public, search.words(a.title, concat_ws(' ', a.category, a.description)))
$$;

create function search.follow() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    delete from search.search_index i
     where i.entity = tg_table_schema || '.' || tg_table_name and i.entity_id = old.id;
  elsif tg_relid = 'projects.projects'::regclass then
    perform search.put_project(new);
  elsif tg_relid = 'org.freelancer_profiles'::regclass then
    perform search.put_freelancer(new);
  elsif tg_relid = 'org.teams'::regclass then
    perform search.put_team(new);
  elsif tg_relid = 'marketplace.assets'::regclass then
    perform search.put_asset(new);
  end if;
  return null;
end $$;
comment on function search.follow() is 'Keeps the entry of a row that everyone may find.';

create function search.follow_name() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform search.put_freelancer(f) from org.freelancer_profiles f where f.user_id = new.user_id;
  return null;
end $$;
comment on function search.follow_name() is 'A freelancer is found by the name of the login.';

create trigger search_follow after insert or delete or update of title, description, visibility, status on projects.projects
  for each row execute function search.follow();
create trigger search_follow after insert or delete or update of headline, bio, skills, visibility on org.freelancer_profiles
  for each row execute function search.follow();
create trigger search_follow after insert or delete or update of name, description, visibility on org.teams
  for each row execute function search.follow();
create trigger search_follow after insert or delete or update of title, description, category, status on marketplace.assets
  for each row execute function search.follow();
create trigger search_follow after insert or update of display_name on org.users_public
  for each row execute function search.follow_name();

-- For what was there before, and for whoever wants the index made anew.
create function search.refill() returns void
language sql set search_path = '' as $$
  delete from search.search_index;
  select search.put_project(p) from projects.projects p;
  select search.put_freelancer(f) from org.freelancer_profiles f;
  select search.put_team(t) from org.teams t;
  select search.put_asset(a) from marketplace.assets a;
$$;
comment on function search.refill() is 'Makes the whole index anew from what is shown now.';
select search.refill();

revoke all on function search.words(text, text), search.put(text, uuid, boolean, tsvector), search.put_project(projects.projects),
  search.put_freelancer(org.freelancer_profiles), search.put_team(org.teams), search.put_asset(marketplace.assets), search.follow(),
  search.follow_name(), search.refill() from public;
