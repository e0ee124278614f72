-- The catalog that follows the code: which commands there are and whether they may wait in a queue, and every
-- legal change of status. Applied again whenever it changes; what is no longer listed goes.

create temporary table catalog_commands (name text primary key, class text, summary text) on commit drop;
insert into catalog_commands values
  ('create_project', 'queue', 'Create a draft project'),
  ('create_stage', 'queue', 'Add a stage to a project'),
  ('send_message', 'queue', 'Post in a channel'),
  ('edit_message', 'queue', 'Change an own message'),
  ('delete_message', 'queue', 'Delete a message'),
  ('mark_read', 'queue', 'Move the read mark of a channel'),
  ('switch_workspace', 'queue', 'Make a workspace the default'),
  ('update_notification_prefs', 'queue', 'Change how to be notified'),
  ('mark_notification_read', 'queue', 'Mark notifications as read'),
  ('archive_notification', 'queue', 'Put notifications away'),
  ('snooze_notification', 'queue', 'Put notifications off until later'),
  ('activate_project', 'precondition', 'Start a draft project'),
  ('accept_assignment', 'precondition', 'Accept an offered stage'),
  ('decline_assignment', 'precondition', 'Decline an offered stage'),
  ('start_stage', 'precondition', 'Begin work on a funded stage'),
  ('submit_stage', 'precondition', 'Hand in work for review'),
  ('request_revision', 'precondition', 'Ask for changes to submitted work'),
  ('answer_revision', 'precondition', 'Answer a request for changes'),
  ('assign_stage', 'online', 'Offer a stage to a freelancer or team'),
  ('withdraw_assignment', 'online', 'Take an offer back'),
  ('cancel_stage', 'online', 'Cancel a stage before work begins'),
  ('fund_stages', 'online', 'Put the price of stages into escrow'),
  ('approve_stage', 'online', 'Approve submitted work, and release its payment'),
  ('release_stage', 'online', 'Release the payment of an approved stage'),
  ('top_up_wallet', 'online', 'Add money to a wallet'),
  ('hold_project', 'online', 'Put a project on hold'),
  ('resume_project', 'online', 'Resume a project on hold'),
  ('cancel_project', 'online', 'Cancel a project'),
  ('complete_project', 'online', 'Complete a project'),
  ('open_dispute', 'online', 'Open a dispute about an escrow'),
  ('dispute_message', 'online', 'Make a statement in a dispute'),
  ('make_offer', 'online', 'Offer a split in a dispute'),
  ('accept_offer', 'online', 'Accept the other party''s offer in a dispute'),
  ('withdraw_dispute', 'online', 'Withdraw a dispute'),
  ('escalate_dispute', 'online', 'Ask moderators to decide a dispute'),
  ('decide_dispute', 'online', 'Decide a dispute as a moderator'),
  ('propose_contract', 'online', 'Propose a maintenance contract'),
  ('activate_contract', 'online', 'Agree to a maintenance contract and fund its first period'),
  ('rate', 'online', 'Rate the other side of a finished project'),
  ('create_asset', 'online', 'Offer a digital asset'),
  ('publish_asset', 'online', 'Put an asset on the market'),
  ('purchase_asset', 'online', 'Buy an asset'),
  ('create_freelancer_profile', 'online', 'Set up the freelancer side of a login'),
  ('create_business', 'online', 'Set up a business'),
  ('create_team', 'online', 'Set up a team'),
  ('add_team_member', 'online', 'Invite someone to a team'),
  ('join_team', 'online', 'Join a team one is invited to'),
  ('add_business_member', 'online', 'Invite someone to a business'),
  ('join_business', 'online', 'Join a business one is invited to'),
  ('set_split', 'online', 'Set how a team divides its pay'),
  ('consent_split', 'online', 'Consent to a smaller share of a team''s pay');

delete from sync.commands c where not exists (select from catalog_commands n where n.name = c.name);
insert into sync.commands as c (name, class, summary)
select n.name, n.class, n.summary from catalog_commands n
on conflict (name) do update set class = excluded.class, summary = excluded.summary
  where (c.class, c.summary) is distinct from (excluded.class, excluded.summary);

