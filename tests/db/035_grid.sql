-- Every command about a stage, by everyone, in every state of the stage: applied exactly where the rules say, and whoever has
-- nothing to do with it learns nothing. Each try is undone, so all start from the same world.
begin;
create extension if not exists pgtap;
\ir ../cases/fixture.sql
\ir support/command_helpers.sql
select plan(9);

create table cases.actors (role text primary key, person text not null, workspace text not null);
insert into cases.actors values
  ('owner', 'mara', 'business:northwind'), ('admin', 'adam', 'business:northwind'), ('hiring', 'hugo', 'business:northwind'),
  ('finance', 'petra', 'business:northwind'), ('viewer', 'victor', 'business:northwind'), ('left business', 'greta', 'business:northwind'),
  ('asked to business', 'bela', 'business:northwind'), ('thief', 'omar', 'business:northwind'),
  ('other business', 'omar', 'business:contoso'), ('stranger', 'omar', 'freelancer:omar'), ('as oneself', 'mara', 'user:mara'),
  ('freelancer', 'ines', 'freelancer:ines'), ('team owner', 'lena', 'team:studio'), ('team lead', 'lars', 'team:studio'),
  ('member', 'ravi', 'team:studio'), ('idle member', 'noor', 'team:studio'), ('member alone', 'ravi', 'freelancer:ravi'),
  ('left team', 'leo', 'team:studio'), ('asked to team', 'bela', 'team:studio'),
  ('declined', 'dora', 'freelancer:dora'), ('withdrawn', 'xena', 'freelancer:xena'),
  ('collaborator', 'paul', 'freelancer:paul'), ('onlooker', 'vito', 'freelancer:vito'), ('moderator', 'vera', 'user:vera');

create table cases.outsiders (outsider text);
insert into cases.outsiders values ('left business'), ('asked to business'), ('thief'), ('left team'), ('asked to team');

insert into auth.users (id, email)
select cases.id('user:' || n), n || '@example.com' from unnest(array['adam', 'greta', 'bela', 'lars', 'leo', 'dora', 'xena', 'paul', 'vito']) n;
insert into org.users_public (user_id, display_name)
select cases.id('user:' || n), initcap(n) from unnest(array['adam', 'greta', 'bela', 'lars', 'leo', 'dora', 'xena', 'paul', 'vito']) n;
insert into org.freelancer_profiles (id, user_id)
select cases.id('freelancer:' || n), cases.id('user:' || n) from unnest(array['lars', 'leo', 'dora', 'xena', 'paul', 'vito']) n;
insert into sync.clients (id, user_id)
select cases.id('client:' || n), cases.id('user:' || n) from unnest(array['adam', 'greta', 'bela', 'lars', 'leo', 'dora', 'xena', 'paul', 'vito']) n;
insert into org.business_memberships (business_profile_id, user_id, role, status)
select cases.id('business:northwind'), cases.id('user:' || n), 'admin', s
  from (values ('adam', 'active'), ('greta', 'left'), ('bela', 'invited')) v(n, s);
insert into org.team_memberships (team_id, user_id, role, status)
select cases.id('team:studio'), cases.id('user:' || n), 'team_lead', s
  from (values ('lars', 'active'), ('leo', 'left'), ('bela', 'invited')) v(n, s);
insert into org.team_roles (id, team_id, title, permissions) values (cases.id('idle'), cases.id('team:studio'), 'Idle', '{"submit": false}');
update org.team_memberships set role_id = cases.id('idle') where user_id = cases.id('user:noor');
update ops.settings set value = '{"*": {"count": 1000000, "seconds": 60}}' where key = 'rate_limits';

-- The world ----------------------------------------------------------------------------------------------------
create function cases.must(person text, workspace text, command text, args jsonb, expected jsonb default '{}') returns void language plpgsql as $$
declare
  said text := cases.try(person, workspace, command, args, expected);
begin
  if said <> 'applied' then
    raise exception '% by %: %', command, person, said;
  end if;
