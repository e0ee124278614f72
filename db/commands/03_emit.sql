-- What a command tells the world, written in its own transaction: activity, audit, notifications, mail, webhooks
-- and the event log, by the table of events below. The actor is never notified of what he did himself.

do $$
begin
  if to_regtype('api.recipient') is null then
    create type api.recipient as (user_id uuid, ctx_type text, ctx_id uuid);
    comment on type api.recipient is 'Someone to tell, and the workspace in which it concerns him.';
  end if;
end $$;

create or replace function api.event_rules()
returns table (event text, activity boolean, audit boolean, webhook boolean, email boolean, class text, title text)
language plpgsql immutable rows 50 set search_path = '' as $$
begin
  return query values
    ('project.created', true, true, false, false, 'normal', 'Project {project} was created'),
    ('project.activated', true, true, true, false, 'normal', 'Project {project} is active'),
    ('project.held', true, true, true, false, 'normal', 'Project {project} is on hold'),
    ('project.resumed', true, true, true, false, 'normal', 'Project {project} goes on'),
    ('project.completed', true, true, true, true, 'normal', 'Project {project} is complete'),
    ('project.cancelled', true, true, true, true, 'normal', 'Project {project} was cancelled'),
    ('stage.created', true, true, false, false, 'normal', 'Stage {stage} was added'),
    ('stage.cancelled', true, true, true, true, 'normal', 'Stage {stage} was cancelled'),
    ('assignment.invited', true, true, true, true, 'normal', '{business} offers you {stage}'),
    ('assignment.accepted', true, true, true, true, 'normal', '{assignee} accepted {stage}'),
    ('assignment.declined', true, true, true, true, 'normal', '{assignee} declined {stage}'),
    ('assignment.withdrawn', true, true, true, true, 'normal', 'The offer of {stage} was withdrawn'),
    ('assignment.expired', true, true, true, true, 'normal', 'The offer of {stage} expired'),
    ('escrow.funded', true, true, true, true, 'normal', '{stage} is funded'),
    -- The audit row of stage.started goes beyond the fan-out table: every transition leaves one.
    ('stage.started', true, true, true, false, 'normal', 'Work on {stage} has started'),
    ('stage.submitted', true, true, true, true, 'normal', '{stage} was submitted for review'),
    ('stage.auto_approve_warning', false, true, false, true, 'deadline', '{stage} will be approved by itself soon'),
    ('stage.revision_requested', true, true, true, true, 'normal', 'Changes were requested on {stage}'),
    ('stage.revision_answered', true, true, true, true, 'normal', '{assignee} answered the requested changes on {stage}'),
    ('stage.revision_resolved', true, true, true, true, 'normal', 'The requested changes on {stage} were made'),
    ('stage.approved', true, true, true, true, 'normal', '{stage} was approved'),
    ('payment.released', true, true, true, true, 'normal', 'Payment for {stage} was released'),
    ('payment.refunded', true, true, true, true, 'normal', 'Payment for {stage} was refunded'),
    ('refund.requested', true, true, true, true, 'normal', 'A refund for {stage} was requested'),
    ('dispute.opened', true, true, true, true, 'deadline', 'A dispute about {stage} was opened'),
    ('dispute.message', true, false, false, false, 'normal', 'New statement in the dispute about {stage}'),
    ('dispute.offer', true, true, true, true, 'normal', 'An offer was made in the dispute about {stage}'),
    ('dispute.escalated', true, true, true, true, 'normal', 'The dispute about {stage} is under review'),
    ('dispute.decided', true, true, true, true, 'normal', 'The dispute about {stage} is decided'),
    ('dispute.withdrawn', true, true, true, true, 'normal', 'The dispute about {stage} was withdrawn'),
    ('maintenance.proposed', true, true, true, true, 'normal', 'A maintenance contract was proposed for {project}'),
    ('maintenance.activated', true, true, true, true, 'normal', 'The maintenance contract for {project} is active'),
    ('maintenance.billed', true, true, true, true, 'normal', 'A maintenance period of {project} was billed'),
    ('invoice.sent', false, true, true, true, 'normal', 'Invoice {number} was sent'),
    ('invoice.paid', false, true, true, true, 'normal', 'Invoice {number} was paid'),
    ('wallet.topped_up', false, true, false, false, 'normal', 'The wallet was topped up'),
    ('message.new', false, false, false, false, 'normal', 'New messages in {channel}'),
    ('message.mention', false, false, true, false, 'normal', '{sender} mentioned you in {channel}'),
    ('message.deleted', false, true, false, false, 'normal', 'A moderator removed your message in {channel}'),
    ('rating.given', false, true, false, false, 'normal', 'A rating was given'),
    ('rating.visible', true, false, true, true, 'normal', 'You were rated for {project}'),
    ('asset.published', false, true, true, false, 'normal', '{asset} was published'),
    ('asset.purchased', false, true, true, true, 'normal', '{asset} was bought'),
    ('split.changed', false, true, false, true, 'normal', 'The payout split of {team} changed'),
    ('member.invited', false, true, false, true, 'normal', 'You are invited to join {workspace}'),
    ('member.joined', false, true, false, true, 'normal', '{member} joined {workspace}'),
    ('profile.created', false, true, false, false, 'normal', 'A profile was created'),
    ('context.switched', false, true, false, false, 'normal', 'The workspace was switched');