create temporary table catalog_transitions (entity text, from_status text, to_status text, command text, actor text) on commit drop;
insert into catalog_transitions values
  ('project', null, 'draft', 'create_project', 'buyer'),
  ('project', 'draft', 'active', 'activate_project', 'buyer'),
  ('project', 'active', 'on_hold', 'hold_project', 'buyer'),
  ('project', 'on_hold', 'active', 'resume_project', 'buyer'),
  ('project', 'active', 'completed', 'complete_project', 'buyer'),
  ('project', 'active', 'completed', 'complete_project', 'system'),
  ('project', 'draft', 'cancelled', 'cancel_project', 'buyer'),
  ('project', 'active', 'cancelled', 'cancel_project', 'buyer'),
  ('project', 'on_hold', 'cancelled', 'cancel_project', 'buyer'),
  ('stage', null, 'open', 'create_stage', 'buyer'),
  ('stage', 'open', 'assigned', 'assign_stage', 'buyer'),
  ('stage', 'assigned', 'open', 'decline_assignment', 'assignee'),
  ('stage', 'assigned', 'open', 'withdraw_assignment', 'buyer'),
  ('stage', 'assigned', 'open', 'expire_assignment', 'system'),
  ('stage', 'assigned', 'in_progress', 'start_stage', 'assignee'),
  ('stage', 'in_progress', 'submitted', 'submit_stage', 'assignee'),
  ('stage', 'revisions', 'submitted', 'submit_stage', 'assignee'),
  ('stage', 'submitted', 'revisions', 'request_revision', 'buyer'),
  ('stage', 'submitted', 'approved', 'approve_stage', 'buyer'),
  ('stage', 'submitted', 'approved', 'auto_approve', 'system'),
  -- The way out of changes that will not come.
  ('stage', 'revisions', 'approved', 'approve_stage', 'buyer'),
  ('stage', 'approved', 'paid', 'approve_stage', 'funder'),
  ('stage', 'approved', 'paid', 'release_stage', 'funder'),
  ('stage', 'approved', 'paid', 'accept_offer', 'party'),
  ('stage', 'approved', 'paid', 'decide_dispute', 'moderator'),
  -- A stage on which a dispute ended without anything left to do is approved by that decision.
  ('stage', 'in_progress', 'approved', 'accept_offer', 'party'),
  ('stage', 'submitted', 'approved', 'accept_offer', 'party'),
  ('stage', 'revisions', 'approved', 'accept_offer', 'party'),
  ('stage', 'in_progress', 'approved', 'decide_dispute', 'moderator'),
  ('stage', 'submitted', 'approved', 'decide_dispute', 'moderator'),
  ('stage', 'revisions', 'approved', 'decide_dispute', 'moderator'),
  -- Cancelling sets closed_at and leaves the status; the row names what may be closed.
  ('stage', 'open', 'closed', 'cancel_stage', 'buyer'),
  ('stage', 'assigned', 'closed', 'cancel_stage', 'buyer'),
  ('stage', 'open', 'closed', 'cancel_project', 'buyer'),
  ('stage', 'assigned', 'closed', 'cancel_project', 'buyer'),
  ('assignment', null, 'invited', 'assign_stage', 'buyer'),
  ('assignment', 'invited', 'accepted', 'accept_assignment', 'lead'),
  ('assignment', 'invited', 'declined', 'decline_assignment', 'lead'),
  ('assignment', 'accepted', 'declined', 'decline_assignment', 'lead'),
  ('assignment', 'invited', 'declined', 'withdraw_assignment', 'buyer'),
  ('assignment', 'accepted', 'declined', 'withdraw_assignment', 'buyer'),
  ('assignment', 'accepted', 'active', 'start_stage', 'assignee'),
  ('escrow', null, 'funded', 'fund_stages', 'funder'),
  ('escrow', null, 'funded', 'activate_contract', 'funder'),
  ('escrow', 'funded', 'funded', 'approve_stage', 'funder'),
  ('escrow', 'funded', 'released', 'approve_stage', 'funder'),
  ('escrow', 'funded', 'released', 'release_stage', 'funder'),
  ('escrow', 'funded', 'refunded', 'decline_assignment', 'lead'),
  ('escrow', 'funded', 'refunded', 'withdraw_assignment', 'buyer'),
  ('escrow', 'funded', 'refunded', 'cancel_stage', 'buyer'),
  ('escrow', 'funded', 'disputed', 'open_dispute', 'party'),
  ('escrow', 'disputed', 'funded', 'withdraw_dispute', 'party'),
  ('escrow', 'disputed', 'released', 'accept_offer', 'party'),
  ('escrow', 'disputed', 'refunded', 'accept_offer', 'party'),
  ('escrow', 'disputed', 'released', 'decide_dispute', 'moderator'),
  ('escrow', 'disputed', 'refunded', 'decide_dispute', 'moderator'),
  ('dispute', null, 'open', 'open_dispute', 'party'),
  ('dispute', 'open', 'under_review', 'escalate_dispute', 'party'),
  ('dispute', 'open', 'under_review', 'escalate_dispute', 'moderator'),
  ('dispute', 'open', 'resolved', 'accept_offer', 'party'),
  ('dispute', 'open', 'refunded', 'accept_offer', 'party'),
  ('dispute', 'under_review', 'resolved', 'accept_offer', 'party'),
  ('dispute', 'under_review', 'refunded', 'accept_offer', 'party'),
  ('dispute', 'open', 'resolved', 'withdraw_dispute', 'party'),
  ('dispute', 'under_review', 'resolved', 'decide_dispute', 'moderator'),
  ('dispute', 'under_review', 'refunded', 'decide_dispute', 'moderator'),
  ('revision_request', null, 'open', 'request_revision', 'buyer'),
  ('revision_request', 'open', 'in_progress', 'answer_revision', 'lead'),
  ('revision_request', 'open', 'open', 'answer_revision', 'lead'), -- declined
  ('revision_request', 'open', 'resolved', 'approve_stage', 'buyer'),
  ('revision_request', 'in_progress', 'resolved', 'approve_stage', 'buyer'),
  ('revision_request', 'open', 'resolved', 'submit_stage', 'assignee'),
  ('revision_request', 'in_progress', 'resolved', 'submit_stage', 'assignee'),
  ('revision_request', 'open', 'resolved', 'accept_offer', 'party'),
  ('revision_request', 'in_progress', 'resolved', 'accept_offer', 'party'),
  ('revision_request', 'open', 'resolved', 'decide_dispute', 'moderator'),
  ('revision_request', 'in_progress', 'resolved', 'decide_dispute', 'moderator'),
  ('contract', null, 'proposed', 'propose_contract', 'party'),
  ('contract', 'proposed', 'active', 'activate_contract', 'party'),
  ('invoice', null, 'draft', 'fund_stages', 'funder'),
  ('invoice', 'draft', 'sent', 'approve_stage', 'buyer'),
  ('invoice', 'sent', 'paid', 'release_stage', 'funder'),
  ('invoice', 'sent', 'paid', 'approve_stage', 'funder'),
  ('asset', null, 'draft', 'create_asset', 'seller'),
  ('asset', 'draft', 'published', 'publish_asset', 'seller');