end $$;
create function cases.buys(command text, args jsonb) returns void language sql as $$ select cases.must('mara', 'business:northwind', command, args) $$;
create function cases.ask(stage text, hire text, kind text, name text) returns void language sql as $$
  select cases.buys('assign_stage', jsonb_build_object('assignment', '@' || hire, 'stage', '@' || stage, 'assignee_type', kind,
    case kind when 'team' then 'team_id' else 'freelancer_profile_id' end, '@' || kind || ':' || name)) $$;
create function cases.accept(hire text, kind text, name text, person text) returns void language sql as $$
  select cases.must(person, kind || ':' || name, 'accept_assignment', jsonb_build_object('assignment', '@' || hire),
                    jsonb_build_object('terms_hash', '=stage_assignments.terms_hash@' || hire)) $$;

create table cases.states (place int primary key, state text);
insert into cases.states select * from unnest(array[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  array['open', 'invited', 'accepted', 'funded', 'in_progress', 'submitted', 'revisions', 'approved', 'paid', 'disputed', 'under_review', 'closed']);

-- A stage "state-kind" brought as far as its state by the commands themselves.
create function cases.bring(state text, kind text, name text, person text) returns void language plpgsql as $$
declare
  s text := state || '-' || kind;
  far int := (select case v.state when 'disputed' then 5 when 'under_review' then 5 when 'closed' then 0 else v.place end
                from cases.states v where v.state = bring.state);
  acting text := kind || ':' || name;
  stage jsonb := jsonb_build_object('stage', '@' || s);
begin
  perform cases.buys('create_stage', jsonb_build_object('stage', '@' || s, 'project', '@p', 'name', s, 'order', 1, 'stage_type', 'session', 'channel', '@channel-' || s,
    'budget', jsonb_build_object('rule', '@rule-' || s, 'type', 'fixed', 'amount_currency', 'USD', 'amount_cents', 10007)));
  perform cases.ask(s, 'declined-' || s, 'freelancer', 'dora');
  perform cases.must('dora', 'freelancer:dora', 'decline_assignment', jsonb_build_object('assignment', '@declined-' || s));
  perform cases.ask(s, 'withdrawn-' || s, 'freelancer', 'xena');
  perform cases.accept('withdrawn-' || s, 'freelancer', 'xena', 'xena');
  perform cases.buys('withdraw_assignment', jsonb_build_object('assignment', '@withdrawn-' || s));
  if far >= 1 then perform cases.ask(s, 'hire-' || s, kind, name); end if;
  if far >= 2 then
    perform cases.accept('hire-' || s, kind, name, person);
    perform cases.must(person, acting, 'send_message', jsonb_build_object('message', '@message-' || s, 'channel', '@channel-' || s, 'body', 'Hello',
      'client_created_at', '2026-01-01T00:00:00Z'));
  end if;
  if far >= 3 then perform cases.buys('fund_stages', jsonb_build_object('stages', array['@' || s])); end if;
  if far >= 4 then perform cases.must(person, acting, 'start_stage', stage); end if;
  if far >= 5 then perform cases.must(person, acting, 'submit_stage', stage || jsonb_build_object('submission', '@work-' || s, 'notes', 'Done')); end if;
  if far = 6 then perform cases.buys('request_revision', stage || jsonb_build_object('request', '@request-' || s, 'type', 'minor', 'reason', 'Again')); end if;
  if far >= 7 then perform cases.buys('approve_stage', stage || '{"release": false}'); end if;
  if far >= 8 then perform cases.buys('release_stage', stage); end if;
  if state = 'closed' then perform cases.buys('cancel_stage', stage); end if;
  if state in ('disputed', 'under_review') then
    perform cases.buys('open_dispute', jsonb_build_object('dispute', '@dispute-' || s, 'escrow', '=escrow@hire-' || s, 'claim_release_cents', 0, 'reason', 'Late'));
    perform cases.buys('make_offer', jsonb_build_object('offer', '@offer-' || s, 'dispute', '@dispute-' || s, 'release_cents', 5001));
  end if;
  if state = 'under_review' then
    perform cases.must('vera', 'user:vera', 'escalate_dispute', jsonb_build_object('dispute', '@dispute-' || s));
  end if;
end $$;

select cases.buys('create_project', '{"project": "@p", "title": "Website", "channel": "@general"}') \g /dev/null
select cases.buys('create_stage', '{"stage": "@last", "project": "@p", "name": "Last", "order": 9, "stage_type": "session", "budget": {"rule": "@rule-last", "type": "free"}}') \g /dev/null
select cases.buys('activate_project', '{"project": "@p"}') \g /dev/null
select cases.buys('top_up_wallet', '{"currency": "USD", "amount_cents": 1000000}') \g /dev/null
insert into projects.project_participants (project_id, profile_type, profile_id, role) values
  (cases.id('p'), 'freelancer', cases.id('freelancer:paul'), 'collaborator'), (cases.id('p'), 'freelancer', cases.id('freelancer:vito'), 'viewer');
select cases.bring(state, 'freelancer', 'ines', 'ines') from cases.states order by place \g /dev/null
select cases.bring(state, 'team', 'studio', 'lena') from cases.states order by place \g /dev/null

-- The rules ----------------------------------------------------------------------------------------------------
-- S stands for the stage's name. "who" may; binds, works, posts, reads and author are those of the assignee's side.
create table cases.rules (name text primary key, command text, args jsonb, expected jsonb, who text[], states text[]);
insert into cases.rules values
  ('assign', 'assign_stage', '{"assignment": "@new", "stage": "@S", "assignee_type": "freelancer", "freelancer_profile_id": "@freelancer:lars"}', '{}',
    '{owner,admin,hiring}', '{open}'),
  ('accept', 'accept_assignment', '{"assignment": "@hire-S"}', '{"terms_hash": "=stage_assignments.terms_hash@hire-S"}', '{binds}', '{invited}'),
  ('decline', 'decline_assignment', '{"assignment": "@hire-S"}', '{}', '{binds}', '{invited,accepted,funded}'),
  ('accept what was declined', 'accept_assignment', '{"assignment": "@declined-S"}', '{"terms_hash": "=stage_assignments.terms_hash@declined-S"}', '{}', '{}'),
  ('decline what was withdrawn', 'decline_assignment', '{"assignment": "@withdrawn-S"}', '{}', '{}', '{}'),
  ('withdraw', 'withdraw_assignment', '{"assignment": "@hire-S"}', '{}', '{owner,admin,hiring}', '{invited,accepted,funded}'),
  ('fund', 'fund_stages', '{"stages": ["@S"]}', '{}', '{owner,admin,finance}', '{accepted}'),
  ('start', 'start_stage', '{"stage": "@S"}', '{}', '{works}', '{funded}'),
  ('submit', 'submit_stage', '{"submission": "@new", "stage": "@S", "notes": "Done"}', '{}', '{works}', '{in_progress,revisions}'),
  ('revise', 'request_revision', '{"request": "@new", "stage": "@S", "type": "minor", "reason": "Again"}', '{}', '{owner,admin,hiring}', '{submitted}'),
  ('answer the changes', 'answer_revision', '{"request": "@request-S", "answer": "accept"}', '{}', '{binds}', '{revisions}'),
  ('approve', 'approve_stage', '{"stage": "@S", "release": false}', '{}', '{owner,admin,hiring}', '{submitted}'),
  ('approve and pay', 'approve_stage', '{"stage": "@S", "release": true}', '{}', '{owner,admin}', '{submitted}'),
  ('approve in part', 'approve_stage', '{"stage": "@S", "release": true, "release_cents": 1}', '{}', '{owner,admin}', '{submitted}'),
  ('approve too much', 'approve_stage', '{"stage": "@S", "release": true, "release_cents": 10008}', '{}', '{}', '{}'),
  ('release', 'release_stage', '{"stage": "@S"}', '{}', '{owner,admin,finance}', '{approved}'),
  ('cancel', 'cancel_stage', '{"stage": "@S"}', '{}', '{owner,admin,hiring}', '{open,invited,accepted,funded}'),
  ('dispute', 'open_dispute', '{"dispute": "@new", "escrow": "=escrow@hire-S", "claim_release_cents": 1, "reason": "Late"}', '{}', '{owner,admin,hiring,binds}',
    '{in_progress,submitted,revisions}'),
  ('offer', 'make_offer', '{"offer": "@new", "dispute": "@dispute-S", "release_cents": 1}', '{}', '{owner,admin,hiring,binds}', '{disputed,under_review}'),
  ('take the offer', 'accept_offer', '{"offer": "@offer-S"}', '{}', '{binds}', '{disputed,under_review}'),
  ('withdraw the dispute', 'withdraw_dispute', '{"dispute": "@dispute-S"}', '{}', '{owner,admin,hiring}', '{disputed}'),
  ('escalate', 'escalate_dispute', '{"dispute": "@dispute-S"}', '{}', '{moderator}', '{disputed}'),
  ('state one''s case', 'dispute_message', '{"message": "@new", "dispute": "@dispute-S", "body": "So"}', '{}', '{owner,admin,hiring,binds}', '{disputed,under_review}'),
  ('decide', 'decide_dispute', '{"dispute": "@dispute-S", "release_cents": 10000, "refund_cents": 7, "notes": "So"}', '{}', '{moderator}', '{under_review}'),
  ('decide out of thin air', 'decide_dispute', '{"dispute": "@dispute-S", "release_cents": 10000, "refund_cents": 8, "notes": "So"}', '{}', '{}', '{}'),
  ('say', 'send_message', '{"message": "@new", "channel": "@channel-S", "body": "Hi", "client_created_at": "2026-01-01T00:00:00Z"}', '{}', '{owner,admin,hiring}',
    '{open,invited,paid,closed}'),
  ('edit', 'edit_message', '{"message": "@message-S", "body": "Hi"}', '{}', '{author}', '{accepted,funded,in_progress,submitted,revisions,approved,paid}'),
  ('unsay', 'delete_message', '{"message": "@message-S"}', '{}', '{author}', '{accepted,funded,in_progress,submitted,revisions,approved,paid}'),
  ('say as one who works', 'send_message', '{"message": "@new-2", "channel": "@channel-S", "body": "Hi", "client_created_at": "2026-01-01T00:00:00Z"}', '{}',
    '{owner,admin,hiring,posts}', '{accepted,funded,in_progress,submitted,revisions,approved,disputed,under_review}'),
  ('read', 'mark_read', '{"channel": "@channel-S", "last_seq": 1}', '{}', '{owner,admin,hiring}', '{open,invited,closed}'),
  ('read as one who works', 'mark_read', '{"channel": "@channel-S", "last_seq": 1}', '{}', '{owner,admin,hiring,reads}',
    '{accepted,funded,in_progress,submitted,revisions,approved,paid,disputed,under_review}');

-- A read mark is the login's in any workspace; a moderator also speaks and reads where a dispute is under review.
create function cases.may(rule cases.rules, role text, state text, kind text) returns boolean language sql as $$
  select state = any (rule.states) and (role = any (rule.who)
      or 'binds' = any (rule.who) and role = any (case kind when 'team' then '{team owner,team lead}' else '{freelancer}' end::text[])
      or 'works' = any (rule.who) and role = any (case kind when 'team' then '{team owner,team lead,member}' else '{freelancer}' end::text[])
      or 'posts' = any (rule.who) and role = any (case kind when 'team' then '{team owner,team lead,member}' else '{freelancer}' end::text[])
      or 'reads' = any (rule.who) and role = any (case kind when 'team' then '{team owner,team lead,member,idle member,member alone}' else '{freelancer}' end::text[])
      or 'author' = any (rule.who) and role = case kind when 'team' then 'team owner' else 'freelancer' end)
    or role = 'as oneself' and rule.name in ('read', 'read as one who works')
    or role = 'moderator' and state = 'under_review' and rule.name in ('state one''s case', 'read as one who works')
$$;

-- The tries ----------------------------------------------------------------------------------------------------
create table cases.tried (rule text, role text, state text, kind text, said text, may boolean, broken text);
create function cases.attempt(actor cases.actors, rule cases.rules, stage text) returns text[] language plpgsql as $$
declare
  said text;
  broken text;
begin
  said := cases.try(actor.person, actor.workspace, rule.command, replace(rule.args::text, 'S"', stage || '"')::jsonb,
                    replace(rule.expected::text, 'S"', stage || '"')::jsonb);
  if said = 'applied' and rule.command !~ 'message|read' then
    select string_agg(v.rule || ' ' || v.detail, '; ') into broken from finance.verify() v;
  end if;
  raise exception using errcode = 'UNDO0', message = said, detail = coalesce(broken, '');
exception when sqlstate 'UNDO0' then
  get stacked diagnostics broken = pg_exception_detail;
  return array[sqlerrm, broken];
end $$;

do $$
declare
  r cases.rules; a cases.actors; s text; k text; answer text[];
begin
  for k in values ('freelancer'), ('team') loop
    for s in select v.state from cases.states v order by v.place loop
      for r in select * from cases.rules loop
        -- What was never made has no id to try.
        continue when r.args::text ~ '=escrow' and not exists (select from finance.escrows e where e.assignment_id = cases.id('hire-' || s || '-' || k));
        continue when (s in ('open', 'closed')) and (r.args || r.expected)::text ~ 'hire-S';
        -- Of rules that ask the same, each has states of its own.
        continue when r.name ~ '^(say|read)' and not s = any (r.states);
        for a in select * from cases.actors loop
          -- Refused before the stage is looked at: one state tells.
          continue when a.role in (select outsider from cases.outsiders) and s <> 'submitted';
          answer := cases.attempt(a, r, s || '-' || k);
          insert into cases.tried values (r.name, a.role, s, k, answer[1], cases.may(r, a.role, s, k), nullif(answer[2], ''));
        end loop;
      end loop;
    end loop;
  end loop;
end $$;

select cmp_ok((select count(*) from cases.tried), '>', 9000::bigint, 'the grid is full');
select is_empty('select rule, role, state, kind, said from cases.tried where may and said <> ''applied''', 'who may, can');
select is_empty('select rule, role, state, kind from cases.tried where not may and said = ''applied''', 'who may not, cannot');
select is_empty('select rule, role, state, kind, broken from cases.tried where broken is not null', 'the ledger is whole after each');
select is_empty('select distinct rule, role, said from cases.tried where said !~ ''^(applied|rejected|conflict)''', 'nothing is a fault');
select is_empty($$ select distinct rule, role, said from cases.tried where role in ('other business', 'stranger', 'declined', 'withdrawn', 'as oneself', 'onlooker', 'collaborator')
  and said not in ('rejected:not_found', 'rejected:not_allowed')
  and not (role in ('declined', 'withdrawn') and rule ~ 'what was') and not (role = 'as oneself' and rule ~ '^read') $$, 'outsiders learn of no state');
select is_empty($$ select distinct rule, role, said from cases.tried where role in (select outsider from cases.outsiders)
  and said <> 'rejected:not_allowed' $$, 'a workspace that is not one''s own is refused before anything else');
select is_empty($$ select distinct rule, role, said from cases.tried where role in ('stranger', 'other business') and said <> 'rejected:not_found'
  and not (rule = 'fund' and said = 'rejected:not_allowed') $$, 'to strangers there is nothing');
select is_empty('select * from finance.verify()', 'and all is as it was');
select * from finish();
rollback;
