-- Fourteen projects in every state, about seventy stages in every state, type and budget rule. A row says where a stage
-- is to end; the function below turns it into the commands that lead there.

create table sample.projects (key text, business text, title text, description text, ends text, days numeric);
insert into sample.projects values
  ('relaunch', 'northwind', 'Website relaunch', 'A faster site with a clearer story, in English, German and Arabic.', 'active', 60),
  ('app', 'northwind', 'Courier app', 'An app for couriers: shifts, routes, proof of delivery, and pay slips.', 'active', 95),
  ('brand', 'northwind', 'Brand guidelines 2027', 'Logo use, colour, type, tone of voice.', 'completed', 240),
  ('training', 'northwind', 'Negotiation training for the purchasing team', 'Six group sessions and one-to-one follow-ups.', 'active', 45),
  ('portal', 'northwind', 'Supplier portal', 'Suppliers see orders and invoices; replaces e-mail.', 'on_hold', 130),
  ('audit', 'northwind', 'Accessibility audit', 'WCAG 2.2 AA for the shop and the app, with a plan to mend.', 'active', 25),
  ('rebrand', 'northwind', 'Podcast series', 'Stopped: budget moved to the relaunch.', 'cancelled', 150),
  ('care', 'northwind', 'Website care', 'Updates, monitoring and small changes, month by month.', 'active', 70),
  ('film', 'becker', 'Imagefilm Weinviertel', 'Ein Film von neunzig Sekunden, dazu drei kurze Schnitte.', 'active', 50),
  ('fair', 'becker', 'Messestand Frühjahr', 'Grafik und Texte für den Stand.', 'completed', 200),
  ('catalog', 'becker', 'Produktkatalog', 'Noch in Planung.', 'draft', 6),
  ('icons', 'kaiyo', 'Icon set for the dashboard', '240 icons in three sizes.', 'active', 35),
  ('onboarding', 'kaiyo', 'Onboarding flow', 'From sign-up to first value in two minutes.', 'active', 28),
  ('research', 'kaiyo', 'User research, round two', 'Ten interviews and a report.', 'draft', 3);

