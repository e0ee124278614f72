#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/ctl.h"
#include "tests/support/dump.h"
#include "tests/support/proxy.h"

#include "sync/base/ids.h"

#include <QTest>

using namespace projective;
using namespace projective::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 topUp = 500'000;
constexpr qint64 workshopPrice = 120'000;
constexpr qint64 buildPrice = 250'001; // does not divide by the split of 3334, 3333, 3333
constexpr qint64 lenasShare = 83'351; // 83,350.33 and the cent that rounding leaves: hers is the largest fraction
constexpr qint64 othersShare = 83'325; // 83,325.33

QString newId()
{
    return textOf(newUuid());
}

QString now()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

} // namespace

/// The whole of it, as people live it: one profile a person, the real gateway, a real Postgres. The functions are the
/// acts of one story and run in this order.
class TestStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyoneSignsIn();
    void maraSetsUpAProjectWithThreeStages();
    void sheOffersOneToInesAndOneToTheTeam();
    void bothAcceptTheTermsThatTheySee();
    void maraFundsBothInOneAct();
    void inesWorksOffline();
    void whatSheDidArrivesOnceAndInOrder();
    void aRevisionIsAskedForAndAnswered();
    void maraApprovesAndReleasesInOneAct();
    void theTeamDeliversAndItsPayIsSplit();
    void walletsStatementsAndLedgerAgree();
    void everyMirrorIsWhatItsUserMayRead();
    void aStrangerHasSeenNothing();

private:
    [[nodiscard]] Ctl person(const char *name) const { return Ctl(m_world->profile(QLatin1String(name))); }
    [[nodiscard]] QString value(const Ctl &who, const QString &select) const;
    [[nodiscard]] qint64 number(const QByteArray &select) const;
    [[nodiscard]] QString stageStatus(const Ctl &who, const QString &stage) const;
    [[nodiscard]] QStringList bodies(const Ctl &who, const QString &channel) const;
    void createStage(const QString &stage, const QString &name, const QString &type, qint64 cents,
        const QString &channel, int order);
    void accept(const Ctl &who, const QString &as, const QString &assignment);

    std::unique_ptr<World> m_world;
    std::unique_ptr<Proxy> m_inesLine;
    std::unique_ptr<Proxy> m_omarLine;
    const QString m_northwind = acting(u"business:northwind"_s);
    const QString m_freelance = acting(u"freelancer:ines"_s);
    const QString m_studio = acting(u"team:studio"_s);
    const QString m_project = newId();
    const QString m_workshop = newId();
    const QString m_build = newId();
    const QString m_handover = newId();
    const QString m_workshopChannel = newId();
    const QString m_buildChannel = newId();
    const QString m_toInes = newId();
    const QString m_toTeam = newId();
    /// Texts that nobody else would ever write: found where they must not be, they prove a leak.
    const QString m_titleCanary = u"Harbour "_s + newId();
    const QString m_chatCanary = u"canary-"_s + newId();
    const QString m_notesCanary = u"notes-"_s + newId();
};

#define RUN(call)                                                                                                      \
    do {                                                                                                               \
        const Ctl::Answer answer = (call);                                                                             \
        QVERIFY2(answer.ok(), qPrintable(answer.said()));                                                              \
    } while (false)

QString TestStory::value(const Ctl &who, const QString &select) const
{
    const QJsonArray rows = who.sql(select);
    const QJsonObject row = rows.isEmpty() ? QJsonObject() : rows[0].toObject();
    return row.isEmpty() ? QString() : row.begin()->toVariant().toString();
}

qint64 TestStory::number(const QByteArray &select) const
{
    return m_world->value(select).toLongLong();
}

QString TestStory::stageStatus(const Ctl &who, const QString &stage) const
{
    return value(
        who, u"SELECT status FROM project_stages WHERE lower(hex(id)) = '%1'"_s.arg(QString(stage).remove(u'-')));
}

QStringList TestStory::bodies(const Ctl &who, const QString &channel) const
{
    QStringList said;
    const QJsonArray rows
        = who.sql(u"SELECT body FROM project_messages WHERE lower(hex(channel_id)) = '%1' ORDER BY seq"_s.arg(
            QString(channel).remove(u'-')));
    for (const auto &row : rows)
        said.append(row.toObject().value(u"body"_s).toString());
    return said;
}

