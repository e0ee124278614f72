-- A business, its people, two freelancers, a team and four projects, as Mara Okafor's mirror holds them at noon of
-- 22 November 2026. (Rows of other scopes, such as the freelancers' wallets, are there too: tests look from each side.)
insert into commands (id, name, class) values
  (id('c1'), 'assign_stage', 'online'), (id('c2'), 'accept_assignment', 'precondition'), (id('c3'), 'decline_assignment', 'precondition'),
  (id('c4'), 'fund_stages', 'online'), (id('c5'), 'start_stage', 'precondition'), (id('c6'), 'submit_stage', 'precondition'),
  (id('c7'), 'request_revision', 'precondition'), (id('c8'), 'approve_stage', 'online'), (id('c9'), 'release_stage', 'online'),
  (id('c10'), 'create_stage', 'queue'), (id('c11'), 'create_project', 'queue'), (id('c12'), 'activate_project', 'precondition'),
  (id('c13'), 'top_up_wallet', 'online');
insert into transitions (id, entity, from_status, to_status, command, actor) values
  (id('t1'), 'stage', null, 'open', 'create_stage', 'buyer'), (id('t2'), 'stage', 'open', 'assigned', 'assign_stage', 'buyer'),
  (id('t3'), 'stage', 'assigned', 'open', 'decline_assignment', 'assignee'), (id('t4'), 'assignment', 'invited', 'accepted', 'accept_assignment', 'lead'),
  (id('t5'), 'stage', 'assigned', 'in_progress', 'start_stage', 'assignee'), (id('t6'), 'stage', 'in_progress', 'submitted', 'submit_stage', 'assignee'),
  (id('t7'), 'stage', 'revisions', 'submitted', 'submit_stage', 'assignee'), (id('t8'), 'stage', 'submitted', 'revisions', 'request_revision', 'buyer'),
  (id('t9'), 'stage', 'submitted', 'approved', 'approve_stage', 'buyer'), (id('t10'), 'stage', 'approved', 'paid', 'release_stage', 'funder'),
  (id('t11'), 'stage', 'approved', 'paid', 'approve_stage', 'funder'), (id('t12'), 'project', 'draft', 'active', 'activate_project', 'buyer'),
  (id('t13'), 'escrow', null, 'funded', 'fund_stages', 'funder'), (id('t14'), 'stage', 'submitted', 'approved', 'auto_approve', 'system');
insert into settings (id, key, value) values
  (id('s1'), 'minor_revision_rounds', '2'), (id('s2'), 'top_up', '{"enabled": true, "max_cents": 10000000}'),
  (id('s3'), 'currencies', '["EUR", "GBP", "USD"]');

insert into users_public (user_id, display_name, country) values
  (id('mara'), 'Mara Okafor', 'GB'), (id('jonas'), 'Jonas Weber', 'DE'), (id('priya'), 'Priya Nair', 'GB'),
  (id('ines'), 'Ines Ribeiro', 'PT'), (id('dmitri'), 'Dmitri Volkov', 'EE'), (id('tomas'), 'Tomás Kilo', 'CZ'), (id('lea'), 'Léa Fontaine', 'FR');
insert into business_profiles (id, owner_user_id, name, release_on_approve) values (id('northwind'), id('mara'), 'Northwind Ltd', 0);
insert into business_cards (id, name) values (id('northwind'), 'Northwind Ltd');
insert into business_memberships (id, business_profile_id, user_id, role, status) values
  (id('m1'), id('northwind'), id('jonas'), 'finance', 'active'), (id('m2'), id('northwind'), id('priya'), 'hiring_manager', 'active');
insert into freelancer_profiles (id, user_id, headline, skills, rating_sum, rating_count) values
  (id('f:ines'), id('ines'), 'Interface designer', '["figma", "design systems"]', 47, 10),
  (id('f:dmitri'), id('dmitri'), 'Backend engineer, payments and search', '["postgres", "c++"]', 18, 4),
  (id('f:lea'), id('lea'), null, '[]', 0, 0), (id('f:priya'), id('priya'), 'Also freelances', '[]', 0, 0);
insert into teams (id, name, owner_user_id, description, rating_sum, rating_count) values
  (id('kilo'), 'Studio Kilo', id('tomas'), 'Brand, motion and sound', 15, 3);
insert into team_roles (id, team_id, title, permissions) values (id('r1'), id('kilo'), 'Sound', '{"post": true, "submit": false}');
insert into team_memberships (id, team_id, user_id, role, status, role_id) values
  (id('k1'), id('kilo'), id('ines'), 'team_lead', 'active', null), (id('k2'), id('kilo'), id('lea'), 'freelancer', 'active', id('r1'));

insert into projects (id, client_business_id, title, description, status, visibility, created_at) values
  (id('web'), id('northwind'), 'Website relaunch', 'New site for the spring catalogue.', 'active', 'invite_only', at('2026-10-01T09:00:00')),
  (id('campaign'), id('northwind'), 'Autumn campaign', '', 'draft', 'invite_only', at('2026-11-20T09:00:00')),
  (id('app'), id('northwind'), 'Mobile app', '', 'on_hold', 'public', at('2026-09-12T09:00:00')),
  (id('brand'), id('northwind'), 'Brand book', '', 'completed', 'invite_only', at('2026-05-02T09:00:00'));
insert into project_channels (id, project_id, name, stage_id, created_at) values
  (id('ch:web'), id('web'), '#general', null, at('2026-10-01T09:00:00')), (id('ch:ui'), id('web'), '#ui-design', id('ui'), at('2026-10-01T09:30:00'));
insert into project_stages (id, project_id, name, "order", description, status, due_date, completed_at, stage_type, ip_mode, auto_approve_at, closed_at, closed_reason) values
  (id('research'), id('web'), 'User research', 1, 'Eight interviews.', 'paid', at('2026-10-20T17:00:00'), at('2026-10-19T15:00:00'), 'session', null, null, null, null),
  (id('ui'), id('web'), 'UI design', 2, 'All pages in light and dark, with components.', 'submitted', at('2026-12-12T17:00:00'), null, 'file_based', 'exclusive_transfer', at('2026-12-01T12:00:00'), null, null),
  (id('backend'), id('web'), 'Search and checkout', 3, 'Search with filters, checkout with invoices.', 'in_progress', at('2026-12-18T17:00:00'), null, 'file_based', 'licensed_use', null, null, null),
  (id('motion'), id('web'), 'Motion and sound', 4, null, 'assigned', at('2027-01-15T17:00:00'), null, 'file_based', null, null, null, null),
  (id('copy'), id('web'), 'Copywriting', 5, null, 'revisions', at('2026-11-30T17:00:00'), null, 'file_based', null, null, null, null),
  (id('photo'), id('web'), 'Product photography', 6, null, 'approved', at('2026-11-18T17:00:00'), at('2026-11-19T10:00:00'), 'file_based', null, null, null, null),
  (id('access'), id('web'), 'Accessibility review', 7, null, 'assigned', at('2027-01-20T17:00:00'), null, 'session', null, null, null, null),
  (id('launch'), id('web'), 'Launch and handover', 8, null, 'open', at('2027-02-01T17:00:00'), null, 'management', null, null, null, null),
  (id('seo'), id('web'), 'Search engine audit', 9, null, 'in_progress', null, null, 'file_based', null, null, null, null),
  (id('blog'), id('web'), 'Blog migration', 10, null, 'open', null, null, 'file_based', null, null, at('2026-11-02T10:00:00'), 'cancelled'),
  (id('teaser'), id('campaign'), 'Teaser film', 1, null, 'open', at('2027-01-10T17:00:00'), null, 'file_based', null, null, null, null);
insert into stage_budget_rules (id, project_stage_id, type, amount_currency, amount_cents, notes) values
  (id('b:research'), id('research'), 'fixed', 'GBP', 90000, null), (id('b:ui'), id('ui'), 'fixed', 'GBP', 120000, 'Two rounds of small changes included.'),
  (id('b:backend'), id('backend'), 'cap', 'GBP', 340000, null), (id('b:motion'), id('motion'), 'fixed', 'EUR', 150000, null),
  (id('b:copy'), id('copy'), 'fixed', 'GBP', 45000, null), (id('b:photo'), id('photo'), 'fixed', 'GBP', 60000, null),
  (id('b:access'), id('access'), 'fixed', 'GBP', 30000, null), (id('b:launch'), id('launch'), 'free', null, null, null),
  (id('b:seo'), id('seo'), 'fixed', 'GBP', 50000, null), (id('b:teaser'), id('teaser'), 'fixed', 'GBP', 210000, null);
insert into stage_assignments (id, project_stage_id, assignee_type, freelancer_profile_id, team_id, assigned_by, status, terms, terms_hash, funded, expires_at, ended_at, end_reason, created_at) values
  (id('a:research'), id('research'), 'freelancer', id('f:ines'), null, id('mara'), 'active', '{}', 'h0', 1, null, at('2026-10-21T10:00:00'), 'paid', at('2026-10-02T10:00:00')),
  (id('a:ui'), id('ui'), 'freelancer', id('f:ines'), null, id('mara'), 'active', '{}', 'h1', 1, null, null, null, at('2026-10-21T10:00:00')),
  (id('a:backend'), id('backend'), 'freelancer', id('f:dmitri'), null, id('mara'), 'active', '{}', 'h2', 1, null, null, null, at('2026-10-21T10:00:00')),
  (id('a:motion'), id('motion'), 'team', null, id('kilo'), id('mara'), 'invited',
   '{"project": "Website relaunch", "stage": "Motion and sound", "business": "Northwind Ltd", "stage_type": "file_based", "type": "fixed", "amount_cents": 150000, "amount_currency": "EUR", "due_date": "2027-01-15T17:00:00.000000Z"}',
   'h3', 0, at('2026-11-27T10:00:00'), null, null, at('2026-11-20T10:00:00')),
  (id('a:copy0'), id('copy'), 'freelancer', id('f:dmitri'), null, id('mara'), 'declined', '{}', 'h4', 0, null, at('2026-10-05T10:00:00'), 'declined', at('2026-10-04T10:00:00')),
  (id('a:copy'), id('copy'), 'freelancer', id('f:lea'), null, id('mara'), 'active', '{}', 'h5', 1, null, null, null, at('2026-10-06T10:00:00')),
  (id('a:photo'), id('photo'), 'team', null, id('kilo'), id('mara'), 'active', '{}', 'h6', 1, null, null, null, at('2026-10-08T10:00:00')),
  (id('a:access'), id('access'), 'freelancer', id('f:ines'), null, id('priya'), 'accepted', '{}', 'h7', 0, null, null, null, at('2026-11-15T10:00:00')),
  (id('a:seo'), id('seo'), 'freelancer', id('f:dmitri'), null, id('mara'), 'active', '{}', 'h8', 1, null, null, null, at('2026-11-01T10:00:00'));
insert into assignment_splits (id, assignment_id, member_profile, bp) values
  (id('sp1'), id('a:photo'), id('f:ines'), 6250), (id('sp2'), id('a:photo'), id('f:lea'), 3750);
insert into escrows (id, project_stage_id, assignment_id, payer_business_id, payee_type, payee_id, amount_cents, currency, released_cents, refunded_cents, status, settled_at, created_at) values
  (id('e:research'), id('research'), id('a:research'), id('northwind'), 'freelancer', id('f:ines'), 90000, 'GBP', 90000, 0, 'released', at('2026-10-21T10:00:00'), at('2026-10-03T10:00:00')),
  (id('e:ui'), id('ui'), id('a:ui'), id('northwind'), 'freelancer', id('f:ines'), 120000, 'GBP', 0, 0, 'funded', null, at('2026-10-22T10:00:00')),
  (id('e:backend'), id('backend'), id('a:backend'), id('northwind'), 'freelancer', id('f:dmitri'), 340000, 'GBP', 68000, 0, 'funded', null, at('2026-10-22T11:00:00')),
  (id('e:copy'), id('copy'), id('a:copy'), id('northwind'), 'freelancer', id('f:lea'), 45000, 'GBP', 0, 0, 'funded', null, at('2026-10-07T10:00:00')),
  (id('e:photo'), id('photo'), id('a:photo'), id('northwind'), 'team', id('kilo'), 60000, 'GBP', 20000, 0, 'funded', null, at('2026-10-09T10:00:00')),
  (id('e:seo'), id('seo'), id('a:seo'), id('northwind'), 'freelancer', id('f:dmitri'), 50000, 'GBP', 0, 10000, 'disputed', null, at('2026-11-02T10:00:00'));
insert into disputes (id, escrow_id, opened_by_type, opened_by_profile, opened_by_user, claim_release_cents, reason, status, respond_by, escalated_at, decided_at, created_at) values
  (id('d:seo'), id('e:seo'), 'business', id('northwind'), id('mara'), 10000, 'The audit lists pages that are not ours.', 'open', at('2026-11-25T09:00:00'), null, null, at('2026-11-18T09:00:00')),
  (id('d:seo0'), id('e:seo'), 'freelancer', id('f:dmitri'), id('dmitri'), 50000, 'No answer for a week.', 'resolved', at('2026-11-19T09:00:00'), null, at('2026-11-13T09:00:00'), at('2026-11-12T09:00:00'));
insert into dispute_offers (id, dispute_id, offered_by_type, offered_by_profile, offered_by_user, release_cents, status, answered_at, created_at) values
  (id('o:seo1'), id('d:seo'), 'freelancer', id('f:dmitri'), id('dmitri'), 40000, 'superseded', at('2026-11-20T09:00:00'), at('2026-11-19T09:00:00')),
  (id('o:seo2'), id('d:seo'), 'freelancer', id('f:dmitri'), id('dmitri'), 30000, 'open', null, at('2026-11-20T09:00:00'));
insert into dispute_messages (id, dispute_id, seq, sender_user_id, body, created_at) values
  (id('dm:seo1'), id('d:seo'), 1, id('dmitri'), 'All of them are linked from your sitemap.', at('2026-11-18T15:00:00')),
  (id('dm:seo2'), id('d:seo'), 2, id('mara'), 'The sitemap of the old site.', at('2026-11-18T16:00:00'));
insert into stage_submissions (id, project_stage_id, assignment_id, submitted_by, notes, version, decision, decided_by, decided_at, created_at) values
  (id('v:ui1'), id('ui'), id('a:ui'), id('ines'), 'First set of pages, without the basket.', 1, 'revisions', id('mara'), at('2026-11-12T09:00:00'), at('2026-11-10T16:00:00')),
  (id('v:ui2'), id('ui'), id('a:ui'), id('ines'), 'Basket and checkout added, contrast fixed, components named as in the code.', 2, null, null, null, at('2026-11-17T12:00:00')),
  (id('v:copy1'), id('copy'), id('a:copy'), id('lea'), 'All texts.', 1, 'revisions', id('priya'), at('2026-11-19T09:00:00'), at('2026-11-18T16:00:00')),
  (id('v:photo1'), id('photo'), id('a:photo'), id('lea'), '42 pictures.', 1, 'approved', id('mara'), at('2026-11-19T10:00:00'), at('2026-11-17T16:00:00'));
insert into stage_submission_files (id, submission_id, attachment_id, file_name, file_type, file_size, file_status) values
  (id('x1'), id('v:ui2'), id('at1'), 'pages.fig', 'application/octet-stream', 8123456, 'clean'),
  (id('x2'), id('v:ui2'), id('at2'), 'components.pdf', 'application/pdf', 523456, 'clean');
insert into stage_revision_requests (id, project_stage_id, assignment_id, submission_id, requested_by, type, reason, status, answer, answer_by, created_at, resolved_at) values
  (id('q:ui'), id('ui'), id('a:ui'), id('v:ui1'), id('mara'), 'minor', 'The basket is missing, and grey text is too light on the sunken background.', 'resolved', null, null, at('2026-11-12T09:00:00'), at('2026-11-17T12:00:00')),
  (id('q:copy'), id('copy'), id('a:copy'), id('v:copy1'), id('priya'), 'major', 'The tone changed: please write it for trade customers too.', 'open', null, at('2026-11-24T09:00:00'), at('2026-11-19T09:00:00'), null);
insert into project_activity (id, project_id, actor_user_id, kind, payload, entity_table, entity_id, created_at) values
  (id('y1'), id('web'), id('mara'), 'project.activated', '{"project": "Website relaunch"}', 'projects.projects', id('web'), at('2026-10-01T10:00:00')),
  (id('y2'), id('web'), id('ines'), 'stage.submitted', '{"stage": "UI design", "version": 1}', 'projects.project_stages', id('ui'), at('2026-11-10T16:00:00')),
  (id('y3'), id('web'), id('mara'), 'stage.revision_requested', '{"stage": "UI design", "type": "minor"}', 'projects.stage_revision_requests', id('q:ui'), at('2026-11-12T09:00:00')),
  (id('y4'), id('web'), id('ines'), 'stage.submitted', '{"stage": "UI design", "version": 2}', 'projects.project_stages', id('ui'), at('2026-11-17T12:00:00')),
  (id('y5'), id('web'), id('mara'), 'assignment.invited', '{"stage": "Motion and sound", "assignee": "Studio Kilo"}', 'projects.stage_assignments', id('a:motion'), at('2026-11-20T10:00:00')),
  (id('y6'), id('web'), null, 'payment.released', '{"stage": "Product photography", "amount_cents": 20000, "currency": "GBP"}', 'finance.escrows', id('e:photo'), at('2026-11-20T11:00:00'));

insert into notifications (id, user_id, type, title, params, entity_table, entity_id, ctx_type, ctx_id, class, count, read_at, created_at, updated_at) values
  (id('n1'), id('mara'), 'stage.submitted', '', '{"stage": "UI design"}', 'projects.project_stages', id('ui'), 'business', id('northwind'), 'normal', 1, null, at('2026-11-17T12:00:00'), at('2026-11-17T12:00:00')),
  (id('n2'), id('mara'), 'stage.submitted', '', '{"stage": "UI design"}', 'projects.project_stages', id('ui'), 'business', id('northwind'), 'normal', 1, at('2026-11-10T17:00:00'), at('2026-11-10T16:00:00'), at('2026-11-10T16:00:00')),
  (id('n3'), id('mara'), 'message.new', '', '{"channel": "#general"}', 'comms.project_channels', id('ch:web'), 'business', id('northwind'), 'normal', 4, null, at('2026-11-22T08:00:00'), at('2026-11-22T11:20:00')),
  (id('n4'), id('mara'), 'stage.auto_approve_warning', '', '{"stage": "UI design"}', 'projects.project_stages', id('ui'), 'business', id('northwind'), 'deadline', 1, null, at('2026-11-22T10:00:00'), at('2026-11-22T10:00:00')),
  (id('n5'), id('mara'), 'assignment.accepted', '', '{"stage": "Accessibility review", "assignee": "Ines Ribeiro"}', 'projects.stage_assignments', id('a:access'), 'business', id('northwind'), 'normal', 1, null, at('2026-11-16T10:00:00'), at('2026-11-16T10:00:00')),
  (id('n6'), id('mara'), 'payment.released', '', '{"stage": "User research"}', 'finance.escrows', id('e:research'), 'business', id('northwind'), 'normal', 1, at('2026-10-22T09:00:00'), at('2026-10-21T10:00:00'), at('2026-10-21T10:00:00')),
  (id('n7'), id('mara'), 'member.joined', '', '{"member": "Priya Nair", "workspace": "Northwind Ltd"}', 'org.business_memberships', id('m2'), null, null, 'normal', 1, at('2026-09-02T09:00:00'), at('2026-09-01T10:00:00'), at('2026-09-01T10:00:00'));

insert into wallets (id, owner_type, owner_id, currency, balance_cents) values
  (id('w:gbp'), 'business', id('northwind'), 'GBP', 245000), (id('w:eur'), 'business', id('northwind'), 'EUR', 50000),
  (id('w:ines'), 'freelancer', id('f:ines'), 'GBP', 102500);
insert into transactions (id, wallet_id, seq, direction, amount_cents, currency, reason, ref_table, ref_id, balance_after_cents, available_at, created_at) values
  (id('tx1'), id('w:gbp'), 1, 'credit', 600000, 'GBP', 'top_up', 'finance.wallets', id('w:gbp'), 600000, null, at('2026-10-01T08:00:00')),
  (id('tx2'), id('w:gbp'), 2, 'debit', 90000, 'GBP', 'escrow_fund', 'finance.escrows', id('e:research'), 510000, null, at('2026-10-03T10:00:00')),
  (id('tx3'), id('w:gbp'), 3, 'debit', 45000, 'GBP', 'escrow_fund', 'finance.escrows', id('e:copy'), 465000, null, at('2026-10-07T10:00:00')),
  (id('tx4'), id('w:gbp'), 4, 'debit', 60000, 'GBP', 'escrow_fund', 'finance.escrows', id('e:photo'), 405000, null, at('2026-10-09T10:00:00')),
  (id('tx5'), id('w:gbp'), 5, 'debit', 120000, 'GBP', 'escrow_fund', 'finance.escrows', id('e:ui'), 285000, null, at('2026-10-22T10:00:00')),
  (id('tx6'), id('w:gbp'), 6, 'credit', 340000, 'GBP', 'top_up', 'finance.wallets', id('w:gbp'), 625000, null, at('2026-10-22T10:30:00')),
  (id('tx7'), id('w:gbp'), 7, 'debit', 340000, 'GBP', 'escrow_fund', 'finance.escrows', id('e:backend'), 285000, null, at('2026-10-22T11:00:00')),
  (id('tx8'), id('w:gbp'), 8, 'debit', 50000, 'GBP', 'escrow_fund', 'finance.escrows', id('e:seo'), 235000, null, at('2026-11-02T10:00:00')),
  (id('tx9'), id('w:gbp'), 9, 'credit', 10000, 'GBP', 'escrow_refund', 'finance.escrows', id('e:seo'), 245000, null, at('2026-11-12T10:00:00')),
  (id('tx10'), id('w:eur'), 1, 'credit', 50000, 'EUR', 'top_up', 'finance.wallets', id('w:eur'), 50000, null, at('2026-11-05T10:00:00')),
  (id('tx11'), id('w:ines'), 1, 'credit', 90000, 'GBP', 'escrow_release', 'finance.escrows', id('e:research'), 90000, at('2026-10-26T10:00:00'), at('2026-10-21T10:00:00')),
  (id('tx12'), id('w:ines'), 2, 'credit', 12500, 'GBP', 'team_split', 'finance.escrows', id('e:photo'), 102500, at('2026-11-25T11:00:00'), at('2026-11-20T11:00:00'));
insert into wallet_months (id, wallet_id, month, currency, credit_cents, debit_cents, transactions) values
  (id('wm1'), id('w:gbp'), '2026-10-01', 'GBP', 940000, 655000, 7), (id('wm2'), id('w:gbp'), '2026-11-01', 'GBP', 10000, 50000, 2),
  (id('wm3'), id('w:eur'), '2026-11-01', 'EUR', 50000, 0, 1);
