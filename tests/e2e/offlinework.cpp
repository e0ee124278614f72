#include "tests/e2e/offlinework.h"

#include "tests/e2e/people.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace projective::test {

namespace {

QString id(const QString &name)
{
    return textOf(idOf(name));
}

} // namespace

QString prepareOfflineWork(World &world)
{
    const QString mara = u"mara"_s;
    const QString northwind = acting(u"business:northwind"_s);
    QString problem;
    const auto run = [&](const QString &person, const QString &name, const QString &as, const QJsonObject &args,
                         const QJsonObject &expected = {}) {
        if (problem.isEmpty())
            problem = world.command(person, name, as, args, expected);
    };
    run(mara, u"top_up_wallet"_s, northwind, {{u"currency"_s, u"EUR"_s}, {u"amount_cents"_s, 100'000}});
    run(mara, u"create_project"_s, northwind,
        {{u"project"_s, id(u"project"_s)}, {u"title"_s, u"Project"_s}, {u"channel"_s, id(u"general"_s)}});
    run(mara, u"create_stage"_s, northwind,
        {{u"stage"_s, id(u"stage"_s)}, {u"project"_s, id(u"project"_s)}, {u"name"_s, u"Workshop"_s}, {u"order"_s, 1},
            {u"stage_type"_s, u"session"_s}, {u"channel"_s, id(u"channel"_s)},
            {u"budget"_s,
                QJsonObject{{u"rule"_s, id(u"rule"_s)}, {u"type"_s, u"fixed"_s}, {u"amount_currency"_s, u"EUR"_s},
                    {u"amount_cents"_s, 50'000}}}});
    run(mara, u"activate_project"_s, northwind, {{u"project"_s, id(u"project"_s)}});
    run(mara, u"assign_stage"_s, northwind,
        {{u"assignment"_s, id(u"assignment"_s)}, {u"stage"_s, id(u"stage"_s)}, {u"assignee_type"_s, u"freelancer"_s},
            {u"freelancer_profile_id"_s, id(u"freelancer:ines"_s)}});
    run(u"ines"_s, u"accept_assignment"_s, acting(u"freelancer:ines"_s), {{u"assignment"_s, id(u"assignment"_s)}},
        {{u"terms_hash"_s, world.value("select terms_hash from projects.stage_assignments")}});
    run(mara, u"fund_stages"_s, northwind, {{u"stages"_s, QJsonArray{id(u"stage"_s)}}});
    return problem;
}

QString workOffline(const Ctl &ines)
{
    const QString as = acting(u"freelancer:ines"_s);
    QString problem;
    const auto keep = [&problem](const Ctl::Answer &answer) {
        if (problem.isEmpty() && !answer.ok())
            problem = answer.said();
    };
    for (const QString &body : {u"First"_s, u"Second"_s, u"Third"_s}) {
        keep(ines.save(u"send_message"_s, as,
            {{u"message"_s, id(u"message:"_s + body)}, {u"channel"_s, id(u"channel"_s)}, {u"body"_s, body},
                {u"client_created_at"_s, u"2026-01-02T03:04:05.678Z"_s}}));
    }
    keep(ines.save(u"start_stage"_s, as, {{u"stage"_s, id(u"stage"_s)}}, {{u"status"_s, u"assigned"_s}}));
    keep(ines.save(u"submit_stage"_s, as,
        {{u"submission"_s, id(u"submission"_s)}, {u"stage"_s, id(u"stage"_s)}, {u"notes"_s, u"Done"_s}},
        {{u"status"_s, u"in_progress"_s}}));
    return problem;
}

QStringList rowsOfOfflineWork(World &world)
{
    // Server-made: ids that Postgres makes itself, every time of a row, the installation and what is derived from it. A
    // client's hello counts as no command, so its row says only which command was the last.
    const QString problem = world.run(R"sql(
        create or replace function pg_temp.rows_of(relation regclass) returns setof text language plpgsql as $$
        declare
            times constant text[] := array(select a.attname::text from pg_attribute a where a.attrelid = relation
                and a.atttypid = 'timestamptz'::regtype and a.attname <> 'client_created_at');
            own constant text[] := case when relation in ('projects.project_activity'::regclass, 'comms.notifications',
                'comms.mentions', 'security.audit_logs', 'ops.email_queue', 'ops.webhook_outbox', 'analytics.event_log',
                'sync.results') then '{id}' end;
        begin
            return query execute format('select %L || (to_jsonb(t) - $1)::text from %s t', relation::text || ' ', relation)
                using times || own;
        end $$;
        create or replace function pg_temp.all_rows() returns table (line text) language sql as $$
            with installation as (select c.id from sync.clients c where c.last_command > 4 and c.user_id = cases.id('user:ines')),
            relations as (
                select c.oid::regclass as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind = 'r' and n.nspname in ('security', 'org', 'projects', 'comms', 'finance', 'marketplace', 'ops', 'analytics')
                   and c.relname <> 'rate_limit_counters'
                union all select 'sync.results'::regclass),
            lines as (
                select r.line from relations, pg_temp.rows_of(relation) r (line)
                union all select 'last_command ' || coalesce(sum(c.last_command), 0) from sync.clients c),
            requests as (
                select string_agg(md5(i.id || ':' || n)::uuid::text, '|') as pattern from installation i, generate_series(1, 20) n)
            select regexp_replace(
                       regexp_replace(
                           case when q.pattern is null then l.line
                                else regexp_replace(l.line, (select string_agg(i.id::text, '|') from installation i), 'installation', 'g') end,
                           coalesce(q.pattern, 'none'), 'request', 'g'),
                       '"timestamp": "[^"]*"', '"timestamp": ""', 'g')
              from lines l cross join requests q
        $$;
    )sql");
    if (!problem.isEmpty())
        return {problem};
    const auto found = world.database().query("select line from pg_temp.all_rows() order by line collate \"C\"");
    if (!found)
        return {found.error().detail};
    QStringList rows;
    for (int row = 0; row < found->rows(); ++row)
        rows.append(QString::fromUtf8(found->view(row, 0)));
    return rows;
}

} // namespace projective::test
