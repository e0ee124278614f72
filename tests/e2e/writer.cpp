#include "tests/e2e/writer.h"

#include "tests/support/until.h"

#include <QSet>

namespace projective::test {

namespace {

constexpr int reconnectMs = 60'000;

/// Refusals that belong to the game: somebody else was quicker, holds the row, or the schema forbids it.
bool isExpected(const QByteArray &sqlState)
{
    static const QSet<QByteArray> expected{
        "55P03", // lock_not_available: another's long transaction
        "40P01", // deadlock_detected
        "40001", // serialization_failure
        "23505", // unique_violation
        "23503", // foreign_key_violation
        "23514", // check_violation
        "P0002", // no_data_found: a row that went meanwhile
    };
    return expected.contains(sqlState);
}

} // namespace

Writer::Writer(int number, quint32 seed, const QByteArray &conninfo, const Ground &ground)
    : m_number(number)
    , m_random(seed + quint32(number))
    , m_ground(ground)
    , m_short(conninfo, "writer")
    , m_long(conninfo, "long writer")
{
}

void Writer::work(int edits, std::atomic<int> &progress)
{
    const qint64 end = m_count.committed + m_count.aborted + m_count.unknown + edits;
    while (m_problem.isEmpty() && m_count.committed + m_count.aborted + m_count.unknown < end) {
        shortTransaction(progress);
        if (m_longLeft > 0 && --m_longLeft == 0)
            endLong();
        else if (m_longLeft == 0 && chance(4))
            longTransaction();
    }
}

void Writer::finish()
{
    if (m_longLeft > 0)
        endLong();
}

bool Writer::connected(gateway::Database &database)
{
    if (database.isOpen())
        return true;
    if (!until([&] { return database.reopen(); }, reconnectMs)) {
        m_problem = QStringLiteral("no connection for a minute");
        return false;
    }
    // Waiting for a long transaction would keep this writer from the barrier.
    return run(database, "set lock_timeout = '30ms'; set client_min_messages = error");
}

bool Writer::run(gateway::Database &database, const QByteArray &sql)
{
    if (database.run(sql))
        return true;
    const gateway::Failure failure = database.lastFailure();
    if (!database.isOpen() || failure.sqlState.isEmpty() || failure.sqlState.startsWith("57P")) {
        ++m_count.lost;
        database.close();
    } else {
        if (!isExpected(failure.sqlState))
            m_problem = QString::fromUtf8(failure.sqlState + ' ' + failure.message + ": " + sql);
        database.rollback();
    }
    return false;
}

void Writer::shortTransaction(std::atomic<int> &progress)
{
    m_said.clear();
    const int edits = 1 + below(5);
    if (!connected(m_short) || !run(m_short, "begin"))
        return;
    progress += edits;
    for (int i = 0; i < edits; ++i) {
        const bool undone = chance(5);
        const qsizetype said = m_said.size();
        QByteArray sql = randomEdit();
        if (undone) {
            sql = "savepoint s; " + sql + "; rollback to s";
            m_said.resize(said);
        }
        if (!run(m_short, sql)) {
            m_count.aborted += edits;
            return;
        }
    }
    if (chance(12)) {
        m_count.aborted += run(m_short, "rollback") ? edits : 0;
        return;
    }
    const qint64 lost = m_count.lost;
    if (run(m_short, "commit")) {
        m_count.committed += edits;
        m_acknowledged += m_said;
    } else if (m_count.lost > lost) {
        m_count.unknown += edits;
    } else {
        m_count.aborted += edits;
    }
}

void Writer::longTransaction()
{
    m_said.clear();
    if (!connected(m_long) || !run(m_long, "begin"))
        return;
    m_longEdits = 1 + below(4);
    // Its own ground, so that it hinders the others only here and there.
    const QByteArray project = quote(m_ground.projects[m_number % m_ground.projects.size()]);
    for (int i = 0; i < m_longEdits; ++i) {
        const QByteArray sql = chance(50)
            ? "update projects.projects set description = " + text("long") + " where id = " + project
            : "update projects.project_stages set name = " + text("long") + " where project_id = " + project;
        if (!run(m_long, sql)) {
            m_count.aborted += m_longEdits;
            return;
        }
    }
    m_longLeft = 5 + below(60);
}

void Writer::endLong()
{
    m_longLeft = 0;
    const qint64 lost = m_count.lost;
    const bool commits = chance(70);
    const bool done = m_long.isOpen() && run(m_long, commits ? "commit" : "rollback");
    (done && commits                         ? m_count.committed
            : commits && m_count.lost > lost ? m_count.unknown
                                             : m_count.aborted)
        += m_longEdits;
}

QByteArray Writer::randomEdit()
{
    static const int total = [] {
        int sum = 0;
        for (const Kind &kind : kinds())
            sum += kind.weight;
        return sum;
    }();
    int left = below(total);
    for (const Kind &kind : kinds()) {
        left -= kind.weight;
        if (left < 0)
            return (this->*kind.edit)();
    }
    Q_UNREACHABLE();
}

QByteArray Writer::one(const QList<QUuid> &of)
{
    return quote(of[below(int(of.size()))]);
}

QByteArray Writer::quote(const QUuid &id)
{
    return '\'' + id.toByteArray(QUuid::WithoutBraces) + '\'';
}

QUuid Writer::newId()
{
    QByteArray bytes(16, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(below(256));
    return QUuid::fromRfc4122(bytes);
}

QByteArray Writer::text(const char *what)
{
    // Quotes, backslashes and letters outside of ASCII must travel too.
    static const QByteArrayList tails{"", " ö€", " ''quoted''", " \\back", " 漢字🎈", "\n\tindented"};
    return '\'' + QByteArray(what) + ' ' + QByteArray::number(m_number) + '/' + QByteArray::number(++m_texts)
        + tails[below(int(tails.size()))] + '\'';
}

} // namespace projective::test
