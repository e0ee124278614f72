-- Whether the sign-in that a token names is over. Supabase deletes the row of a session that is signed out; a token without a
-- session (one that a server made for itself) has none that could end.

create or replace function security.has_ended(session uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
    return session is not null and not exists (select from auth.sessions s where s.id = session);
end $$;
comment on function security.has_ended(uuid) is 'A session of Supabase Auth that is not there any more: signed out, or revoked.';
revoke all on function security.has_ended(uuid) from public;
grant execute on function security.has_ended(uuid) to projective_gateway;