delete from sync.transitions t where not exists (
  select from catalog_transitions n
   where (n.entity, n.to_status, n.command, n.actor) = (t.entity, t.to_status, t.command, t.actor)
     and n.from_status is not distinct from t.from_status);
insert into sync.transitions (entity, from_status, to_status, command, actor)
select n.entity, n.from_status, n.to_status, n.command, n.actor from catalog_transitions n
on conflict on constraint transitions_are_distinct do nothing;

-- Numbers of the rules. Operators may change them, so an existing value is left alone.
-- top_up makes money out of nothing as long as no payment provider stands behind it: off until somebody says so.
insert into ops.settings (key, value) values
  ('rate_limits', '{"send_message": {"count": 30, "seconds": 60}, "*": {"count": 1200, "seconds": 60}}'),
  ('plan_limits', '{"free": {"open_projects": 25}, "pro": {"open_projects": 250}, "enterprise": {"open_projects": 10000}}'),
  ('currencies', '["USD", "EUR", "GBP"]'),
  ('platform_fee_bp', '0'),
  ('top_up', '{"enabled": false, "max_cents": 100000000}'),
  ('assignment_expiry_days', '7'),
  ('auto_approve_days', '14'),
  ('minor_revision_rounds', '2'),
  ('major_revision_answer_days', '5'),
  ('release_hold_days', '5'),
  ('refund_answer_days', '7'),
  ('invoice_due_days', '14'),
  ('message_edit_hours', '24'),
  ('dispute_answer_days', '7'),
  ('dispute_escalation_hours', '72'),
  ('review_resume_hours', '72'),
  ('maintenance_review_hours', '72'),
  ('rating_window_days', '14'),
  ('clock_may_move', 'false')
on conflict (key) do nothing;

select finance.platform_wallet(p.purpose, c.currency)
  from unnest(array['fees', 'outside']) p(purpose), jsonb_array_elements_text(api.setting('currencies')) c(currency);
