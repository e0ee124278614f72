#include "mirrorfixture.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>

using namespace projective;
using namespace projective::fixture;

// Random interleavings of server rounds, local commands, outcomes, withdrawals and restarts. After each step the
// mirror must be what an oracle says: the server's rows with the effects of what is pending run on top, in order. The
// oracle is a second mirror, made from nothing each time, so it never rewinds.

namespace {

class Interleaving
{
public:
    explicit Interleaving(quint32 seed)
        : m_random(seed)
        , m_outbox(*Outbox::open(m_profile.folder(), m_profile.user))
    {
        m_profile.installation = m_outbox.installation();
        m_mirror = *m_profile.openMirror();
        check(m_mirror->applyCatalog(catalogJson()));
        for (int i = 0; i < 4; ++i) {
            const Project project{newUuid(), m_projects, QStringLiteral("p%1").arg(i)};
            m_server.insert({project.id, project});
        }
        QList<QByteArray> tuples;
        for (const auto &[id, project] : m_server)
            tuples.append(projectTuple(project));
        protocol::RoundBegin begin;
        begin.granted = {m_projects, m_channel};
        check(round(*m_mirror, begin, {rows(projectsId, tuples)}, ++m_cursor));
    }

    void step()
    {
        switch (m_random.bounded(8)) {
        case 0:
        case 1:
        case 2:
            return submit();
        case 3:
            return sendOne();
        case 4:
            return serverRound(false);
        case 5:
            return serverRound(true);
        case 6:
            return withdrawOne();
        default:
            return restart();
        }
    }

    /// Everything pending is settled: the mirror must be the server.
    void settleAll()
    {
        for (int i = 0; i < 1000 && m_outbox.pendingCount() > 0; ++i) {
            sendOne();
            serverRound(true);
        }
    }

    QString actual() { return dump(*m_mirror); }
    QString expected(bool withPending)
    {
        Profile other;
        other.user = m_profile.user;
        auto oracle = *other.openMirror();
        check(oracle->applyCatalog(catalogJson()));
        QList<QByteArray> projects;
        for (const auto &[id, project] : m_server)
            projects.append(projectTuple(project));
        check(round(
            *oracle, {}, {rows(projectsId, projects), rows(messagesId, m_messages), rows(resultsId, m_results)}, 1));
        if (withPending)
            check(oracle->setPending(m_outbox.entries(), {}));
        return dump(*oracle);
    }
    int pending() const { return m_outbox.pendingCount(); }

private:
    template <typename T>
    static void check(const Result<T> &result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
    }
    QUuid anyProject()
    {
        auto at = m_server.begin();
        std::advance(at, m_random.bounded(static_cast<int>(m_server.size())));
        return at->first;
    }

    void submit()
    {
        const bool posts = m_random.bounded(2) == 0;
        const Command command = posts ? post(newUuid(), m_channel.id, QStringLiteral("m%1").arg(m_random.bounded(1000)))
                                      : rename(anyProject(), QStringLiteral("+%1").arg(m_random.bounded(10)));
        const auto entry
            = m_outbox.add(EntryId(newUuid()), command, CommandClass::Queue, entitiesOfTest(command), true, 1);
        check(entry);
        check(m_mirror->add(*entry));
    }

    void sendOne()
    {
        const auto ready = m_outbox.sendable();
        if (ready.isEmpty())
            return;
        const auto sent = m_outbox.markSent(ready[m_random.bounded(static_cast<int>(ready.size()))].id);
        check(sent);
        check(m_mirror->follow({{*sent}, {}}));
    }

    /// What the server does with the next number: as the client predicted, otherwise, or not at all.
    void execute(const OutboxEntry &entry, QList<RoundBuffer::Frame> &frames)
    {
        const bool refuse = m_random.bounded(4) == 0;
        if (!refuse && entry.command.name == QLatin1String("post")) {
            const Message message{QUuid::fromString(entry.command.args[QLatin1String("message")].toString()), m_channel,
                m_profile.user.uuid(), entry.command.args[QLatin1String("body")].toString(), ++m_seq};
            m_messages.append(messageTuple(message));
            frames.append(rows(messagesId, {m_messages.last()}));
        } else if (!refuse) {
            Project &project = m_server[QUuid::fromString(entry.command.args[QLatin1String("project")].toString())];
            project.title += entry.command.args[QLatin1String("add")].toString();
            ++project.version;
            frames.append(rows(projectsId, {projectTuple(project)}));
        }
        m_results.append(resultTuple(
            m_profile.installation, entry.number, refuse ? QStringLiteral("rejected") : QStringLiteral("applied")));
        frames.append(rows(resultsId, {m_results.last()}));
    }

