-- An invited person joins the business.
create or replace function api.join_business(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_name text;
begin
  perform api.check_args(args, '{"business": "uuid"}');
  perform api.check_expected(expected);
  update org.business_memberships m set status = 'active'
   where m.business_profile_id = (args ->> 'business')::uuid and m.user_id = ctx.user_id and m.status = 'invited';
  if not found then
    perform api.reject('not_found', 'business');
  end if;
  select b.name into v_name from org.business_profiles b where b.id = (args ->> 'business')::uuid;
  perform api.emit(ctx, 'member.joined', null, 'org.business_profiles', (args ->> 'business')::uuid,
    jsonb_build_object('workspace', v_name, 'member', api.person_name(ctx.user_id)), api.to_members((args ->> 'business')::uuid, 'owner', 'admin'));
end $$;
comment on function api.join_business(api.context, jsonb, jsonb) is 'The invited person himself.';
