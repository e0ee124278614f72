-- Prints backend.json: where the embedded backend listens and whom one can sign in as. Variables: gateway (the JSON that
-- the gateway wrote when it got ready), conninfo.
select jsonb_pretty(jsonb_build_object(
  'http', :'gateway'::jsonb -> 'http',
  'gateway', :'gateway'::jsonb -> 'sync',
  'auth', :'gateway'::jsonb -> 'auth',
  'storage', (:'gateway'::jsonb ->> 'http') || '/storage/v1',
  'postgres', :'conninfo',
  'people', (
    select jsonb_agg(jsonb_build_object('name', u.display_name, 'about', s.about, 'email', a.email, 'password', 'projective', 'workspaces', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'id', id, 'name', name) order by kind, name), '[]')
      from (
        select 'freelancer' as kind, f.id, u.display_name as name from org.freelancer_profiles f where f.user_id = a.id
        union all
        select 'business', b.id, b.name from org.business_profiles b join org.business_memberships m on m.business_profile_id = b.id
        where m.user_id = a.id and m.status = 'active'
        union all
        select 'team', t.id, t.name from org.teams t join org.team_memberships m on m.team_id = t.id
        where m.user_id = a.id and m.status = 'active') w)) order by s.place, a.created_at, a.email)
    from auth.users a join org.users_public u on u.user_id = a.id
    -- In the order in which the story meets them.
    left join (values
      (1, 'mara@northwind.example', 'Owns Northwind Ltd: approves work, pays'),
      (2, 'ines@romero.example', 'Designer, freelance and in Pixel Crew'),
      (3, 'lena@studionord.example', 'Leads the team Studio Nord'),
      (4, 'omar@northwind.example', 'Keeps the money at Northwind Ltd'),
      (5, 'ravi@studionord.example', 'Engineer in Studio Nord'),
      (6, 'noor@studionord.example', 'Writes Arabic and English in Studio Nord'),
      (7, 'tomas@becker.example', 'Hires for his agency, leads Pixel Crew'),
      (8, 'aiko@kaiyo.example', 'Illustrator, and owns Kaiyo Labs'),
      (9, 'grace@projective.example', 'Moderator: decides disputes')) s (place, email, about) on s.email = a.email)));
