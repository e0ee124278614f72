-- A business that buys work; who creates it owns it.
create or replace function api.create_business(ctx api.context, expected jsonb, args jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  perform api.check_args(args, '{"business": "uuid", "name": "text 1 120", "legal_name?": "text 0 200", "country?": "text 2 2",
    "billing_email?": "text 3 254", "display_name?": "text 1 80"}');
  perform api.check_expected(expected);
  perform api.name_person(ctx.user_id, args ->> 'display_name');
  insert into org.business_profiles (id, owner_user_id, name, legal_name, country, billing_email, created_at)
  values ((args ->> 'business')::uuid, ctx.user_id, args ->> 'name', args ->> 'legal_name', args ->> 'country',
          args ->> 'billing_email', api.now());
  insert into org.business_memberships (business_profile_id, user_id, role, status, created_at)
  values ((args ->> 'business')::uuid, ctx.user_id, 'owner', 'active', api.now());
  perform api.emit(ctx, 'profile.created', null, 'org.business_profiles', (args ->> 'business')::uuid,
    jsonb_build_object('workspace', args ->> 'name'));
end $$;
comment on function api.create_business(api.context, jsonb, jsonb) is 'Anyone: a business of his own.';