end $$;
comment on function api.event_rules() is 'Which event is written where, its class, and its English title for mail; client words come from type and params.';

create or replace function api.words(template text, params jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  v_key text; v_value text;
begin
  for v_key, v_value in select * from jsonb_each_text(params) loop
    template := replace(template, '{' || v_key || '}', coalesce(v_value, ''));
  end loop;
  return template;
end $$;

-- Recipients -------------------------------------------------------------------------------------------------

create or replace function api.to_members(business_id uuid, variadic roles text[]) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select array(
      select row(b.owner_user_id, 'business', b.id)::api.recipient from org.business_profiles b where b.id = business_id
      union
      select row(m.user_id, 'business', m.business_profile_id)::api.recipient from org.business_memberships m
       where m.business_profile_id = business_id and m.status = 'active' and m.role = any (roles)));
end $$;

create or replace function api.to_buyers(business_id uuid) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return api.to_members(business_id, 'owner', 'admin', 'hiring_manager');
end $$;

create or replace function api.to_funders(business_id uuid) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return api.to_members(business_id, 'owner', 'admin', 'finance');
end $$;

create or replace function api.to_team(team_id uuid, leads_only boolean default false) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select array(
      select row(t.owner_user_id, 'team', t.id)::api.recipient from org.teams t where t.id = to_team.team_id
      union
      select row(m.user_id, 'team', m.team_id)::api.recipient from org.team_memberships m
       where m.team_id = to_team.team_id and m.status = 'active' and (not leads_only or m.role in ('team_lead', 'admin'))));
end $$;

create or replace function api.to_payee(payee_type public.assignment_type, payee_id uuid, leads_only boolean default false)
returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case payee_type
      when 'team' then api.to_team(payee_id, leads_only)
      else array(select row(f.user_id, 'freelancer', f.id)::api.recipient from org.freelancer_profiles f where f.id = payee_id) end);
end $$;

create or replace function api.to_assignees(assignment projects.stage_assignments) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return api.to_payee(assignment.assignee_type, coalesce(assignment.freelancer_profile_id, assignment.team_id));
end $$;

create or replace function api.to_leads(assignment projects.stage_assignments) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return api.to_payee(assignment.assignee_type, coalesce(assignment.freelancer_profile_id, assignment.team_id), true);
end $$;
comment on function api.to_leads(projects.stage_assignments) is 'Who may answer for the assignee: the freelancer, or owner and leads of the team.';

create or replace function api.to_moderators() returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select array(select row(a.user_id, null, null)::api.recipient from ops.admin_users a));
end $$;