create table sample.stages (project text, n int, name text, type text, rule text, cents bigint, ends text, assignee text, room boolean, days numeric);
-- days: how long ago the stage was offered.
insert into sample.stages values
  ('relaunch', 1, 'Content audit', 'session', 'fixed', 60000, 'paid', 'f:ines', true, 52),
  ('relaunch', 2, 'UI design', 'session', 'fixed', 120000, 'submitted', 'f:ines', true, 12),
  ('relaunch', 3, 'Design system handover', 'management', 'fixed', 80000, 'revisions', 'f:ines', true, 14),
  ('relaunch', 4, 'Build: templates and components', 'management', 'fixed', 300000, 'in_progress', 't:studio', true, 9),
  ('relaunch', 5, 'Arabic copy', 'session', 'cap', 95000, 'funded', 'f:noor', true, 4),
  ('relaunch', 6, 'Launch week support', 'session', 'cap', 70000, 'invited', 't:studio', false, 2),
  ('relaunch', 7, 'Photography', 'file_based', 'fixed', 110000, 'open', null, false, 1),
  ('app', 1, 'Discovery workshop', 'group_session', 'fixed', 90000, 'paid', 't:studio', true, 90),
  ('app', 2, 'Prototype', 'session', 'fixed', 150000, 'paid', 'f:ines', true, 75),
  ('app', 3, 'Backend, sprint 1', 'management', 'fixed', 280000, 'paid', 't:studio', true, 60),
  ('app', 4, 'Backend, sprint 2', 'management', 'fixed', 280000, 'approved', 't:studio', true, 20),
  ('app', 5, 'Driver interviews', 'session', 'free', 0, 'approved', 'f:ines', false, 40),
  ('app', 6, 'Push notifications', 'management', 'fixed', 130000, 'disputed', 'f:ravi', true, 25),
  ('app', 7, 'Store listing', 'file_based', 'fixed', 45000, 'in_progress', 'f:noor', false, 5),
  ('app', 8, 'Beta programme', 'management', 'cap', 60000, 'open', null, false, 1),
  ('brand', 1, 'Brand workshop', 'group_session', 'fixed', 100000, 'paid', 't:pixel', true, 232),
  ('brand', 2, 'Logo and colour', 'session', 'fixed', 180000, 'paid', 't:pixel', true, 215),
  ('brand', 3, 'Tone of voice', 'session', 'fixed', 70000, 'paid', 'f:noor', false, 200),
  ('brand', 4, 'Guideline document', 'file_based', 'fixed', 90000, 'paid', 'f:ines', false, 185),
  ('training', 1, 'Needs interview', 'session', 'free', 0, 'approved', 'f:lena', false, 42),
  ('training', 2, 'Group session: preparing', 'group_session', 'fixed', 55000, 'paid', 'f:lena', true, 38),
  ('training', 3, 'Group session: the first offer', 'group_session', 'fixed', 55000, 'submitted', 'f:lena', true, 10),
  ('training', 4, 'Group session: deadlock', 'group_session', 'fixed', 55000, 'accepted', 'f:lena', false, 3),
  ('training', 5, 'One-to-one coaching', 'session', 'cap', 80000, 'invited', 'f:lena', false, 1),
  ('portal', 1, 'Requirements', 'session', 'fixed', 65000, 'paid', 't:studio', true, 120),
  ('portal', 2, 'Data model', 'management', 'fixed', 120000, 'in_progress', 't:studio', false, 100),
  ('portal', 3, 'Supplier sign-in', 'management', 'fixed', 90000, 'open', null, false, 95),
  ('portal', 4, 'Invoices screen', 'management', 'fixed', 140000, 'open', null, false, 95),
  ('audit', 1, 'Shop', 'session', 'fixed', 75000, 'submitted', 'f:ravi', true, 11),
  ('audit', 2, 'App', 'session', 'fixed', 75000, 'in_progress', 'f:ravi', true, 8),
  ('audit', 3, 'Plan to mend', 'management', 'cap', 40000, 'funded', 'f:ravi', false, 3),
  ('audit', 4, 'Screen-reader test with users', 'group_session', 'fixed', 60000, 'declined', 'f:ines', false, 6),
  ('rebrand', 1, 'Concept', 'session', 'fixed', 50000, 'paid', 'f:noor', false, 145),
  ('rebrand', 2, 'Pilot episode', 'session', 'fixed', 120000, 'closed', null, false, 140),
  ('rebrand', 3, 'Season one', 'management', 'fixed', 400000, 'open', null, false, 140),
  ('care', 1, 'Monitoring set up', 'management', 'fixed', 35000, 'paid', 't:studio', false, 66),
  ('care', 2, 'October round', 'management', 'fixed', 30000, 'paid', 't:studio', false, 45),
  ('care', 3, 'November round', 'management', 'fixed', 30000, 'submitted', 't:studio', true, 9),
  ('care', 4, 'Cookie banner', 'management', 'fixed', 20000, 'refunded', 'f:ravi', false, 30),
  ('film', 1, 'Drehbuch', 'session', 'fixed', 90000, 'paid', 'f:noor', true, 46),
  ('film', 2, 'Drehtage', 'group_session', 'fixed', 220000, 'paid', 'f:ines', true, 35),
  ('film', 3, 'Schnitt', 'management', 'fixed', 160000, 'revisions', 'f:ravi', true, 16),
  ('film', 4, 'Farbe und Ton', 'management', 'fixed', 80000, 'funded', 'f:ravi', false, 4),
  ('film', 5, 'Drei kurze Schnitte', 'file_based', 'fixed', 60000, 'accepted', 'f:ines', false, 2),
  ('fair', 1, 'Konzept', 'session', 'fixed', 50000, 'paid', 'f:lena', false, 195),
  ('fair', 2, 'Standgrafik', 'management', 'fixed', 120000, 'paid', 'f:ines', false, 180),
  ('fair', 3, 'Texte', 'session', 'fixed', 40000, 'paid', 'f:noor', false, 170),
  ('catalog', 1, 'Seitenplan', 'session', 'fixed', 45000, 'open', null, false, 6),
  ('catalog', 2, 'Fotos', 'file_based', 'fixed', 150000, 'open', null, false, 6),
  ('catalog', 3, 'Satz und Druckdaten', 'file_based', 'cap', 110000, 'open', null, false, 6),
  ('icons', 1, 'Style study', 'session', 'fixed', 70000, 'paid', 'f:tomas', false, 32),
  ('icons', 2, 'First eighty', 'session', 'fixed', 140000, 'paid', 't:pixel', true, 26),
  ('icons', 3, 'Second eighty', 'file_based', 'fixed', 140000, 'submitted', 't:pixel', true, 13),
  ('icons', 4, 'Last eighty', 'session', 'fixed', 140000, 'funded', 't:pixel', false, 4),
  ('icons', 5, 'Icon font and export', 'management', 'cap', 50000, 'open', null, false, 3),
  ('onboarding', 1, 'Flow map', 'session', 'fixed', 60000, 'paid', 'f:ines', true, 24),
  ('onboarding', 2, 'Screens', 'file_based', 'fixed', 130000, 'in_progress', 'f:ines', true, 9),
  ('onboarding', 3, 'Copy', 'session', 'fixed', 50000, 'submitted', 'f:noor', true, 9),
  ('onboarding', 4, 'Build', 'management', 'fixed', 240000, 'accepted', 't:studio', true, 3),
  ('onboarding', 5, 'Measure and tune', 'management', 'cap', 90000, 'invited', 't:studio', false, 1),
  ('onboarding', 6, 'Welcome animation', 'session', 'free', 0, 'in_progress', 'f:tomas', false, 7),
  ('research', 1, 'Interview guide', 'session', 'fixed', 30000, 'open', null, false, 3),
  ('research', 2, 'Ten interviews', 'group_session', 'cap', 150000, 'open', null, false, 3),
  ('research', 3, 'Report', 'management', 'fixed', 60000, 'open', null, false, 3),
  ('care', 5, 'Form spam filter', 'management', 'fixed', 25000, 'in_progress', 'f:ravi', false, 5),
  ('app', 9, 'Crash reports', 'management', 'free', 0, 'submitted', 'f:ravi', false, 8),
  ('training', 6, 'Closing report', 'management', 'fixed', 30000, 'open', null, false, 1),
  ('film', 6, 'Untertitel', 'session', 'fixed', 25000, 'invited', 'f:noor', false, 1),
  ('audit', 5, 'Follow-up in spring', 'session', 'fixed', 35000, 'open', null, false, 1);