void TestStory::initTestCase()
{
    m_world = std::make_unique<World>();
    QVERIFY2(m_world->problem().isEmpty(), qPrintable(m_world->problem()));
    m_inesLine = std::make_unique<Proxy>(m_world->port());
    m_omarLine = std::make_unique<Proxy>(m_world->port());
    m_omarLine->listen();
}

void TestStory::everyoneSignsIn()
{
    for (const char *name : {"mara", "lena", "ravi", "noor", "ines", "omar"}) {
        const QString who = QLatin1String(name);
        const QString address = who == u"ines"_s ? m_inesLine->address()
            : who == u"omar"_s                   ? m_omarLine->address()
                                                 : m_world->address();
        RUN(person(name).login(address, World::email(who), World::password));
        RUN(person(name).sync());
    }
    const Ctl::Answer wrong = person("mara").login(m_world->address(), World::email(u"mara"_s), u"wrong"_s);
    QCOMPARE(wrong.exitCode, 5);
}

void TestStory::createStage(
    const QString &stage, const QString &name, const QString &type, qint64 cents, const QString &channel, int order)
{
    QJsonObject args{{u"stage"_s, stage}, {u"project"_s, m_project}, {u"name"_s, name}, {u"order"_s, order},
        {u"stage_type"_s, type},
        {u"budget"_s,
            QJsonObject{{u"rule"_s, newId()}, {u"type"_s, u"fixed"_s}, {u"amount_currency"_s, u"EUR"_s},
                {u"amount_cents"_s, cents}}}};
    if (!channel.isEmpty())
        args.insert(u"channel"_s, channel);
    RUN(person("mara").run(u"create_stage"_s, m_northwind, args));
}

