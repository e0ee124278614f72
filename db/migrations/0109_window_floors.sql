-- Where a window of time begins is found by counting rows of a scope from the newest down. With the kind of scope in the
-- index that reads no row of the table, and takes half as long.
drop index projects.project_activity_scope_idx;
create index project_activity_scope_idx on projects.project_activity (scope_id, created_at) include (scope_kind);
