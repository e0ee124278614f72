-- Nine people, three businesses, two teams. Signing up is Supabase Auth's part, so accounts are rows here.
-- Everyone's password is "projective".

create table sample.cast as
select key, name, email, country, headline, rate, skills from (values
  ('mara',  'Mara Lindqvist',   'mara@northwind.example',   'GB', null, null, '{}'),
  ('omar',  'Omar Said',        'omar@northwind.example',   'GB', null, null, '{}'),
  ('ines',  'Inês Romero',      'ines@romero.example',      'PT', 'Product designer for web and mobile', 6500, '{figma,ux,design-systems}'),
  ('lena',  'Lena Fischer',     'lena@studionord.example',  'DE', 'Delivery lead at Studio Nord', 8000, '{planning,qt,workshops}'),
  ('ravi',  'Ravi Patel',       'ravi@studionord.example',  'IN', 'Full-stack engineer', 5500, '{postgres,cpp,react}'),
  ('noor',  'نور حداد',          'noor@studionord.example',  'JO', 'Arabic and English copywriter', 4200, '{copy,localisation,seo}'),
  ('tomas', 'Tomás Becker-Aguilar de la Fuente', 'tomas@becker.example', 'AT', 'Motion and brand, and a small agency', 7000, '{motion,brand,blender}'),
  ('aiko',  'Aiko Tanaka',      'aiko@kaiyo.example',       'JP', 'Illustrator', 6000, '{illustration,icons}'),
  ('grace', 'Grace Obi',        'grace@projective.example', 'NG', null, null, '{}')
) as v (key, name, email, country, headline, rate, skills);

insert into auth.users (id, email, encrypted_password, email_confirmed_at, created_at, updated_at)
select sample.id('user:' || key), email, extensions.crypt('projective', extensions.gen_salt('bf', 8)),
       sample.ago(400), sample.ago(400), sample.ago(400)
from sample.cast;

insert into auth.identities (id, user_id, provider, provider_id, identity_data, created_at)
select sample.id('identity:' || key), sample.id('user:' || key), 'email', sample.id('user:' || key)::text, jsonb_build_object('email', email), sample.ago(400)
from sample.cast;

insert into sample.people (key, user_id, client_id)
select key, sample.id('user:' || key), sample.id('client:' || key) from sample.cast;

insert into org.users_public (user_id, display_name, country, created_at)
select sample.id('user:' || key), name, country, sample.ago(400) from sample.cast;

insert into org.user_emails (id, user_id, email, is_primary, verified_at, created_at)
select sample.id('email:' || key), sample.id('user:' || key), email, true, sample.ago(400), sample.ago(400) from sample.cast;

insert into comms.notification_prefs (user_id, email, push, in_app, digest)
select sample.id('user:' || key), true, true, true, true from sample.cast;

insert into org.freelancer_profiles (id, user_id, headline, bio, hourly_rate, visibility, skills, created_at)
select sample.id('freelancer:' || key), sample.id('user:' || key), headline,
       'Works remotely; answers within a day.', rate, 'public', skills::text[], sample.ago(395)
from sample.cast where headline is not null;

insert into org.skills (id, slug, label)
select sample.id('skill:' || slug), slug, initcap(replace(slug, '-', ' '))
from (select distinct unnest(skills::text[]) as slug from sample.cast) s;

insert into org.user_skills (user_id, skill_id, proficiency)
select sample.id('user:' || key), sample.id('skill:' || slug), 3 + length(slug) % 3
from sample.cast, unnest(skills::text[]) as slug;

insert into org.business_profiles (id, owner_user_id, name, legal_name, country, billing_email, plan, created_at)
select sample.id('business:' || key), sample.id('user:' || owner), name, legal_name, country, email, plan, sample.ago(390)
from (values
  ('northwind', 'mara',  'Northwind Ltd',        'Northwind Trading Limited',        'GB', 'accounts@northwind.example', 'pro'),
  ('becker',    'tomas', 'Becker & Söhne GmbH',  'Becker & Söhne Markenagentur GmbH', 'AT', 'rechnung@becker.example',   'free'),
  ('kaiyo',     'aiko',  'Kaiyo Labs',           'Kaiyo Labs K.K.',                  'JP', 'billing@kaiyo.example',     'free')
) as v (key, owner, name, legal_name, country, email, plan);

insert into org.business_memberships (id, business_profile_id, user_id, role, status, created_at)
select sample.id('bm:' || business || person), sample.id('business:' || business), sample.id('user:' || person), role, 'active', sample.ago(389)
from (values ('northwind', 'mara', 'owner'), ('northwind', 'omar', 'finance'),
             ('becker', 'tomas', 'owner'), ('kaiyo', 'aiko', 'owner')) as v (business, person, role);

insert into org.teams (id, name, owner_user_id, description, visibility, created_at)
values (sample.id('team:studio'), 'Studio Nord', sample.id('user:lena'), 'Three people who build and write for the web', 'public', sample.ago(380)),
       (sample.id('team:pixel'), 'Pixel Crew', sample.id('user:tomas'), 'Motion, brand and illustration', 'public', sample.ago(370));

insert into org.team_memberships (id, team_id, user_id, role, status, created_at)
select sample.id('tm:' || team || person), sample.id('team:' || team), sample.id('user:' || person), role, 'active', sample.ago(since)
from (values ('studio', 'lena', 'team_lead', 380), ('studio', 'ravi', 'freelancer', 379), ('studio', 'noor', 'freelancer', 378),
             ('pixel', 'tomas', 'team_lead', 370), ('pixel', 'ines', 'freelancer', 365)) as v (team, person, role, since);

insert into finance.payout_splits (id, team_id, member_profile, bp, version, consented_at, created_at)
select sample.id('split:' || team || person), sample.id('team:' || team), sample.id('freelancer:' || person), bp, 1, sample.ago(359), sample.ago(360)
from (values ('studio', 'lena', 4000), ('studio', 'ravi', 3500), ('studio', 'noor', 2500),
             ('pixel', 'tomas', 5000), ('pixel', 'ines', 5000)) as v (team, person, bp);

insert into ops.admin_users (user_id, role) values (sample.id('user:grace'), 'moderator');

-- Money comes from the outside world: three businesses fill their wallets, more than once.
select sample.event(sample.ago(at), person, 'business:' || business, 'top_up_wallet',
                    jsonb_build_object('currency', currency, 'amount_cents', cents))
from (values (300, 'omar', 'northwind', 'GBP', 4000000), (120, 'omar', 'northwind', 'GBP', 1500000), (20, 'omar', 'northwind', 'GBP', 900000),
             (280, 'tomas', 'becker', 'EUR', 1800000), (60, 'tomas', 'becker', 'EUR', 600000),
             (250, 'aiko', 'kaiyo', 'USD', 2200000), (40, 'aiko', 'kaiyo', 'USD', 800000)) as v (at, person, business, currency, cents);
