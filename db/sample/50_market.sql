-- Ratings of finished projects, assets for sale, a maintenance contract, and an offer in the dispute.

-- Both sides rate within the window; a rating shows once the other has spoken. Brand: both; trade fair: one side only.
select sample.event(sample.ago(s.done) + at * interval '1 hour', v.person, v.acting, 'rate', jsonb_build_object(
         'rating', sample.id('rating:' || v.project || v.acting || v.ratee, sample.ago(s.done)),
         'project', sample.id('project:' || v.project, sample.ago(p.days)),
         'ratee_type', split_part(v.ratee, ':', 1), 'ratee_id', sample.id(v.ratee), 'score', score, 'comment', comment))
from (values
  ('brand', 'mara', 'business:northwind', 'team:pixel', 5, 20, 'Calm, quick, and the files are in order.'),
  ('brand', 'tomas', 'team:pixel', 'business:northwind', 5, 30, 'Clear brief, answers the same day, pays on time.'),
  ('brand', 'mara', 'business:northwind', 'freelancer:noor', 4, 21, 'Very good texts; the first round took a while.'),
  ('brand', 'noor', 'freelancer:noor', 'business:northwind', 5, 44, 'A pleasure.'),
  ('fair', 'tomas', 'business:becker', 'freelancer:ines', 5, 18, 'Der Stand war der schönste der Halle.')
) as v (project, person, acting, ratee, score, at, comment)
join sample.projects p on p.key = v.project
cross join lateral (select min(x.days) - 9.0 as done from sample.stages x where x.project = v.project) s;

select sample.event(sample.ago(age), person, acting, 'create_asset', jsonb_build_object(
         'asset', sample.id('asset:' || title, sample.ago(age)), 'title', title, 'description', description, 'category', category,
         'price_cents', cents, 'currency', currency, 'license_type', license,
         'file', sample.file(person, file, 'assets', 'application/zip', 5200000, sample.ago(age))))
from (values
  (110, 'ines', 'freelancer:ines', 'Dashboard wireframe kit', '48 screens with grids and notes.', 'ui-kit', 4900, 'GBP', 'template_only', 'wireframes.zip'),
  (80, 'tomas', 'team:pixel', 'Lower thirds, set of twelve', 'Editable titles for video.', 'motion', 2900, 'EUR', 'single_use', 'lower-thirds.zip'),
  (12, 'noor', 'freelancer:noor', 'Tone-of-voice workbook', 'Draft; needs a preview picture.', 'copy', 1900, 'GBP', 'template_only', 'workbook.zip')
) as v (age, person, acting, title, description, category, cents, currency, license, file);

select sample.event(sample.ago(age), person, acting, 'publish_asset', jsonb_build_object('asset', sample.id('asset:' || title, sample.ago(made))))
from (values (109, 110, 'ines', 'freelancer:ines', 'Dashboard wireframe kit'), (79, 80, 'tomas', 'team:pixel', 'Lower thirds, set of twelve'))
  as v (age, made, person, acting, title);

insert into sample.events (at, person, acting, command, args, expected)
values (sample.ago(70), 'mara', 'business:northwind', 'purchase_asset', jsonb_build_object(
          'purchase', sample.id('purchase:1', sample.ago(70)), 'asset', sample.id('asset:Dashboard wireframe kit', sample.ago(110)), 'version', 1),
        '{"price_cents": 4900}');

-- Website care goes on month by month with Ravi; a second contract waits for an answer.
select sample.event(sample.ago(15), 'mara', 'business:northwind', 'propose_contract', jsonb_build_object(
         'contract', sample.id('contract:care', sample.ago(15)), 'project', sample.id('project:care', sample.ago(70)),
         'freelancer_profile_id', sample.id('freelancer:ravi'), 'amount_cents', 45000, 'currency', 'GBP', 'interval', 'monthly',
         'first_day', to_char(sample.ago(14), 'YYYY-MM-DD')));
select sample.event(sample.ago(14), 'ravi', 'freelancer:ravi', 'activate_contract', jsonb_build_object('contract', sample.id('contract:care', sample.ago(15))));
select sample.event(sample.ago(2), 'aiko', 'business:kaiyo', 'propose_contract', jsonb_build_object(
         'contract', sample.id('contract:icons', sample.ago(2)), 'project', sample.id('project:icons', sample.ago(35)),
         'freelancer_profile_id', sample.id('freelancer:tomas'), 'amount_cents', 60000, 'currency', 'USD', 'interval', 'quarterly',
         'first_day', to_char(sample.ago(-7), 'YYYY-MM-DD')));

select sample.event(sample.ago(25) + interval '9 days 20 hours', 'ravi', 'freelancer:ravi', 'make_offer', jsonb_build_object(
         'offer', sample.id('offer:app6', sample.ago(15)), 'dispute', sample.id('dispute:app6', sample.ago(25)), 'release_cents', 97500));
