// Session against a small model of gateway, network and outbox, in virtual time, with random order of everything that
// may happen in any order. What must hold: numbers rise by one and stay with their entry, the server runs each entry at
// most once and in the order of the numbers, and when the world is well again everything is settled.
#include "sync/client/session.h"
#include "sync/protocol/version.h"

#include <QHash>
#include <QTest>

#include <deque>
#include <random>

using namespace projective;
using namespace projective::session;

namespace {

class World
{
public:
    explicit World(quint64 seed)
        : m_random(seed)
        , m_session(seed)
    {
        give(Start{});
    }

    void step()
    {
        switch (m_random() % 12) {
        case 0:
            submit();
            break;
        case 1:
            withdrawOne();
            break;
        case 2:
            if (chance(6))
                cut();
            break;
        case 3:
            if (chance(10))
                give(Nudge{});
            break;
        case 4:
            passTime(static_cast<qint64>(m_random() % 20'000));
            break;
        case 5:
            if (chance(20))
                failStorage();
            break;
        default:
            deliver();
            break;
        }
    }
    /// Nothing fails any more: everything must come to its end within `steps` moves.
    bool settlesWithin(int steps)
    {
        m_well = true;
        for (int i = 0; i < steps; ++i) {
            if (m_outbox.isEmpty() && m_session.isLive())
                return true;
            if (!deliver())
                passTime(m_wake ? std::max<qint64>(0, *m_wake - m_now) : 1000);
        }
        return false;
    }
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] int executed() const { return static_cast<int>(m_executed.size()); }
    [[nodiscard]] int submitted() const { return m_made - m_withdrawn; }

private:
    struct ToClient {
        protocol::ServerMessage message;
        QList<quint64> outcomes; // with a RoundCommit
    };

    bool chance(int oneIn) { return !m_well && m_random() % static_cast<unsigned>(oneIn) == 0; }
    void expect(bool holds, const char *what)
    {
        if (!holds && m_problem.isEmpty())
            m_problem = QLatin1String(what);
    }
    void passTime(qint64 ms)
    {
        const qint64 end = m_now + ms;
        while (m_wake && *m_wake <= end) {
            m_now = std::max(m_now, *m_wake);
            m_wake.reset();
            give(Tick{});
        }
        m_now = end;
    }
    void submit()
    {
        if (m_well || m_outbox.size() > 60)
            return;
        const EntryId id(QUuid(static_cast<uint>(++m_made), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
        m_outbox.append({id, 0});
        give(Ready{{id, 0}});
    }
    void withdrawOne()
    {
        for (qsizetype i = 0; i < m_outbox.size(); ++i) {
            if (m_outbox[i].number != 0 || !chance(3))
                continue;
            const EntryId id = m_outbox.takeAt(i).id;
            ++m_withdrawn;
            return give(Withdrawn{id});
        }
    }
    void cut()
    {
        dropLink();
        give(Closed{{ErrorCode::Offline, {}}});
    }
    void dropLink()
    {
        // Of what was on its way to the server, some arrived; of the answers, none.
        for (size_t keep = m_toServer.empty() ? 0 : m_random() % (m_toServer.size() + 1); keep > 0; --keep)
            serverTakes();
        m_toServer.clear();
        m_toClient.clear();
        m_up = m_opening = false;
    }
    void failStorage() { give(StorageFailed{{ErrorCode::StorageFull, {}}}); }
    /// One thing that is on its way arrives; false when there is nothing.
    bool deliver()
    {
        if (m_tokenAsked) {
            m_tokenAsked = false;
            if (chance(5))
                give(TokenFailed{{ErrorCode::Offline, {}}});
            else
                give(TokenReady{QStringLiteral("T"), 3'600'000});
        } else if (m_opening) {
            m_opening = false;
            if (chance(5))
                give(Closed{{ErrorCode::Offline, {}}});
            else {
                m_up = true;
                give(Opened{});
            }
        } else if (!m_toServer.empty() && (m_toClient.empty() || m_random() % 2 == 0)) {
            serverTakes();
        } else if (!m_toClient.empty()) {
            const ToClient next = m_toClient.front();
            m_toClient.pop_front();
            m_arriving = next.outcomes;
            give(Arrived{next.message, 100});
        } else {
            return false;
        }
        return true;
    }
    void serverTakes()
    {
        const protocol::ClientMessage message = m_toServer.front();
        m_toServer.pop_front();
        if (std::holds_alternative<protocol::Hello>(message)) {
            m_toClient.push_back(
                {protocol::Welcome{protocol::version, static_cast<quint64>(m_executed.size()), 0, 3'600'000'000, {}},
                    {}});
            QList<quint64> all;
            for (quint64 n = 1; n <= static_cast<quint64>(m_executed.size()); ++n)
                all.append(n);
            sendRound(all);
        } else if (const auto *command = std::get_if<protocol::CommandMessage>(&message)) {
            serverRuns(*command);
        }
    }
    void serverRuns(const protocol::CommandMessage &command)
    {
        const quint64 last = static_cast<quint64>(m_executed.size());
        const EntryId id(QUuid::fromString(command.command));
        if (command.number <= last) {
            expect(m_executed[static_cast<qsizetype>(command.number) - 1] == id, "a number was given to two entries");
        } else if (command.number > last + 1) {
            m_toClient.push_back({protocol::CommandRefused{command.number, QStringLiteral("out_of_order"), last}, {}});
        } else if (chance(8)) {
            m_toClient.push_back(
                {protocol::CommandDeferred{command.number, QStringLiteral("too_many_requests"), 700}, {}});
        } else {
            expect(!m_executed.contains(id), "an entry ran twice");
            m_executed.append(id);
            sendRound({command.number});
        }
    }
    void sendRound(const QList<quint64> &outcomes)
    {
        m_toClient.push_back({protocol::RoundBegin{}, {}});
        m_toClient.push_back({protocol::RoundCommit{{QStringLiteral("db"), QStringLiteral("1:1:")}}, outcomes});
    }
    void send(const SendCommand &command)
    {
        const auto it
            = std::find_if(m_outbox.begin(), m_outbox.end(), [&](const Entry &e) { return e.id == command.entry.id; });
        expect(it != m_outbox.end(), "an entry was sent that is not in the outbox");
        if (it == m_outbox.end())
            return;
        if (it->number == 0) {
            expect(command.entry.number == m_next, "a number is not the next");
            it->number = m_next++;
        }
        expect(it->number == command.entry.number, "a number changed");
        protocol::CommandMessage message;
        message.number = it->number;
        message.command = it->id.toString();
        if (m_up)
            m_toServer.push_back(message);
    }
    void commit()
    {
        QList<quint64> settled;
        for (const quint64 number : std::as_const(m_arriving)) {
            if (m_outbox.removeIf([number](const Entry &entry) { return entry.number == number; }) > 0)
                settled.append(number);
        }
        m_answers.push_back(RoundStored{settled, static_cast<int>(m_outbox.size())});
    }
    void give(const Event &event)
    {
        m_answers.push_back(event);
        while (!m_answers.empty()) {
            const Event next = m_answers.front();
            m_answers.pop_front();
            for (const Instruction &instruction : m_session.handle(next, m_now))
                carryOut(instruction);
        }
    }
    void carryOut(const Instruction &instruction)
    {
        if (std::holds_alternative<Open>(instruction)) {
            expect(!m_up && !m_opening, "a second socket");
            m_opening = true;
        } else if (std::holds_alternative<Close>(instruction)) {
            dropLink();
        } else if (std::holds_alternative<FetchToken>(instruction)) {
            m_tokenAsked = true;
        } else if (const auto *sent = std::get_if<Send>(&instruction)) {
            if (m_up)
                m_toServer.push_back(sent->message);
        } else if (const auto *command = std::get_if<SendCommand>(&instruction)) {
            send(*command);
        } else if (std::holds_alternative<CommitRound>(instruction)) {
            commit();
        } else if (const auto *reconcile = std::get_if<Reconcile>(&instruction)) {
            expect(reconcile->lastCommand < m_next, "the server ran what was never sent");
            m_answers.push_back(Reconciled{false, m_next, m_outbox});
        } else if (const auto *wake = std::get_if<WakeAt>(&instruction)) {
            expect(wake->atMs >= m_now, "a wake-up in the past");
            m_wake = wake->atMs;
        } else {
            expect(!std::holds_alternative<FailCommand>(instruction)
                    && !std::holds_alternative<ReplaceInstallation>(instruction),
                "a healthy history was given up");
        }
    }

    std::mt19937_64 m_random;
    Session m_session;
    qint64 m_now = 0;
    std::optional<qint64> m_wake;
    std::deque<Event> m_answers;
    QList<Entry> m_outbox;
    quint64 m_next = 1;
    int m_made = 0;
    int m_withdrawn = 0;
    QList<EntryId> m_executed;
    std::deque<protocol::ClientMessage> m_toServer;
    std::deque<ToClient> m_toClient;
    QList<quint64> m_arriving;
    bool m_up = false;
    bool m_opening = false;
    bool m_tokenAsked = false;
    bool m_well = false;
    QString m_problem;
};

} // namespace

class TestSessionProperties : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anyOrderOfEvents_keepsTheInvariants()
    {
        int commands = 0;
        for (quint64 seed = 1; seed <= 400; ++seed) {
            World world(seed);
            for (int i = 0; i < 500; ++i)
                world.step();
            const bool settled = world.settlesWithin(5000);
            QVERIFY2(
                world.problem().isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(world.problem())));
            QVERIFY2(settled, qPrintable(QStringLiteral("seed %1: not settled").arg(seed)));
            QCOMPARE(world.executed(), world.submitted());
            commands += world.executed();
        }
        QVERIFY(commands > 5000); // the worlds were not idle
    }
};

QTEST_APPLESS_MAIN(TestSessionProperties)
#include "tst_sessionproperties.moc"
