-- A client in SQL: what the gateway and the mirror do with the feed, in its plainest form. It looks at
-- sync.changes only; where it differs from what row security shows, the feed told too little.

create table test.mirror (login uuid, relation smallint, key uuid, scope_kind text, scope_id uuid, content jsonb, primary key (login, relation, key));
create table test.held (login uuid, kind text, id uuid, primary key (login, kind, id));
create table test.held_now (kind text, id uuid);

-- Reads what was added to the feed since the last call of test.forget_feed().
create function test.catch_up(client uuid) returns void
language plpgsql as $$
begin
    delete from test.held_now;
    if exists (select from sync.changes c join test.held h on h.login = client and h.kind = c.scope_kind and h.id = c.scope_id where c.notice)
       or not exists (select from test.held h where h.login = client) then
        insert into test.held_now select s.kind, s.id from security.scopes_of(client) s;
    else
        insert into test.held_now select h.kind, h.id from test.held h where h.login = client;
    end if;
    delete from test.mirror m where m.login = client and (m.scope_kind, m.scope_id) not in (select n.kind, n.id from test.held_now n);
    -- Rows that the feed names under a held scope are sent or deleted, whole scopes that are new are sent.
    delete from test.mirror m using sync.changes c
     where m.login = client and m.relation = c.relation and m.key = c.key and not c.notice
       and (c.scope_kind, c.scope_id) in (select n.kind, n.id from test.held_now n);
    insert into test.mirror
    select client, r.relation, r.key, r.scope_kind, r.scope_id, r.content
      from test.all_rows r join test.held_now n on n.kind = r.scope_kind and n.id = r.scope_id
     where not exists (select from test.held h where h.login = client and h.kind = n.kind and h.id = n.id)
        or exists (select from sync.changes c where c.relation = r.relation and c.key = r.key and not c.notice
                    and c.scope_kind = r.scope_kind and c.scope_id = r.scope_id)
    on conflict (login, relation, key) do update
       set scope_kind = excluded.scope_kind, scope_id = excluded.scope_id, content = excluded.content;
    delete from test.held h where h.login = client;
    insert into test.held select client, n.kind, n.id from test.held_now n;
end $$;

create function test.forget_feed() returns void
language sql as $$ delete from sync.changes $$;

create function test.differences(client uuid) returns setof text
language sql as $$
    with truth as (select r.relation, r.key, r.content from test.all_rows r
                    where (r.scope_kind, r.scope_id) in (select s.kind, s.id from security.scopes_of(client) s)),
         mirror as (select m.relation, m.key, m.content from test.mirror m where m.login = client)
    select 'lacks ' || x::text from (select * from truth except select * from mirror) x
    union all
    select 'has ' || x::text from (select * from mirror except select * from truth) x
$$;
