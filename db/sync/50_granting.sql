-- Relations that grant scopes, with the columns of theirs that decide who holds what: other updates make no
-- notices. Insert and delete always do. '{}' says that no column of it ever decides.

select sync.grant_columns('org.business_profiles', '{owner_user_id}');
select sync.grant_columns('org.business_memberships', '{user_id,role,status}');
select sync.grant_columns('org.teams', '{owner_user_id}');
select sync.grant_columns('org.team_memberships', '{user_id,role,status,role_id}');
select sync.grant_columns('org.team_roles', '{permissions}');
select sync.grant_columns('org.freelancer_profiles', '{user_id}');
select sync.grant_columns('projects.projects', '{client_business_id}');
select sync.grant_columns('projects.project_participants', '{profile_type,profile_id}');
select sync.grant_columns('projects.stage_assignments', '{status,ended_at,end_reason,accepted_at,freelancer_profile_id,team_id}');
select sync.grant_columns('projects.maintenance_contracts', '{}');
select sync.grant_columns('comms.project_channels', '{visibility,stage_id}');
select sync.grant_columns('comms.project_channel_participants', '{role,profile_id}');
select sync.grant_columns('comms.dm_participants', '{}');
select sync.grant_columns('marketplace.assets', '{}');
select sync.grant_columns('marketplace.asset_purchases', '{}');
select sync.grant_columns('finance.disputes', '{status}');
select sync.grant_columns('ops.moderation_flags', '{status}');
select sync.watch('ops.admin_users', 'user_id');
