-- The tables of synchronisation: which relations are mirrored, the feed of what changed in them,
-- the installations that send commands, and the outcomes they got.

create table sync.migrations (
    name        text primary key,
    sha256      text not null,
    applied_at  timestamptz not null default now()
);
comment on table sync.migrations is 'Files of db/ that were applied, with the digest they had.';

-- ---------------------------------------------------------------------------------------------
-- The catalog of relations
-- ---------------------------------------------------------------------------------------------
create table sync.relations (
    id             smallint primary key,
    relation       regclass not null unique,
    name           text not null unique,
    key_column     name not null,
    synced         boolean not null default true,
    grants         boolean not null default false,
    grant_columns  name[],
    has_public     boolean not null default false,
    columns        name[] not null,
    window_column  name,
    window_rows    int check (window_rows > 0),
    window_months  int check (window_months > 0),
    window_keep    text,
    constraint relations_window_is_whole check (
        (window_column is null and window_rows is null and window_months is null and window_keep is null)
        or (window_column is not null and num_nonnulls(window_rows, window_months) = 1))
);
comment on table sync.relations is
    'Mirrored relations, and (synced = false) those that only grant scopes. An id is given once and never reused.';
comment on column sync.relations.grant_columns is
    'Columns whose change can alter what somebody holds; null means any column, empty only insert and delete.';

-- ---------------------------------------------------------------------------------------------
-- The change feed
-- ---------------------------------------------------------------------------------------------
create table sync.changes (
    xid         xid8     not null default pg_current_xact_id(),
    relation    smallint not null,
    key         uuid     not null,
    scope_kind  text     not null,
    scope_id    uuid     not null,
    notice      boolean  not null default false
);
comment on table sync.changes is
    'Keys of rows that changed, under the scope they have or had. A notice only says: evaluate scopes_of again for who holds this scope.';
create index changes_xid on sync.changes (xid);
create index changes_scope on sync.changes (scope_id, xid);
-- Rows are only inserted, and deleted by the thousand once an hour.
alter table sync.changes set (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_scale_factor = 0.02);

create table sync.marks (
    taken_at  timestamptz primary key,
    oldest    xid8 not null
);
comment on table sync.marks is 'Which transaction was the oldest in progress at a time: what pruning by age goes by.';

create table sync.horizon (
    only_row  boolean primary key default true check (only_row),
    floor     xid8 not null
);
comment on table sync.horizon is 'Feed entries below floor were pruned; a cursor whose xmin is below it needs a fresh snapshot.';
insert into sync.horizon (floor) values ('3'::xid8);

-- ---------------------------------------------------------------------------------------------
-- Installations, outcomes of their commands, and the command catalog
-- ---------------------------------------------------------------------------------------------
create table sync.clients (
    id            uuid primary key,
    user_id       uuid not null,
    info          jsonb not null default '{}',
    last_command  bigint not null default 0 check (last_command >= 0),
    created_at    timestamptz not null default now(),
    last_seen_at  timestamptz not null default now(),
    scope_kind    text not null,
    scope_id      uuid not null,
    row_version   bigint not null default 1
);
comment on table sync.clients is 'An installation of the client. It belongs to one user for ever, and its last_command is never forgotten.';
create index clients_scope on sync.clients (scope_id);
create index clients_user on sync.clients (user_id);

create table sync.results (
    id           uuid primary key default sync.uuid7(),
    client_id    uuid not null references sync.clients (id) on delete cascade,
    number       bigint not null check (number > 0),
    command      text not null,
    args_hash    bytea not null,
    outcome      text not null check (outcome in ('applied', 'rejected', 'conflict')),
    code         text,
    field        text,
    params       jsonb,
    current      jsonb,
    created_at   timestamptz not null default now(),
    scope_kind   text not null,
    scope_id     uuid not null,
    row_version  bigint not null default 1,
    constraint results_one_per_number unique (client_id, number)
);
comment on table sync.results is 'The outcome of each command, written in the transaction of its effect; a repeat is answered from here.';
create index results_scope on sync.results (scope_id);
create index results_age on sync.results (created_at);

create table sync.faults (
    client_id  uuid not null references sync.clients (id) on delete cascade,
    number     bigint not null,
    sqlstate   text not null,
    count      int not null default 1,
    last_at    timestamptz not null default now(),
    primary key (client_id, number, sqlstate)
);
comment on table sync.faults is 'How often the server itself failed on a command, by SQLSTATE; the fifth time it becomes rejected(internal).';

create table sync.commands (
    id           uuid primary key default sync.uuid7(),
    name         text not null unique,
    class        text not null check (class in ('queue', 'precondition', 'online')),
    summary      text not null,
    scope_kind   text not null,
    scope_id     uuid not null,
    row_version  bigint not null default 1
);
comment on table sync.commands is 'The commands there are, and whether they may wait in a queue.';
create index commands_scope on sync.commands (scope_id);

create table sync.transitions (
    id           uuid primary key default sync.uuid7(),
    entity       text not null,
    from_status  text,
    to_status    text not null,
    command      text not null,
    actor        text not null,
    scope_kind   text not null,
    scope_id     uuid not null,
    row_version  bigint not null default 1,
    constraint transitions_are_distinct unique nulls not distinct (entity, from_status, to_status, command, actor)
);
comment on table sync.transitions is 'Legal changes of status: the guards of commands and the buttons of the client read the same rows.';
create index transitions_scope on sync.transitions (scope_id);