    void serverRound(bool settles)
    {
        QList<RoundBuffer::Frame> frames;
        if (m_random.bounded(2) == 0) {
            Project &project = m_server[anyProject()];
            project.title = QStringLiteral("t%1").arg(m_random.bounded(1000));
            ++project.version;
            frames.append(rows(projectsId, {projectTuple(project)}));
        }
        if (m_random.bounded(6) == 0) {
            const Project project{newUuid(), m_projects, QStringLiteral("new")};
            m_server.insert({project.id, project});
            frames.append(rows(projectsId, {projectTuple(project)}));
        }
        if (m_random.bounded(8) == 0 && m_server.size() > 2) {
            const QUuid gone = anyProject();
            m_server.erase(gone);
            frames.append(protocol::Deletes{projectsId, {gone}});
        }
        const auto sent = m_outbox.sentEntries();
        for (const OutboxEntry &entry : sent) {
            const bool renamesGone = entry.command.name == QLatin1String("rename")
                && m_server.count(QUuid::fromString(entry.command.args[QLatin1String("project")].toString())) == 0;
            if (renamesGone)
                m_server.insert({QUuid::fromString(entry.command.args[QLatin1String("project")].toString()),
                    Project{QUuid::fromString(entry.command.args[QLatin1String("project")].toString()), m_projects,
                        QStringLiteral("back")}});
            if (settles && m_random.bounded(2) == 0)
                execute(entry, frames);
            if (renamesGone)
                frames.append(rows(projectsId,
                    {projectTuple(
                        m_server[QUuid::fromString(entry.command.args[QLatin1String("project")].toString())])}));
        }
        const auto change = round(*m_mirror, {}, frames, ++m_cursor);
        check(change);
        const auto settled = m_outbox.settle(change->outcomes);
        check(settled);
        check(m_mirror->follow(*settled));
    }

    void withdrawOne()
    {
        const auto ready = m_outbox.sendable();
        if (ready.isEmpty())
            return;
        const auto change = m_outbox.withdraw(ready.last().id);
        if (change)
            check(m_mirror->follow(*change));
    }

    void restart()
    {
        m_mirror.reset();
        m_outbox = *Outbox::open(m_profile.folder(), m_profile.user);
        m_mirror = *m_profile.openMirror();
        check(m_mirror->setPending(m_outbox.entries(), {}));
    }

    QRandomGenerator m_random;
    Profile m_profile;
    Outbox m_outbox;
    std::unique_ptr<Mirror> m_mirror;
    Scope m_projects = scope(QStringLiteral("project"));
    Scope m_channel = scope(QStringLiteral("channel"));
    std::map<QUuid, Project> m_server;
    QList<QByteArray> m_messages;
    QList<QByteArray> m_results;
    qint64 m_seq = 0;
    int m_cursor = 0;
};

} // namespace

class TestRebase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interleavings_mirrorIsServerPlusPending_data();
    void interleavings_mirrorIsServerPlusPending();
    void conflict_isSaidAndRebuildHeals();
    void effects_thatFailDoNotStopTheRound();
};

void TestRebase::interleavings_mirrorIsServerPlusPending_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestRebase::interleavings_mirrorIsServerPlusPending()
{
    QFETCH(quint32, seed);
    Interleaving world(seed);
    for (int i = 0; i < 30; ++i) {
        world.step();
        const QString expected = world.expected(true);
        const QString actual = world.actual();
        QVERIFY2(actual == expected,
            qPrintable(QStringLiteral("step %1\nactual\n%2\nexpected\n%3").arg(i).arg(actual, expected)));
    }
    world.settleAll();
    QCOMPARE(world.pending(), 0);
    QCOMPARE(world.actual(), world.expected(false));
}

void TestRebase::conflict_isSaidAndRebuildHeals()
{
    Profile profile;
    auto mirror = profile.openMirror();
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    const Project project{newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")};
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {projectTuple(project)})}, 1));
    OutboxEntry entry;
    entry.id = EntryId(newUuid());
    entry.command = rename(project.id, QStringLiteral("+"));
    VERIFY_OK((*mirror)->add(entry));
    // Somebody else wrote behind our back.
    VERIFY_OK((*mirror)->database().execute(QStringLiteral("UPDATE projects SET title = 'other'")));
    const auto change = round(**mirror, {}, {rows(projectsId, {projectTuple(project)})}, 2);
    QVERIFY(!change);
    QCOMPARE(change.error().code, ErrorCode::Internal);
    QCOMPARE(change.error().detail, QStringLiteral("rebase conflict"));
    VERIFY_OK((*mirror)->rebuild());
    QVERIFY((*mirror)->cursor().isNull());
    QCOMPARE((*mirror)->pendingCount(), 1);
    VERIFY_OK(round(**mirror, {}, {rows(projectsId, {projectTuple(project)})}, 3));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT title FROM projects")).toString(), QStringLiteral("a+"));
}

void TestRebase::effects_thatFailDoNotStopTheRound()
{
    Profile profile;
    const auto failing = [](const Command &, Prediction &prediction) -> Result<void> {
        const auto first = prediction.insert(
            QLatin1String("projects"), {QStringLiteral("project"), newUuid()}, {{QLatin1String("id"), newUuid()}});
        if (!first)
            return first;
        const auto rows = prediction.rows(QStringLiteral("SELECT no_such_column FROM projects"));
        return rows ? Result<void>() : tl::unexpected(rows.error());
    };
    auto mirror = Mirror::open({profile.folder(), profile.user, profile.installation, failing});
    VERIFY_OK((*mirror)->applyCatalog(catalogJson()));
    OutboxEntry entry;
    entry.id = EntryId(newUuid());
    entry.command = rename(newUuid(), QStringLiteral("+"));
    VERIFY_OK((*mirror)->add(entry));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM projects")).toInt(), 0);
    VERIFY_OK(round(**mirror, {},
        {rows(projectsId, {projectTuple({newUuid(), scope(QStringLiteral("project")), QStringLiteral("a")})})}, 1));
    QCOMPARE(value(**mirror, QStringLiteral("SELECT count(*) FROM projects")).toInt(), 1);
}

QTEST_GUILESS_MAIN(TestRebase)
#include "tst_rebase.moc"
