-- The people of the command cases and of the command tests. An id is the md5 of its name, so that "@stage-1" in a
-- case file, cases.id('stage-1') here and the client's tests mean the same uuid.
--   mara owns the business northwind; hugo hires and petra pays for it; victor only views
--   ines is a freelancer; lena leads the team studio with ravi and noor
--   omar is a stranger to all of them and owns contoso; vera moderates
-- Ines has three files (file-clean, file-draft, file-quarantined), Mara one (file-mara).

create schema if not exists cases;

create or replace function cases.id(name text) returns uuid language sql immutable as $$ select md5(name)::uuid $$;

insert into auth.users (id, email)
select cases.id('user:' || n), n || '@example.com'
  from unnest(array['mara', 'hugo', 'petra', 'victor', 'ines', 'lena', 'ravi', 'noor', 'omar', 'vera']) n;

insert into org.users_public (user_id, display_name)
select cases.id('user:' || n), initcap(n)
  from unnest(array['mara', 'hugo', 'petra', 'victor', 'ines', 'lena', 'ravi', 'noor', 'omar', 'vera']) n;

insert into org.freelancer_profiles (id, user_id, headline, created_at)
select cases.id('freelancer:' || n), cases.id('user:' || n), 'Freelancer', '2026-01-01Z'
  from unnest(array['ines', 'lena', 'ravi', 'noor', 'omar']) n;

insert into org.business_profiles (id, owner_user_id, name) values
  (cases.id('business:northwind'), cases.id('user:mara'), 'Northwind'),
  (cases.id('business:contoso'), cases.id('user:omar'), 'Contoso');

insert into org.business_memberships (business_profile_id, user_id, role, status) values
  (cases.id('business:northwind'), cases.id('user:mara'), 'owner', 'active'),
  (cases.id('business:northwind'), cases.id('user:hugo'), 'hiring_manager', 'active'),
  (cases.id('business:northwind'), cases.id('user:petra'), 'finance', 'active'),
  (cases.id('business:northwind'), cases.id('user:victor'), 'viewer', 'active'),
  (cases.id('business:contoso'), cases.id('user:omar'), 'owner', 'active');

insert into org.teams (id, name, owner_user_id) values (cases.id('team:studio'), 'Studio', cases.id('user:lena'));

insert into org.team_memberships (team_id, user_id, role, status, created_at) values
  (cases.id('team:studio'), cases.id('user:lena'), 'team_lead', 'active', '2026-01-01Z'),
  (cases.id('team:studio'), cases.id('user:ravi'), 'freelancer', 'active', '2026-01-02Z'),
  (cases.id('team:studio'), cases.id('user:noor'), 'freelancer', 'active', '2026-01-03Z');

insert into finance.payout_splits (team_id, version, member_profile, bp, consented_at) values
  (cases.id('team:studio'), 1, cases.id('freelancer:lena'), 3334, '2026-01-03Z'),
  (cases.id('team:studio'), 1, cases.id('freelancer:ravi'), 3333, '2026-01-03Z'),
  (cases.id('team:studio'), 1, cases.id('freelancer:noor'), 3333, '2026-01-03Z');

insert into org.attachments (id, owner_type, owner_profile_id, uploaded_by, bucket, path, original_filename, status)
select cases.id('file-' || f.name), f.kind::public.profile_type, cases.id(f.owner), cases.id('user:' || f.person), 'attachments',
       f.name || '.zip', f.name || '.zip', f.status
  from (values ('clean', 'freelancer', 'freelancer:ines', 'ines', 'clean'), ('draft', 'freelancer', 'freelancer:ines', 'ines', 'draft'),
               ('quarantined', 'freelancer', 'freelancer:ines', 'ines', 'quarantined'),
               ('mara', 'business', 'business:northwind', 'mara', 'clean')) f(name, kind, owner, person, status);

insert into ops.admin_users (user_id, role) values (cases.id('user:vera'), 'moderator');

insert into sync.clients (id, user_id)
select cases.id('client:' || n), cases.id('user:' || n)
  from unnest(array['mara', 'hugo', 'petra', 'victor', 'ines', 'lena', 'ravi', 'noor', 'omar', 'vera']) n;

update ops.settings set value = 'true' where key = 'clock_may_move';
update ops.settings set value = value || '{"enabled": true}' where key = 'top_up';