-- Writers ----------------------------------------------------------------------------------------------------

create or replace function api.told(ctx_type text, payload jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return case when ctx_type = 'team' then payload - 'amount_cents' else payload end;
end $$;
comment on function api.told(text, jsonb) is 'What a team earns in all is for those who see its finance; its members are told without the sum.';

create or replace function api.notify(ctx api.context, event text, class text, title text, entity_table text, entity_id uuid,
                                      payload jsonb, dedupe text, recipients api.recipient[]) returns void
language plpgsql set search_path = '' as $$
begin
  insert into comms.notifications as n (id, user_id, type, title, params, entity_table, entity_id, ctx_type, ctx_id,
    class, dedupe_key, created_at, updated_at)
  select sync.uuid7(), r.user_id, event, title, api.told(r.ctx_type, payload), entity_table, entity_id, r.ctx_type, r.ctx_id,
         class, dedupe, api.now(), api.now()
    from (select distinct on (u.user_id) u.* from unnest(recipients) u order by u.user_id, u.ctx_type) r
    left join comms.notification_prefs p on p.user_id = r.user_id
   where r.user_id is distinct from ctx.user_id and coalesce(p.in_app, true)
  on conflict (user_id, dedupe_key) where read_at is null and dedupe_key is not null
    do update set count = n.count + 1, title = excluded.title, params = excluded.params, updated_at = excluded.updated_at,
                  snoozed_until = null;
end $$;
comment on function api.notify(api.context, text, text, text, text, uuid, jsonb, text, api.recipient[]) is
  'One row a person, never to the actor; an unread row with the same dedupe key is counted up instead, and is news again.';

create or replace function api.mail_address(user_id uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return coalesce((select e.email from org.user_emails e where e.user_id = mail_address.user_id and e.is_primary),
                  (select u.email from auth.users u where u.id = mail_address.user_id));
end $$;
comment on function api.mail_address(uuid) is 'Where somebody gets his mail: the primary address, else that of the login.';

create or replace function api.mail(ctx api.context, event text, title text, payload jsonb, entity_id uuid,
                                    recipients api.recipient[]) returns void
language plpgsql set search_path = '' as $$
begin
  insert into ops.email_queue (id, user_id, to_email, template, vars, dedupe_key, created_at)
  select sync.uuid7(), r.user_id, a.email, event, api.told(r.ctx_type, payload) || jsonb_build_object('title', title),
         event || ':' || entity_id || ':' || ctx.request_id || ':' || r.user_id, api.now()
    from (select distinct on (u.user_id) u.* from unnest(recipients) u order by u.user_id, u.ctx_type) r
    left join comms.notification_prefs p on p.user_id = r.user_id
   cross join lateral (select api.mail_address(r.user_id) as email) a
   where r.user_id is distinct from ctx.user_id and coalesce(p.email, true) and a.email is not null
  on conflict do nothing;
end $$;

create or replace function api.queue_digest(ctx api.context, recipients api.recipient[]) returns void
language plpgsql set search_path = '' as $$
begin
  insert into ops.email_queue (id, user_id, to_email, template, vars, dedupe_key, next_retry_at, created_at)
  select sync.uuid7(), p.user_id, a.email, 'message.digest',
         jsonb_build_object('title', 'Messages of ' || a.day, 'day', a.day, 'tz', p.tz), 'message.digest:' || p.user_id || ':' || a.day,
         greatest((a.day + 1 + coalesce(p.quiet_end, '08:00')) at time zone p.tz, upper(p.quiet_hours)), api.now()
    from comms.notification_prefs p
   cross join lateral (select (api.now() at time zone p.tz)::date as day, api.mail_address(p.user_id) as email) a
   where p.digest and p.user_id is distinct from ctx.user_id and a.email is not null
     and p.user_id in (select r.user_id from unnest(recipients) r)
   order by p.user_id
  on conflict do nothing;
end $$;
comment on function api.queue_digest(api.context, api.recipient[]) is
  'One mail a person and day of his, due the morning after when his quiet time is over; what is in it is looked up then, with his rights of then.';

create or replace function api.audit(ctx api.context, action text, entity_table text, entity_id uuid, metadata jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  insert into security.audit_logs (id, user_id, action, entity_table, entity_id, metadata, ip, request_id,
    actor_profile_id, actor_team_id, user_agent, created_at)
  values (sync.uuid7(), ctx.user_id, action, entity_table, entity_id,
    metadata || jsonb_build_object('client_id', ctx.client_id, 'number', ctx.number, 'command', ctx.command,
                                   'acting_as', ctx.acting_kind || ':' || ctx.acting_id),
    ctx.ip, ctx.request_id, case when ctx.acting_kind in ('freelancer', 'business') then ctx.acting_id end,
    case when ctx.acting_kind = 'team' then ctx.acting_id end, ctx.user_agent, api.now());
end $$;

create or replace function api.post_webhooks(ctx api.context, event text, project_id uuid, entity_table text, entity_id uuid,
                                             payload jsonb, recipients api.recipient[]) returns void
language plpgsql set search_path = '' as $$
begin
  insert into ops.webhook_outbox (id, topic, payload, owner_type, owner_id, next_retry_at, created_at)
  select sync.uuid7(), event, jsonb_build_object('type', event, 'timestamp', api.now(), 'project_id', project_id,
           'entity_table', entity_table, 'entity_id', entity_id, 'data', payload), o.kind, o.id, api.now(), api.now()
    from (select ctx.acting_kind as kind, ctx.acting_id as id union select r.ctx_type, r.ctx_id from unnest(recipients) r) o
   where o.kind in ('freelancer', 'business', 'team');
end $$;
comment on function api.post_webhooks(api.context, text, uuid, text, uuid, jsonb, api.recipient[]) is
  'One row for each workspace that the event concerns: the actor''s and the recipients''.';

create or replace function api.emit(ctx api.context, event text, project_id uuid, entity_table text, entity_id uuid,
                                    payload jsonb default '{}', recipients api.recipient[] default '{}',
                                    dedupe_key text default null) returns void
language plpgsql set search_path = '' as $$
declare
  v_rule record;
  v_title text;
begin
  select r.* into v_rule from api.event_rules() r where r.event = emit.event;
  if not found then
    raise exception 'the event % has no line in api.event_rules()', emit.event using errcode = 'invalid_parameter_value';
  end if;
  v_title := api.words(v_rule.title, payload);
  if v_rule.activity and project_id is not null then
    insert into projects.project_activity (id, project_id, actor_user_id, kind, payload, entity_table, entity_id, created_at)
    values (sync.uuid7(), project_id, ctx.user_id, event, payload, entity_table, entity_id, api.now());
  end if;
  if v_rule.audit then
    perform api.audit(ctx, event, entity_table, entity_id, payload);
  end if;
  perform api.notify(ctx, event, v_rule.class, v_title, entity_table, entity_id, payload,
    coalesce(dedupe_key, event || ':' || entity_id || ':' || ctx.request_id), recipients);
  if v_rule.email then
    perform api.mail(ctx, event, v_title, payload, entity_id, recipients);
  end if;
  if v_rule.webhook then
    perform api.post_webhooks(ctx, event, project_id, entity_table, entity_id, payload, recipients);
  end if;
  insert into analytics.event_log (id, user_id, event, props, created_at)
  values (sync.uuid7(), ctx.user_id, event, jsonb_build_object('project_id', project_id, 'entity_id', entity_id,
    'acting_as', ctx.acting_kind || ':' || ctx.acting_id), api.now());
end $$;
comment on function api.emit(api.context, text, uuid, text, uuid, jsonb, api.recipient[], text) is
  'Writes an event everywhere it belongs, in the command''s transaction. An unknown event is a fault of the caller.';
