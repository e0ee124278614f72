-- The one entrance for writes. api.run finds the command, checks identity, number and rate, runs it, and stores
-- the outcome in the same transaction as its effect, so that a repeat is answered and never executed twice.

create or replace function api.parsed(document text) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return document::jsonb;
exception when others then
  -- JSON that jsonb can't hold: a NUL, half a character. As an error of the statement it would look like a fault of ours.
  return 'false';
end $$;
comment on function api.parsed(text) is 'Arguments as the client sent them; false, which the command refuses once and for all, for what jsonb can''t hold.';
revoke all on function api.parsed(text) from public;
grant execute on function api.parsed(text) to projective_gateway;

create or replace function api.args_hash(command text, acting_as text, expected jsonb, args jsonb) returns bytea
language plpgsql immutable set search_path = '' as $$
begin
  return sha256(convert_to(jsonb_build_array(command, acting_as, coalesce(expected, '{}'), args)::text, 'UTF8'));
end $$;
comment on function api.args_hash(text, text, jsonb, jsonb) is 'Identifies what was asked, independent of key order: a repeat must ask the same.';

create or replace function api.limit_rate(user_id uuid, command text) returns void
language plpgsql set search_path = '' as $$
declare
  v_limits jsonb := coalesce(api.setting('rate_limits'), '{}');
  v_limit jsonb := coalesce(v_limits -> command, v_limits -> '*');
  v_key text := 'user:' || user_id || ':' || case when v_limits ? command then command else '*' end;
  v_now timestamptz := api.now();
  v_width interval;
  v_count bigint;
  v_start timestamptz;
begin
  if v_limit is null then
    return;
  end if;
  v_width := make_interval(secs => (v_limit ->> 'seconds')::int);
  v_start := date_bin(v_width, v_now, '2020-01-01Z');
  insert into ops.rate_limit_counters as c (id, bucket_key, count, window_starts_at)
  values (sync.uuid7(), v_key, 1, v_start)
  on conflict on constraint rate_limit_counters_bucket_key do update set count = c.count + 1
  returning c.count into v_count;
  if v_count > (v_limit ->> 'count')::bigint then
    raise exception using errcode = 'PJ429', message = 'too_many_requests',
      detail = jsonb_build_object('retry_after',
        greatest(1, ceil(extract(epoch from v_start + v_width - v_now))::int))::text;
  end if;
end $$;
comment on function api.limit_rate(uuid, text) is
  'Fixed window a user and command (settings rate_limits). Too many is no outcome: PJ429 leaves api.run and rolls back.';