create table sample.owners (business text, person text, funder text, currency text);
insert into sample.owners values ('northwind', 'mara', 'mara', 'GBP'), ('becker', 'tomas', 'tomas', 'EUR'), ('kaiyo', 'aiko', 'aiko', 'USD');

-- 'f:ines' -> person ines as freelancer:ines; 't:studio' -> its lead as team:studio
create function sample.worker(assignee text, out person text, out acting text) language sql immutable as $$
  select case assignee when 't:studio' then 'lena' when 't:pixel' then 'tomas' else substr(assignee, 3) end,
         case when assignee like 't:%' then 'team:' || substr(assignee, 3) else 'freelancer:' || substr(assignee, 3) end
$$;

-- What a person uploaded: the row as the storage side leaves it once a file is checked.
create function sample.file(person text, name text, bucket text, mime text, bytes bigint, at timestamptz) returns uuid language sql as $$
  insert into org.attachments (id, owner_type, owner_profile_id, uploaded_by, bucket, path, original_filename, display_name,
    mime_type, size_bytes, sha256, status, created_at, updated_at)
  values (sample.id('file:' || name, at), 'freelancer', sample.id('freelancer:' || person), sample.id('user:' || person), bucket,
    sample.id('user:' || person) || '/' || name, name, name, mime, bytes, encode(sha256(convert_to(name, 'UTF8')), 'hex'), 'clean', at, at)
  returning id
