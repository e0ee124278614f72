-- The search index holds what everyone may find, and nothing that is hidden, drafted or over.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(18);

create function cases.found(words text) returns text language sql stable as $$
  select string_agg(i.entity, ' ' order by i.entity) from search.search_index i where i.text @@ plainto_tsquery('pg_catalog.simple', words) $$;
create function cases.mara(command text, args jsonb) returns text language sql as
  $$ select cases.try('mara', 'business:northwind', command, args) $$;
create function cases.open_project(name text, visibility text) returns text language sql as $$
  select concat_ws(' ',
    cases.mara('create_project', jsonb_build_object('project', '@' || name, 'title', 'Harbour ' || name, 'description', 'Cranes and quays', 'visibility', visibility, 'channel', '@general-' || name)),
    cases.mara('create_stage', jsonb_build_object('stage', '@s-' || name, 'project', '@' || name, 'name', 'Plan', 'order', 1, 'stage_type', 'session',
      'budget', jsonb_build_object('rule', '@r-' || name, 'type', 'free')))) $$;

-- Projects
select is(array[cases.open_project('north', 'public'), cases.open_project('south', 'invite_only')], array['applied applied', 'applied applied'], 'a public project and one that is not');
select is(cases.found('harbour'), null, 'a draft is not found');
select is(array[cases.mara('activate_project', '{"project": "@north"}'), cases.mara('activate_project', '{"project": "@south"}')], array['applied', 'applied'], 'both begin');
select results_eq($$ select entity, entity_id from search.search_index where text @@ plainto_tsquery('pg_catalog.simple', 'harbour') $$,
  $$ values ('projects.projects', cases.id('north')) $$, 'the public one is found');
select is(cases.found('quays'), 'projects.projects', 'by its description too');
select cases.mara('hold_project', '{"project": "@north", "reason": "Ice"}') \g /dev/null
select is(cases.found('harbour'), 'projects.projects', 'a pause does not hide it');
update projects.projects set title = 'Lighthouse' where id = cases.id('north');
select is(array[cases.found('harbour'), cases.found('lighthouse')], array[null, 'projects.projects'], 'a new title replaces the old one');
update projects.projects set visibility = 'invite_only' where id = cases.id('north');
select is(cases.found('lighthouse'), null, 'what is hidden is not found');
update projects.projects set visibility = 'public' where id = cases.id('north');
select cases.mara('cancel_project', '{"project": "@north"}') \g /dev/null
select is(cases.found('lighthouse'), null, 'nor what is over');

-- People and teams
update org.freelancer_profiles set visibility = 'public', headline = 'Illustrator', skills = '{watercolour}' where id = cases.id('freelancer:ines');
select is(array[cases.found('ines'), cases.found('illustrator'), cases.found('watercolour'), cases.found('ravi')],
  array['org.freelancer_profiles', 'org.freelancer_profiles', 'org.freelancer_profiles', null], 'a public profile is found by name, headline and skill, others are not');
update org.users_public set display_name = 'Agnes' where user_id = cases.id('user:ines');
select is(array[cases.found('ines'), cases.found('agnes')], array[null, 'org.freelancer_profiles'], 'and by a new name');
update org.teams set visibility = 'public' where id = cases.id('team:studio');
select is(cases.found('studio'), 'org.teams', 'a public team');

-- Assets
select cases.try('ines', 'freelancer:ines', 'create_asset', '{"asset": "@x", "title": "Icons", "category": "glyphs", "price_cents": 900, "currency": "USD", "license_type": "template_only", "file": "@file-clean"}') \g /dev/null
select is(cases.found('icons'), null, 'an asset in draft is not found');
select cases.try('ines', 'freelancer:ines', 'publish_asset', '{"asset": "@x"}') \g /dev/null
select is(array[cases.found('icons'), cases.found('glyphs')], array['marketplace.assets', 'marketplace.assets'], 'on the market it is');
update marketplace.assets set status = 'draft' where id = cases.id('x');
select is(cases.found('icons'), null, 'taken off it no more');

-- What was there before the index
create table cases.indexed as select entity, entity_id, text from search.search_index;
delete from search.search_index;
select search.refill() \g /dev/null
select set_eq('select entity, entity_id, text from search.search_index', 'select * from cases.indexed', 'a refill gives what the triggers gave');
select set_eq('select entity from search.search_index', array['org.freelancer_profiles', 'org.teams'], 'that is a profile and a team');
delete from org.team_memberships where team_id = cases.id('team:studio');
delete from finance.payout_splits where team_id = cases.id('team:studio');
delete from org.teams where id = cases.id('team:studio');
select is(cases.found('studio'), null, 'what is deleted is not found');
select * from finish();
rollback;
