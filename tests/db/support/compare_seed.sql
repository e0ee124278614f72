-- Compares the catalog of this database with the table "seed" that the caller has filled from seed_schema.tsv.
-- Leaves the view seed_report, a row a deviation: allowed or UNLISTED, what, where, and the reason.
set search_path = extensions, public, pg_catalog;

create temp view keys as
select c.conrelid as rel, c.contype, c.confrelid,
       (select string_agg(a.attname, ',' order by k.n) from unnest(c.conkey) with ordinality k (attnum, n)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum) as cols,
       (select string_agg(a.attname, ',' order by k.n) from unnest(c.confkey) with ordinality k (attnum, n)
          join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum) as refs
  from pg_constraint c where c.contype in ('p', 'u', 'f');

-- Whole, plain indexes only: one with a predicate or over expressions is no promise about all rows.
create temp view indexes as
select i.indrelid as rel, i.indisunique as is_unique,
       (select string_agg(a.attname, ',' order by k.n) from unnest(i.indkey::int2[]) with ordinality k (attnum, n)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
         where k.n <= i.indnkeyatts) as cols
  from pg_index i where i.indpred is null and i.indexprs is null and i.indisvalid;

create temp view deviations as
select 'missing table' as what, s.tab, null as cols, null as detail
  from seed s where s.kind = 'table'
   and not exists (select from pg_class c where c.oid = to_regclass(s.tab) and c.relkind in ('r', 'p'))
union all
select 'missing materialized view', s.tab, null, null
  from seed s where s.kind = 'view'
   and not exists (select from pg_class c where c.oid = to_regclass(s.tab) and c.relkind = 'm')
union all
select 'missing column', s.tab, s.cols, s.detail
  from seed s where s.kind = 'column'
   and not exists (select from pg_attribute a
                    where a.attrelid = to_regclass(s.tab) and a.attname = s.cols and a.attnum > 0 and not a.attisdropped)
union all
select 'type', s.tab, s.cols, format('%s, here %s', s.detail, format_type(a.atttypid, a.atttypmod))
  from seed s join pg_attribute a on a.attrelid = to_regclass(s.tab) and a.attname = s.cols and not a.attisdropped
 where s.kind = 'column' and a.atttypid is distinct from to_regtype(s.detail)::oid
union all
select 'domain', s.tab, s.cols, format('%s over %s', s.detail, format_type(t.typbasetype, -1))
  from seed s join pg_type t on t.oid = to_regtype(s.detail)::oid
 where s.kind = 'column' and t.typtype = 'd'
union all
select 'enum', s.tab, null, string_agg(s.cols, ',' order by s.n)
  from (select s.*, row_number() over () as n from seed s) s where s.kind = 'enum'
 group by s.tab
having string_agg(s.cols, ',' order by s.n) is distinct from
       (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = to_regtype(s.tab))
union all
select 'primary key', s.tab, s.cols, null
  from seed s where s.kind = 'pk'
   and not exists (select from keys k where k.rel = to_regclass(s.tab) and k.contype = 'p' and k.cols = s.cols)
union all
select 'foreign key', s.tab, s.cols, s.detail
  from seed s where s.kind = 'fk'
   and not exists (select from keys k where k.rel = to_regclass(s.tab) and k.contype = 'f' and k.cols = s.cols
                    and k.confrelid = to_regclass(regexp_replace(s.detail, '\.[^.]*$', ''))
                    and k.refs = regexp_replace(s.detail, '^.*\.', ''))
union all
select 'unique', s.tab, s.cols, null
  from seed s where s.kind = 'unique'
   and not exists (select from indexes i where i.rel = to_regclass(s.tab) and i.is_unique and i.cols = s.cols)
union all
select 'index', s.tab, s.cols, null
  from seed s where s.kind = 'index'
   and not exists (select from indexes i where i.rel = to_regclass(s.tab) and i.cols = s.cols);

-- The only deviations there may be, and why.
create temp table allowed (what text, tab text, cols text, reason text);
insert into allowed values
  ('unique', 'finance.wallets', 'owner_type,owner_id', 'unique together with the currency: one wallet per owner and currency'),
  ('domain', 'search.embeddings', 'embedding', 'pgvector is not installed here; a domain of its name stands in'),
  ('foreign key', 'analytics.earnings_by_stage_mv', 'project_stage_id', 'a materialized view has no foreign keys');

create temp view seed_report as
select case when coalesce(a.reason, b.reason) is null then 'UNLISTED' else 'allowed' end as verdict,
       d.what, d.tab, coalesce(d.cols, '') as cols, coalesce(d.detail, '') as detail,
       coalesce(a.reason, b.reason, '') as reason
  from deviations d
  left join allowed a on (a.what, a.tab, a.cols) = (d.what, d.tab, d.cols)
  left join (values ('auth', 'Supabase''s own where it is Supabase'),
                    ('storage', 'Supabase''s own where it is Supabase')) b (space, reason)
    on b.space = split_part(d.tab, '.', 1)
 order by 1 desc, 2, 3, 4;