$$;

create function sample.stage_events(s sample.stages, p sample.projects, o sample.owners) returns void language plpgsql as $$
declare
  stage uuid := sample.id('stage:' || s.project || s.n, sample.ago(p.days));
  assignment uuid := sample.id('assignment:' || s.project || s.n, sample.ago(s.days));
  buyer text := 'business:' || o.business;
  w record;
  b timestamptz := sample.ago(s.days);
  done text[] := case s.ends
    when 'invited' then '{invited}' when 'declined' then '{invited,declined}' when 'accepted' then '{invited,accepted}'
    when 'funded' then '{invited,accepted,funded}' when 'refunded' then '{invited,accepted,funded,withdrawn}'
    when 'in_progress' then '{invited,accepted,funded,started}'
    when 'submitted' then '{invited,accepted,funded,started,submitted}'
    when 'disputed' then '{invited,accepted,funded,started,submitted,disputed}'
    when 'revisions' then '{invited,accepted,funded,started,submitted,revised}'
    when 'approved' then '{invited,accepted,funded,started,submitted,approved}'
    when 'paid' then '{invited,accepted,funded,started,submitted,approved,paid}' else '{}' end;
begin
  perform sample.event(sample.ago(p.days) + s.n * interval '3 minutes', o.person, buyer, 'create_stage', jsonb_build_object(
    'stage', stage, 'project', sample.id('project:' || p.key, sample.ago(p.days)), 'name', s.name, 'order', s.n,
    'description', 'Agreed outcome: ' || lower(s.name) || ' as described in the brief, with one written summary.',
    'stage_type', s.type, 'ip_mode', (array['exclusive_transfer', 'licensed_use', 'internal_only'])[1 + s.n % 3],
    'due_date', to_char((b + interval '21 days') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'budget', jsonb_build_object('rule', sample.id('rule:' || s.project || s.n, sample.ago(p.days)), 'type', s.rule,
      'amount_currency', case when s.rule <> 'free' then o.currency end, 'amount_cents', case when s.rule <> 'free' then s.cents end),
    'channel', case when s.room then sample.id('channel:' || s.project || s.n, sample.ago(p.days)) end));
  if s.ends = 'closed' then
    perform sample.event(sample.ago(s.days - 20), o.person, buyer, 'cancel_stage', jsonb_build_object('stage', stage, 'reason', 'The budget moved.'));
  end if;
  if s.assignee is null then
    return;
  end if;
  select * into w from sample.worker(s.assignee);
  perform sample.event(b, o.person, buyer, 'assign_stage', jsonb_build_object('assignment', assignment, 'stage', stage,
    'assignee_type', case when s.assignee like 't:%' then 'team' else 'freelancer' end,
    'freelancer_profile_id', case when s.assignee like 'f:%' then sample.id(w.acting) end,
    'team_id', case when s.assignee like 't:%' then sample.id(w.acting) end));
  if 'accepted' = any (done) then
    perform sample.event(b + interval '5 hours', w.person, w.acting, 'accept_assignment', jsonb_build_object('assignment', assignment));
  end if;
  if 'declined' = any (done) then
    perform sample.event(b + interval '9 hours', w.person, w.acting, 'decline_assignment',
      jsonb_build_object('assignment', assignment, 'reason', 'Booked out until spring, sorry.'));
  end if;
  if 'funded' = any (done) and s.rule <> 'free' then
    perform sample.event(b + interval '8 hours', o.funder, buyer, 'fund_stages', jsonb_build_object('stages', jsonb_build_array(stage)));
  end if;
  if 'withdrawn' = any (done) then
    perform sample.event(b + interval '2 days', o.person, buyer, 'withdraw_assignment', jsonb_build_object('assignment', assignment));
  end if;
  if 'started' = any (done) then
    perform sample.event(b + interval '22 hours', w.person, w.acting, 'start_stage', jsonb_build_object('stage', stage));
  end if;
  if 'submitted' = any (done) then
    perform sample.event(b + interval '5 days', w.person, w.acting, 'submit_stage', jsonb_build_object(
      'submission', sample.id('submission:' || s.project || s.n || 'a', b), 'stage', stage,
      'notes', 'Done as agreed: ' || lower(s.name) || '. The open points of our last call are in.',
      'files', case when s.type = 'file_based' then jsonb_build_array(
        sample.file(w.person, replace(lower(s.name), ' ', '-') || '.zip', 'attachments', 'application/zip', 3400000 + s.n * 71234, b + interval '5 days')) end));
  end if;
  -- Every third piece of finished work went through one round of revisions.
  if 'revised' = any (done) or ('approved' = any (done) and s.n % 3 = 2) then
    perform sample.event(b + interval '6 days', o.person, buyer, 'request_revision', jsonb_build_object(
      'request', sample.id('revision:' || s.project || s.n, b), 'stage', stage, 'type', 'minor',
      'reason', 'Close. The second part does not follow the brief yet; see my notes in the channel.'));
    if 'approved' = any (done) then
      perform sample.event(b + interval '8 days', w.person, w.acting, 'submit_stage', jsonb_build_object(
        'submission', sample.id('submission:' || s.project || s.n || 'b', b), 'stage', stage, 'notes', 'Second version with your points worked in.'));
    end if;
  end if;
  if 'disputed' = any (done) then
    perform sample.event(b + interval '9 days', o.person, buyer, 'open_dispute', jsonb_build_object(
      'dispute', sample.id('dispute:' || s.project || s.n, b), 'stage', stage, 'claim_release_cents', s.cents / 4,
      'reason', 'Half of the devices never get a notification, and the work was called done.'));
    perform sample.event(b + interval '9 days 6 hours', w.person, w.acting, 'dispute_message', jsonb_build_object(
      'message', sample.id('dm:' || s.project || s.n, b), 'dispute', sample.id('dispute:' || s.project || s.n, b),
      'body', 'Delivery works on all devices of the list that we agreed on. I can show the logs.'));
  end if;
  if 'approved' = any (done) then
    perform sample.event(b + interval '9 days', o.person, buyer, 'approve_stage', jsonb_build_object('stage', stage, 'release', false));
  end if;
  if 'paid' = any (done) then
    perform sample.event(b + interval '9 days 2 hours', o.funder, buyer, 'release_stage', jsonb_build_object('stage', stage));
  end if;
end
$$;

select sample.event(sample.ago(p.days), o.person, 'business:' || p.business, 'create_project', jsonb_build_object(
         'project', sample.id('project:' || p.key, sample.ago(p.days)), 'title', p.title, 'description', p.description,
         'visibility', case p.key when 'icons' then 'public' else 'invite_only' end, 'channel', sample.id('channel:' || p.key || '0', sample.ago(p.days))))
from sample.projects p join sample.owners o using (business);

select sample.stage_events(s, p, o)
from sample.stages s join sample.projects p on p.key = s.project join sample.owners o using (business)
order by p.days desc, s.n;

select sample.event(sample.ago(p.days) + interval '1 hour', o.person, 'business:' || p.business, 'activate_project',
         jsonb_build_object('project', sample.id('project:' || p.key, sample.ago(p.days))))
from sample.projects p join sample.owners o using (business) where p.ends <> 'draft';

select sample.event(sample.ago(at), o.person, 'business:' || p.business, command,
         jsonb_build_object('project', sample.id('project:' || p.key, sample.ago(p.days)), 'reason', reason))
from (values ('portal', 'hold_project', 80, 'Waiting for the new ERP.'), ('rebrand', 'cancel_project', 118, 'Budget moved to the relaunch.')) as v (key, command, at, reason)
join sample.projects p using (key) join sample.owners o using (business);
