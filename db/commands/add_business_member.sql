-- Inviting somebody who has a login to a business; he becomes a member when he joins.
create or replace function api.add_business_member(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  v_name text;
begin
  perform api.check_args(args, '{"membership": "uuid", "business": "uuid", "user": "uuid", "role": "enum admin|finance|hiring_manager|viewer"}');
  perform api.check_expected(expected);
  if ctx.acting_kind <> 'business' or ctx.acting_id <> (args ->> 'business')::uuid or ctx.acting_role not in ('owner', 'admin') then
    perform api.deny(ctx, 'business', (args ->> 'business')::uuid, 'business');
  end if;
  perform api.check_user((args ->> 'user')::uuid);
  insert into org.business_memberships as m (id, business_profile_id, user_id, role, status, created_at)
  values ((args ->> 'membership')::uuid, ctx.acting_id, (args ->> 'user')::uuid, args ->> 'role', 'invited', api.now())
  on conflict on constraint business_memberships_business_user_key do update set status = 'invited', role = excluded.role where m.status = 'left';
  if not found then
    perform api.reject('already_member', 'user');
  end if;
  select b.name into v_name from org.business_profiles b where b.id = ctx.acting_id;
  perform api.emit(ctx, 'member.invited', null, 'org.business_profiles', ctx.acting_id,
    jsonb_build_object('workspace', v_name, 'kind', 'business', 'role', args ->> 'role'),
    array[row((args ->> 'user')::uuid, null, null)::api.recipient]);
end $$;
comment on function api.add_business_member(api.context, jsonb, jsonb) is 'Owner or admin: invites a login to the business in a role.';
