-- The database is the schema it was designed from, but for what is listed in support/compare_seed.sql.
-- Run from the folder of this file; compare_seed.sh does the same against any deployed database.
begin;
create extension if not exists pgtap;
select plan(4);

create temp table seed (kind text, tab text, cols text, detail text);
\copy seed from program 'grep -v ^# seed_schema.tsv'
\ir support/compare_seed.sql

select is((select count(*) from seed where kind = 'table')::int, 67, 'the schema has 67 tables');
select is((select count(*) from seed where kind = 'view')::int, 1, 'one view');
select is((select count(distinct tab) from seed where kind = 'enum')::int, 6, 'and six enums');
select is_empty($$ select what, tab, cols, detail from seed_report where verdict = 'UNLISTED' $$,
  'and the database deviates only where the list says so');

select * from finish();
rollback;
