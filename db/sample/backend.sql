-- Prints backend.json: where the embedded backend listens and whom one can sign in as. Variables: gateway (the JSON that
-- the gateway wrote when it got ready), conninfo.
select jsonb_pretty(jsonb_build_object(
  'http', :'gateway'::jsonb -> 'http',
  'gateway', :'gateway'::jsonb -> 'sync',
  'auth', :'gateway'::jsonb -> 'auth',
  'storage', (:'gateway'::jsonb ->> 'http') || '/storage/v1',
  'postgres', :'conninfo',
  'people', (
    select jsonb_agg(jsonb_build_object('name', u.display_name, 'email', a.email, 'password', 'projective', 'workspaces', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'id', id, 'name', name) order by kind, name), '[]')
      from (
        select 'freelancer' as kind, f.id, u.display_name as name from org.freelancer_profiles f where f.user_id = a.id
        union all
        select 'business', b.id, b.name from org.business_profiles b join org.business_memberships m on m.business_profile_id = b.id
        where m.user_id = a.id and m.status = 'active'
        union all
        select 'team', t.id, t.name from org.teams t join org.team_memberships m on m.team_id = t.id
        where m.user_id = a.id and m.status = 'active') w)) order by a.created_at, a.email)
    from auth.users a join org.users_public u on u.user_id = a.id)));