void TestStory::maraSetsUpAProjectWithThreeStages()
{
    const Ctl mara = person("mara");
    RUN(mara.run(u"top_up_wallet"_s, m_northwind, {{u"currency"_s, u"EUR"_s}, {u"amount_cents"_s, topUp}}));
    RUN(mara.run(u"create_project"_s, m_northwind,
        {{u"project"_s, m_project}, {u"title"_s, m_titleCanary}, {u"channel"_s, newId()}}));
    createStage(m_workshop, u"Workshop"_s, u"session"_s, workshopPrice, m_workshopChannel, 1);
    createStage(m_build, u"Build"_s, u"management"_s, buildPrice, m_buildChannel, 2);
    createStage(m_handover, u"Handover"_s, u"session"_s, 50'000, {}, 3);
    RUN(mara.run(u"activate_project"_s, m_northwind, {{u"project"_s, m_project}}));

    QCOMPARE(value(mara, u"SELECT status FROM projects"_s), u"active"_s);
    QCOMPARE(value(mara, u"SELECT count(*) FROM project_stages WHERE status = 'open'"_s), u"3"_s);
    QCOMPARE(value(mara, u"SELECT count(*) FROM project_channels"_s), u"3"_s);
}

void TestStory::sheOffersOneToInesAndOneToTheTeam()
{
    const Ctl mara = person("mara");
    RUN(mara.run(u"assign_stage"_s, m_northwind,
        {{u"assignment"_s, m_toInes}, {u"stage"_s, m_workshop}, {u"assignee_type"_s, u"freelancer"_s},
            {u"freelancer_profile_id"_s, textOf(idOf(u"freelancer:ines"_s))}}));
    RUN(mara.run(u"assign_stage"_s, m_northwind,
        {{u"assignment"_s, m_toTeam}, {u"stage"_s, m_build}, {u"assignee_type"_s, u"team"_s},
            {u"team_id"_s, textOf(idOf(u"team:studio"_s))}}));
    QCOMPARE(value(mara, u"SELECT count(*) FROM project_stages WHERE status = 'assigned'"_s), u"2"_s);
}

void TestStory::accept(const Ctl &who, const QString &as, const QString &assignment)
{
    RUN(who.sync());
    // An invited person sees the deal with its terms, not the project.
    const QString hash = value(who, u"SELECT terms_hash FROM stage_assignments WHERE status = 'invited'"_s);
    QCOMPARE(hash.size(), 64);
    QCOMPARE(value(who, u"SELECT count(*) FROM projects"_s), u"0"_s);
    const Ctl::Answer stale
        = who.run(u"accept_assignment"_s, as, {{u"assignment"_s, assignment}}, {{u"terms_hash"_s, QString(64, u'0')}});
    QCOMPARE(stale.exitCode, 3);
    QCOMPARE(stale.object().value(u"state"_s).toString(), u"conflict"_s);
    RUN(who.run(u"accept_assignment"_s, as, {{u"assignment"_s, assignment}}, {{u"terms_hash"_s, hash}}));
    QCOMPARE(value(who, u"SELECT title FROM projects"_s), m_titleCanary);
}

void TestStory::bothAcceptTheTermsThatTheySee()
{
    accept(person("ines"), m_freelance, m_toInes);
    accept(person("lena"), m_studio, m_toTeam);
}

void TestStory::maraFundsBothInOneAct()
{
    const Ctl mara = person("mara");
    RUN(mara.run(u"fund_stages"_s, m_northwind, {{u"stages"_s, QJsonArray{m_workshop, m_build}}}));
    QCOMPARE(value(mara, u"SELECT sum(amount_cents) FROM escrows WHERE status = 'funded'"_s).toLongLong(),
        workshopPrice + buildPrice);
    QCOMPARE(value(mara, u"SELECT balance_cents FROM wallets"_s).toLongLong(), topUp - workshopPrice - buildPrice);
}

void TestStory::inesWorksOffline()
{
    const Ctl ines = person("ines");
    RUN(ines.sync());
    m_inesLine->cut();
    QCOMPARE(ines.sync(1).exitCode, 4);

    for (const QString &body : {u"First: "_s, u"Second: "_s, u"Third: "_s}) {
        RUN(ines.save(u"send_message"_s, m_freelance,
            {{u"message"_s, newId()}, {u"channel"_s, m_workshopChannel}, {u"body"_s, body + m_chatCanary},
                {u"client_created_at"_s, now()}}));
    }
    RUN(ines.save(u"start_stage"_s, m_freelance, {{u"stage"_s, m_workshop}}, {{u"status"_s, u"assigned"_s}}));
    RUN(ines.save(u"submit_stage"_s, m_freelance,
        {{u"submission"_s, newId()}, {u"stage"_s, m_workshop}, {u"notes"_s, m_notesCanary}},
        {{u"status"_s, u"in_progress"_s}}));
    // What moves money is never queued blind.
    QVERIFY(!ines.save(u"top_up_wallet"_s, m_freelance, {{u"currency"_s, u"EUR"_s}, {u"amount_cents"_s, 1}}).ok());

    // She sees her work at once; nobody else does.
    QCOMPARE(stageStatus(ines, m_workshop), u"submitted"_s);
    QCOMPARE(value(ines, u"SELECT count(*) FROM project_messages WHERE seq IS NULL"_s), u"3"_s);
    QCOMPARE(number("select count(*) from comms.project_messages"), 0);
    QCOMPARE(stageStatus(person("mara"), m_workshop), u"assigned"_s);
}

void TestStory::whatSheDidArrivesOnceAndInOrder()
{
    const Ctl ines = person("ines");
    m_inesLine->restore();
    RUN(ines.sync());
    RUN(ines.sync()); // and once more: nothing is left to send
    const QStringList said{u"First: "_s + m_chatCanary, u"Second: "_s + m_chatCanary, u"Third: "_s + m_chatCanary};
    QCOMPARE(bodies(ines, m_workshopChannel), said);
    QCOMPARE(
        value(ines, u"SELECT count(*) FROM local_commands"_s), u"1"_s); // the stale acceptance, kept with its reason
    QCOMPARE(value(ines, u"SELECT count(*) FROM local_pending"_s), u"0"_s);

    const Ctl mara = person("mara");
    RUN(mara.sync());
    QCOMPARE(bodies(mara, m_workshopChannel), said);
    QCOMPARE(stageStatus(mara, m_workshop), u"submitted"_s);
    QCOMPARE(value(mara, u"SELECT notes FROM stage_submissions"_s), m_notesCanary);
    QCOMPARE(number("select count(*) from projects.stage_submissions"), 1);
    QCOMPARE(
        number("select count(*) from projects.project_activity where kind in ('stage.started', 'stage.submitted')"), 2);
}

void TestStory::aRevisionIsAskedForAndAnswered()
{
    const Ctl mara = person("mara");
    const Ctl ines = person("ines");
    RUN(mara.run(u"request_revision"_s, m_northwind,
        {{u"request"_s, newId()}, {u"stage"_s, m_workshop}, {u"type"_s, u"minor"_s},
            {u"reason"_s, u"The agenda is missing"_s}},
        {{u"status"_s, u"submitted"_s}}));
    RUN(ines.sync());
    QCOMPARE(stageStatus(ines, m_workshop), u"revisions"_s);
    RUN(ines.run(u"submit_stage"_s, m_freelance,
        {{u"submission"_s, newId()}, {u"stage"_s, m_workshop}, {u"notes"_s, u"With the agenda"_s}},
        {{u"status"_s, u"revisions"_s}}));
    QCOMPARE(value(ines, u"SELECT max(version) FROM stage_submissions"_s), u"2"_s);
    QCOMPARE(value(ines, u"SELECT status FROM stage_revision_requests"_s), u"resolved"_s);
}

void TestStory::maraApprovesAndReleasesInOneAct()
{
    const Ctl mara = person("mara");
    RUN(mara.sync());
    RUN(mara.run(u"approve_stage"_s, m_northwind, {{u"stage"_s, m_workshop}, {u"release"_s, true}},
        {{u"status"_s, u"submitted"_s}}));
    QCOMPARE(stageStatus(mara, m_workshop), u"paid"_s);
    const Ctl ines = person("ines");
    RUN(ines.sync());
    QCOMPARE(stageStatus(ines, m_workshop), u"paid"_s);
    QCOMPARE(value(ines, u"SELECT balance_cents FROM wallets"_s).toLongLong(), workshopPrice);
    // Paid work stays readable, but is no longer talked about.
    const Ctl::Answer late = ines.run(u"send_message"_s, m_freelance,
        {{u"message"_s, newId()}, {u"channel"_s, m_workshopChannel}, {u"body"_s, u"One more"_s},
            {u"client_created_at"_s, now()}});
    QCOMPARE(late.exitCode, 3);
    QCOMPARE(late.object().value(u"code"_s).toString(), u"not_allowed"_s);
}

void TestStory::theTeamDeliversAndItsPayIsSplit()
{
    const Ctl lena = person("lena");
    const Ctl mara = person("mara");
    RUN(lena.run(u"send_message"_s, m_studio,
        {{u"message"_s, newId()}, {u"channel"_s, m_buildChannel}, {u"body"_s, u"We begin. "_s + m_chatCanary},
            {u"client_created_at"_s, now()}}));
    RUN(lena.run(u"start_stage"_s, m_studio, {{u"stage"_s, m_build}}, {{u"status"_s, u"assigned"_s}}));
    RUN(lena.run(u"submit_stage"_s, m_studio,
        {{u"submission"_s, newId()}, {u"stage"_s, m_build}, {u"notes"_s, u"Built"_s}},
        {{u"status"_s, u"in_progress"_s}}));
    RUN(mara.sync());
    QCOMPARE(bodies(mara, m_buildChannel), QStringList{u"We begin. "_s + m_chatCanary});
    RUN(mara.run(u"approve_stage"_s, m_northwind, {{u"stage"_s, m_build}, {u"release"_s, true}},
        {{u"status"_s, u"submitted"_s}}));

    const QString own = u"SELECT balance_cents FROM wallets WHERE owner_type = 'freelancer'"_s;
    for (const char *name : {"lena", "ravi", "noor"}) {
        RUN(person(name).sync());
        QCOMPARE(value(person(name), own).toLongLong(), QByteArray(name) == "lena" ? lenasShare : othersShare);
    }
    QCOMPARE(value(lena, u"SELECT balance_cents FROM wallets WHERE owner_type = 'team'"_s), u"0"_s);
    QCOMPARE(value(person("ravi"), u"SELECT count(*) FROM wallets WHERE owner_type = 'team'"_s), u"0"_s);
}

void TestStory::walletsStatementsAndLedgerAgree()
{
    QCOMPARE(m_world->value("select string_agg(v::text, '; ') from finance.verify() v"), QString());
    QCOMPARE(
        number("select -balance_cents from finance.wallets where owner_type = 'outside' and currency = 'EUR'"), topUp);
    QCOMPARE(number("select sum(balance_cents) from finance.wallets where owner_type = 'escrow'"), 0);
    QCOMPARE(topUp - workshopPrice - buildPrice + workshopPrice + lenasShare + 2 * othersShare, topUp);
    // On every mirror: each balance is the sum of the statement, whose lines chain without a gap.
    for (const char *name : {"mara", "ines", "lena", "ravi", "noor"}) {
        const QJsonArray wallets = person(name).sql(
            u"SELECT w.balance_cents AS balance, sum(CASE t.direction WHEN 'credit' THEN t.amount_cents ELSE "
            u"-t.amount_cents END) AS sum,"
            " count(*) AS lines, max(t.seq) AS seq FROM wallets w JOIN transactions t ON t.wallet_id = w.id GROUP BY w.id"_s);
        QVERIFY(!wallets.isEmpty());
        for (const auto &row : wallets) {
            const QJsonObject wallet = row.toObject();
            QCOMPARE(wallet.value(u"sum"_s), wallet.value(u"balance"_s));
            QCOMPARE(wallet.value(u"lines"_s), wallet.value(u"seq"_s));
        }
        QCOMPARE(value(person(name),
                     u"SELECT count(*) FROM transactions t JOIN transactions p ON p.wallet_id = t.wallet_id"
                     " AND p.seq = t.seq - 1 WHERE t.balance_after_cents <> p.balance_after_cents"
                     " + CASE t.direction WHEN 'credit' THEN t.amount_cents ELSE -t.amount_cents END"_s),
            u"0"_s);
    }
    QCOMPARE(
        value(person("mara"),
            u"SELECT group_concat(a, ' ') FROM (SELECT balance_after_cents AS a FROM transactions ORDER BY seq)"_s),
        u"500000 %1 129999"_s.arg(
            value(person("mara"), u"SELECT balance_after_cents FROM transactions WHERE seq = 2"_s)));
}

void TestStory::everyMirrorIsWhatItsUserMayRead()
{
    const auto catalog = readCatalog(m_world->database());
    QVERIFY2(catalog.has_value(), catalog ? "" : qPrintable(catalog.error().detail));
    for (const char *name : {"mara", "ines", "lena", "ravi", "noor", "omar"}) {
        RUN(person(name).sync());
        const auto mirror = dumpMirror(m_world->profile(QLatin1String(name)), *catalog);
        QVERIFY2(mirror.has_value(), mirror ? "" : qPrintable(mirror.error().detail));
        const auto server = dumpServer(m_world->database(), *catalog, idOf(u"user:"_s + QLatin1String(name)), *mirror);
        QVERIFY2(server.has_value(), server ? "" : qPrintable(server.error().detail));
        const QString difference = differenceOf(*mirror, *server);
        QVERIFY2(difference.isEmpty(), qPrintable(QLatin1String(name) + difference));
    }
}

void TestStory::aStrangerHasSeenNothing()
{
    const Ctl omar = person("omar");
    QCOMPARE(value(omar, u"SELECT count(*) FROM projects"_s), u"0"_s);
    QCOMPARE(value(omar, u"SELECT count(*) FROM project_messages"_s), u"0"_s);
    const QByteArray his = omar.files() + m_omarLine->heard();
    const QByteArray maras = person("mara").files();
    for (const QString &canary : {m_titleCanary, m_chatCanary, m_notesCanary}) {
        QVERIFY2(maras.contains(canary.toUtf8()), "the search itself does not find what is there");
        QVERIFY2(!his.contains(canary.toUtf8()), qPrintable(canary));
    }
    for (const QString &id : {m_project, m_workshop, m_build, m_toInes, m_toTeam}) {
        QVERIFY(maras.contains(QUuid::fromString(id).toRfc4122()));
        QVERIFY2(!his.contains(QUuid::fromString(id).toRfc4122()) && !his.contains(id.toLatin1()), qPrintable(id));
    }
}

QTEST_GUILESS_MAIN(TestStory)
#include "tst_story.moc"