create or replace function api.code_of_constraint(constraint_name text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return case
    when constraint_name like '%\_pkey' then 'id_taken'
    when constraint_name = 'project_channels_project_name_key' then 'name_taken'
    when constraint_name = 'stage_assignments_one_live_key' then 'already_assigned'
    when constraint_name = 'freelancer_profiles_user_key' then 'profile_exists'
    when constraint_name in ('team_memberships_team_user_key', 'business_memberships_business_user_key') then 'already_member'
    when constraint_name = 'disputes_one_live_key' then 'dispute_open'
    when constraint_name = 'refund_requests_one_open_key' then 'request_open'
    when constraint_name like 'ratings\_%' then 'already_rated'
  end;
end $$;
comment on function api.code_of_constraint(text) is 'The refusal that a violated constraint means to a person; null if it is a fault of ours.';

create or replace function api.outcome(outcome text, code text default null, field text default null,
                                       params jsonb default null, current jsonb default null) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return jsonb_build_object('outcome', outcome, 'code', code, 'field', field, 'params', params, 'current', current);
end $$;

create or replace function api.attempt(user_id uuid, client_id uuid, number bigint, command text, acting_as text,
                                       expected jsonb, args jsonb, request jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  ctx api.context;
  v_state text; v_message text; v_detail text; v_constraint text;
begin
  ctx := api.actor(user_id, client_id, number, command, acting_as, request);
  if jsonb_typeof(args) is distinct from 'object' then
    perform api.reject('invalid_argument', 'args');
  end if;
  if jsonb_typeof(coalesce(expected, '{}')) not in ('object', 'null') then
    perform api.reject('invalid_argument', 'expected');
  end if;
  if not exists (select from sync.commands c where c.name = attempt.command) then
    perform api.reject('unknown_command', 'command');
  end if;
  execute format('select api.%I($1, $2, $3)', command)
    using ctx, case jsonb_typeof(expected) when 'object' then expected else '{}' end, args;
  return api.outcome('applied');
exception
  when sqlstate 'PJ400' or sqlstate 'PJ409' or unique_violation then
    get stacked diagnostics v_state = returned_sqlstate, v_message = message_text,
      v_detail = pg_exception_detail, v_constraint = constraint_name;
    if v_state = 'PJ400' then
      return api.outcome('rejected', v_message, v_detail::jsonb ->> 'field', v_detail::jsonb -> 'params');
    elsif v_state = 'PJ409' then
      return api.outcome('conflict', v_message, v_detail::jsonb ->> 'field', null, v_detail::jsonb -> 'current');
    elsif api.code_of_constraint(v_constraint) is null then
      raise;
    end if;
    return api.outcome('rejected', api.code_of_constraint(v_constraint), null, '{}');
end $$;
comment on function api.attempt(uuid, uuid, bigint, text, text, jsonb, jsonb, jsonb) is
  'Runs one command in a subtransaction: a refusal undoes its writes and becomes the outcome; any other error leaves as a fault.';

create or replace function api.stored_outcome(client_id uuid, number bigint, args_hash bytea) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_result sync.results;
begin
  select r.* into v_result from sync.results r
   where r.client_id = stored_outcome.client_id and r.number = stored_outcome.number;
  if not found then
    return api.outcome('command_reused', 'result_pruned');
  end if;
  -- What api.fault stored has no hash: the arguments never got as far.
  if v_result.args_hash not in (stored_outcome.args_hash, '') then
    return api.outcome('command_reused', 'other_arguments');
  end if;
  return api.outcome(v_result.outcome, v_result.code, v_result.field, v_result.params, v_result.current);
end $$;
comment on function api.stored_outcome(uuid, bigint, bytea) is 'Answers a repeat of a number from the stored result.';

create or replace function api.store_outcome(client_id uuid, number bigint, command text, args_hash bytea, outcome jsonb)
returns void
language plpgsql set search_path = '' as $$
begin
  insert into sync.results (id, client_id, number, command, args_hash, outcome, code, field, params, current, created_at)
  values (sync.uuid7(), store_outcome.client_id, store_outcome.number, store_outcome.command, store_outcome.args_hash,
          outcome ->> 'outcome', outcome ->> 'code', outcome ->> 'field',
          nullif(outcome -> 'params', 'null'), nullif(outcome -> 'current', 'null'), api.now());
  update sync.clients c set last_command = store_outcome.number where c.id = store_outcome.client_id;
end $$;

create or replace function api.run(client_id uuid, number bigint, command text, acting_as text,
                                   expected jsonb, args jsonb, request jsonb default '{}') returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (select auth.uid());
  v_hash bytea := api.args_hash(command, acting_as, expected, args);
  v_client sync.clients;
  v_outcome jsonb;
begin
  if v_user is null then
    raise exception using errcode = 'PJ401', message = 'not_signed_in';
  end if;
  -- The row lock makes two sockets of one installation take turns.
  select c.* into v_client from sync.clients c where c.id = run.client_id for update;
  if not found or v_client.user_id <> v_user then
    raise exception using errcode = 'PJ403', message = 'foreign_client';
  end if;
  if number <= v_client.last_command then
    return api.stored_outcome(client_id, number, v_hash);
  elsif number <> v_client.last_command + 1 then
    return api.outcome('out_of_order', null, null, jsonb_build_object('last_command', v_client.last_command));
  end if;
  perform api.limit_rate(v_user, command);
  v_outcome := api.attempt(v_user, client_id, number, command, acting_as, expected, args, coalesce(request, '{}'));
  perform api.store_outcome(client_id, number, command, v_hash, v_outcome);
  return v_outcome;
end $$;
comment on function api.run(uuid, bigint, text, text, jsonb, jsonb, jsonb) is
  'Executes the next command of an installation exactly once and returns its outcome. For the gateway alone.';
revoke all on function api.run(uuid, bigint, text, text, jsonb, jsonb, jsonb) from public;
grant execute on function api.run(uuid, bigint, text, text, jsonb, jsonb, jsonb) to projective_gateway;

create or replace function api.fault(client_id uuid, number bigint, command text, sqlstate text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_client sync.clients;
  v_count int;
  v_outcome jsonb := api.outcome('rejected', 'internal', null, jsonb_build_object('sqlstate', fault.sqlstate));
begin
  select c.* into v_client from sync.clients c where c.id = fault.client_id for update;
  if not found or v_client.user_id is distinct from (select auth.uid()) then
    raise exception using errcode = 'PJ403', message = 'foreign_client';
  end if;
  if fault.number <> v_client.last_command + 1 then
    return null;
  end if;
  insert into sync.faults as f (client_id, number, sqlstate, last_at)
  values (fault.client_id, fault.number, fault.sqlstate, api.now())
  on conflict on constraint faults_pkey do update set count = f.count + 1, last_at = excluded.last_at
  returning f.count into v_count;
  if v_count < 5 then
    return null;
  end if;
  perform api.store_outcome(fault.client_id, fault.number, fault.command, '', v_outcome);
  delete from sync.faults f where f.client_id = fault.client_id and f.number = fault.number;
  return v_outcome;
end $$;
comment on function api.fault(uuid, bigint, text, text) is
  'The gateway reports a server fault after its rollback: null means try again; the fifth with one SQLSTATE rejects the command as internal.';
revoke all on function api.fault(uuid, bigint, text, text) from public;
grant execute on function api.fault(uuid, bigint, text, text) to projective_gateway;
