-- Who may post in a channel, and whom a message concerns. Reading is decided by security.scopes_of alone.

create or replace function api.get_channel(id uuid) returns comms.project_channels
language plpgsql stable set search_path = '' as $$
declare
  v_channel comms.project_channels;
begin
  select c.* into v_channel from comms.project_channels c where c.id = get_channel.id;
  if not found then
    perform api.reject('not_found', 'channel');
  end if;
  return v_channel;
end $$;

create or replace function api.collaborates(ctx api.context, project_id uuid) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select exists (select from projects.project_participants p
      where p.project_id = collaborates.project_id and p.profile_type::text = ctx.acting_kind
        and p.profile_id = ctx.acting_id and p.role in ('collaborator', 'owner')));
end $$;

create or replace function api.business_may_post(ctx api.context, channel comms.project_channels) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case
      when exists (select from projects.projects p where p.id = channel.project_id and p.client_business_id = ctx.acting_id)
        then case channel.visibility when 'project_all' then ctx.acting_role <> 'viewer' else api.has_hire_role(ctx) end
      else channel.visibility = 'project_all' and ctx.acting_role <> 'viewer' and api.collaborates(ctx, channel.project_id) end);
end $$;

create or replace function api.works_in(ctx api.context, channel comms.project_channels) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  -- A hire that has ended (paid, closed) still reads but posts no more; a stage's own channel is for its assignee.
  return (
    select exists (
      select from projects.project_stages s join projects.stage_assignments a on a.project_stage_id = s.id
       where s.project_id = channel.project_id
         and (channel.visibility = 'project_all' or channel.stage_id is null or channel.stage_id = s.id)
         and a.status in ('accepted', 'active') and a.ended_at is null
         and case ctx.acting_kind when 'freelancer' then a.freelancer_profile_id when 'team' then a.team_id end = ctx.acting_id));
end $$;

create or replace function api.may_post(ctx api.context, channel comms.project_channels) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from comms.project_channel_participants p where p.channel_id = channel.id
              and p.profile_type::text = ctx.acting_kind and p.profile_id = ctx.acting_id and p.role = 'viewer') then
    return false;
  end if;
  return case ctx.acting_kind
    when 'business' then api.business_may_post(ctx, channel)
    when 'team' then api.team_may(ctx, 'post') and api.works_in(ctx, channel)
    when 'freelancer' then api.works_in(ctx, channel)
      or (channel.visibility = 'project_all' and api.collaborates(ctx, channel.project_id))
    else false end;
end $$;
comment on function api.may_post(api.context, comms.project_channels) is
  'Posting goes with live work, the buyer side or collaboration; viewers read only.';

create or replace function api.channel_workers(channel comms.project_channels) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select array(select unnest(api.to_assignees(a))
      from projects.project_stages s join projects.stage_assignments a on a.project_stage_id = s.id
     where s.project_id = channel.project_id
       and (channel.visibility = 'project_all' or channel.stage_id is null or channel.stage_id = s.id)
       and security.works(a.status, a.ended_at, a.end_reason)));
end $$;

create or replace function api.to_readers(channel comms.project_channels) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case channel.visibility
        when 'project_all' then api.to_members(p.client_business_id, 'owner', 'admin', 'finance', 'hiring_manager', 'viewer')
        else api.to_buyers(p.client_business_id) end
      || api.channel_workers(channel)
      || array(select row(f.user_id, 'freelancer', f.id)::api.recipient
                 from projects.project_participants q join org.freelancer_profiles f on f.id = q.profile_id
                where channel.visibility = 'project_all' and q.project_id = channel.project_id and q.profile_type = 'freelancer')
      from projects.projects p where p.id = channel.project_id);
end $$;
comment on function api.to_readers(comms.project_channels) is 'Everyone who may read a channel, with the workspace in which he does.';

create or replace function api.by_notify_level(recipients api.recipient[], channel_id uuid, mentioned uuid[]) returns api.recipient[]
language plpgsql stable set search_path = '' as $$
begin
  return (
    select array(select r::api.recipient from unnest(recipients) r
      left join comms.channel_reads l on l.user_id = r.user_id and l.channel_type = 'project' and l.channel_id = by_notify_level.channel_id
     where coalesce(l.notify_level, 'all') = 'all' and not r.user_id = any (mentioned)));
end $$;
comment on function api.by_notify_level(api.recipient[], uuid, uuid[]) is
  'Who is told of any message here; those who are mentioned hear of that instead.';

create or replace function api.check_undisputed(channel comms.project_channels) returns void
language plpgsql set search_path = '' as $$
begin
  if exists (select from finance.escrows e where e.project_stage_id = channel.stage_id and e.status = 'disputed') then
    perform api.reject('stage_in_dispute', 'message');
  end if;
end $$;
comment on function api.check_undisputed(comms.project_channels) is 'While its stage is in dispute, what was said in a channel stays as it is.';

create or replace function api.lock_message(id uuid) returns comms.project_messages
language plpgsql set search_path = '' as $$
declare
  v_message comms.project_messages;
begin
  select m.* into v_message from comms.project_messages m where m.id = lock_message.id for no key update;
  if not found then
    perform api.reject('not_found', 'message');
  end if;
  return v_message;
end $$;
