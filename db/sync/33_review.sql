-- What moderators hold besides their own: the project, channels, deal and escrow of what is under review,
-- and only while it is: disputes while under_review, flags while reviewing. Who takes part in a project does not
-- moderate there, and reads what he reads as a party.

create or replace function security.reviewed_entities() returns table (entity text, id uuid)
language plpgsql stable set search_path = '' rows 10 as $$
begin
    return query
        select 'finance.escrows', d.escrow_id from finance.disputes d where d.status = 'under_review'
        union
        select f.entity_table, f.entity_id from ops.moderation_flags f where f.status = 'reviewing'
        union
        select 'finance.escrows', d.escrow_id
          from ops.moderation_flags f join finance.disputes d on d.id = f.entity_id
         where f.status = 'reviewing' and f.entity_table = 'finance.disputes'
        union
        select 'finance.escrows', d.escrow_id
          from ops.moderation_flags f
          join finance.dispute_messages m on m.id = f.entity_id
          join finance.disputes d on d.id = m.dispute_id
         where f.status = 'reviewing' and f.entity_table = 'finance.dispute_messages'
        union
        select 'comms.project_channels', m.channel_id
          from ops.moderation_flags f join comms.project_messages m on m.id = f.entity_id
         where f.status = 'reviewing' and f.entity_table = 'comms.project_messages'
        union
        select 'projects.stage_assignments', s.assignment_id
          from ops.moderation_flags f join projects.stage_submissions s on s.id = f.entity_id
         where f.status = 'reviewing' and f.entity_table = 'projects.stage_submissions'
        union
        select 'projects.stage_assignments', r.assignment_id
          from ops.moderation_flags f join projects.stage_revision_requests r on r.id = f.entity_id
         where f.status = 'reviewing' and f.entity_table = 'projects.stage_revision_requests';
end $$;
comment on function security.reviewed_entities() is 'What is under review, told as project, stage, channel, assignment, contract or escrow';

create or replace function security.reviewed_places() returns table (project uuid, stage uuid, channel uuid, deal uuid)
language plpgsql stable set search_path = '' rows 10 as $$
begin
    return query
        with e as materialized (select x.entity, x.id from security.reviewed_entities() x)
        select e.id, null::uuid, null::uuid, null::uuid from e where e.entity = 'projects.projects'
        union all
        select g.project_id, g.id, null, null from e join projects.project_stages g on g.id = e.id
         where e.entity = 'projects.project_stages'
        union all
        select c.project_id, null, c.id, null from e join comms.project_channels c on c.id = e.id
         where e.entity = 'comms.project_channels'
        union all
        select g.project_id, g.id, null, a.id
          from e join projects.stage_assignments a on a.id = e.id join projects.project_stages g on g.id = a.project_stage_id
         where e.entity = 'projects.stage_assignments'
        union all
        select c.project_id, null, null, c.id from e join projects.maintenance_contracts c on c.id = e.id
         where e.entity = 'projects.maintenance_contracts'
        union all
        select g.project_id, g.id, null, coalesce(x.assignment_id, x.contract_id)
          from e join finance.escrows x on x.id = e.id join projects.project_stages g on g.id = x.project_stage_id
         where e.entity = 'finance.escrows';
end $$;
comment on function security.reviewed_places() is 'Where what is under review stands';

drop function if exists security.reviewed_scopes();
create or replace function security.reviewed_scopes(own_projects uuid[]) returns table (kind text, id uuid)
language plpgsql stable set search_path = '' rows 50 as $$
begin
    return query
        with p as materialized (
            select x.project, x.stage, x.channel, x.deal from security.reviewed_places() x where x.project <> all (own_projects))
        select 'project', p.project from p
        union
        select 'channel', c.id from p join comms.project_channels c on c.stage_id = p.stage
        union
        select 'channel', p.channel from p where p.channel is not null
        union
        select 'channel', c.id from p join comms.project_channels c on c.project_id = p.project
         where p.stage is null and p.channel is null and p.deal is null
        union
        select k.kind, p.deal from p cross join (values ('deal'), ('escrow')) k (kind) where p.deal is not null;
end $$;
comment on function security.reviewed_scopes(uuid[]) is
    'Extra scopes of moderators while something is under review, but for projects of their own, where they have a side; nothing of it stays afterwards';
