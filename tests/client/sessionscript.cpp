#include "sessionscript.h"

#include "sync/protocol/version.h"

#include <type_traits>

namespace projective::testing {

using namespace session;

namespace {

QString text(const protocol::ClientMessage &message)
{
    return std::visit(
        [](const auto &value) -> QString {
            using T = std::decay_t<decltype(value)>;
            QString line = QLatin1String(T::name);
            if constexpr (std::is_same_v<T, protocol::Ack>)
                line += QStringLiteral(" %1").arg(value.bytes);
            else if constexpr (std::is_same_v<T, protocol::TokenRenewal>)
                line += QLatin1Char(' ') + value.token;
            else if constexpr (std::is_same_v<T, protocol::Hello>)
                line += QLatin1Char(' ') + value.token + QLatin1Char(' ') + value.cursor.snapshot;
            return line;
        },
        message);
}

QString state(SyncStatus::State value)
{
    static const char *const names[]
        = {"signed-out", "offline", "connecting", "syncing", "synced", "sign-in-again", "failed"};
    return QLatin1String(names[static_cast<int>(value)]);
}

struct Line {
    QString operator()(const Open &) const { return QStringLiteral("open"); }
    QString operator()(const Close &close) const { return QStringLiteral("close ") + errorCodeName(close.why.code); }
    QString operator()(const FetchToken &) const { return QStringLiteral("fetch-token"); }
    QString operator()(const Send &send) const { return QStringLiteral("send ") + text(send.message); }
    QString operator()(const SendScopes &) const { return QStringLiteral("send-scopes"); }
    QString operator()(const SendCommand &send) const { return QStringLiteral("command %1").arg(send.entry.number); }
    QString operator()(const SendPage &page) const
    {
        return QStringLiteral("page %1 %2").arg(page.relation).arg(page.rows);
    }
    QString operator()(const Ping &) const { return QStringLiteral("ping"); }
    QString operator()(const AdoptCatalog &) const { return QStringLiteral("adopt-catalog"); }
    QString operator()(const BeginRound &) const { return QStringLiteral("begin"); }
    QString operator()(const Stage &) const { return QStringLiteral("stage"); }
    QString operator()(const CommitRound &round) const { return QStringLiteral("commit ") + round.cursor.snapshot; }
    QString operator()(const AbandonRound &) const { return QStringLiteral("abandon"); }
    QString operator()(const Reconcile &value) const { return QStringLiteral("reconcile %1").arg(value.lastCommand); }
    QString operator()(const ReplaceInstallation &) const { return QStringLiteral("replace-installation"); }
    QString operator()(const FailCommand &value) const
    {
        return QStringLiteral("fail %1 %2").arg(value.number).arg(value.code);
    }
    QString operator()(const WakeAt &wake) const { return QStringLiteral("wake %1").arg(wake.atMs); }
    QString operator()(const Report &report) const
    {
        QString line = QStringLiteral("status ") + state(report.state);
        if (report.rowsReceived > 0 || report.rowsExpected > 0)
            line += QStringLiteral(" %1/%2").arg(report.rowsReceived).arg(report.rowsExpected);
        if (report.error)
            line += QLatin1Char(' ') + errorCodeName(report.error->code);
        return line;
    }
};

} // namespace

QStringList lines(const Instructions &instructions, bool withWake)
{
    QStringList result;
    for (const Instruction &instruction : instructions) {
        if (withWake || !std::holds_alternative<WakeAt>(instruction))
            result.append(std::visit(Line(), instruction));
    }
    return result;
}

Instructions SessionScript::raw(const Event &event)
{
    const Instructions instructions = m_session.handle(event, m_now);
    for (const Instruction &instruction : instructions) {
        if (const auto *wake = std::get_if<WakeAt>(&instruction))
            m_wake = wake->atMs;
    }
    return instructions;
}

QStringList SessionScript::after(qint64 ms, const Event &event)
{
    m_now += ms;
    return give(event);
}

QStringList SessionScript::pass(qint64 ms)
{
    QStringList said;
    const qint64 end = m_now + ms;
    while (m_wake && *m_wake <= end) {
        m_now = std::max(m_now, *m_wake);
        m_wake.reset();
        said += give(Tick{});
    }
    m_now = end;
    return said;
}

void SessionScript::give(std::initializer_list<Event> events)
{
    for (const Event &event : events)
        raw(event);
}

void SessionScript::greet()
{
    give({Start{}, token(), opened()});
}

void SessionScript::goLive(const QList<Entry> &entries, quint64 nextNumber, quint64 lastCommand)
{
    greet();
    give({welcome(lastCommand), Reconciled{false, nextNumber, entries}, begin(), commit(), RoundStored{}});
}

Event welcome(quint64 lastCommand, qint64 tokenSeconds)
{
    // A server whose clock is a year off.
    constexpr qint64 serverTime = 1'800'000'000'000'000;
    return Arrived{
        protocol::Welcome{protocol::version, lastCommand, serverTime, serverTime + tokenSeconds * 1'000'000, {}}, 100};
}

Event begin(bool last)
{
    protocol::RoundBegin value;
    value.last = last;
    return Arrived{value, 20};
}

Event commit()
{
    return Arrived{protocol::RoundCommit{{QStringLiteral("db"), QStringLiteral("7:9:")}}, 20};
}

Event rows(int count, qint64 bytes)
{
    return Arrived{protocol::Rows{1, count, {}}, bytes};
}

Event token(qint64 lifetimeMs)
{
    return TokenReady{QStringLiteral("T"), lifetimeMs};
}

Event opened()
{
    return Opened{Standing{QUuid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), QStringLiteral("test"), "v1",
        {QStringLiteral("db"), QStringLiteral("5:6:")}, {}, {}}};
}

Event closed(ErrorCode code)
{
    return Closed{Error{code, {}}};
}

Event goodbye(ErrorCode code, qint64 retryAfterMs)
{
    return Arrived{protocol::Goodbye{code, {}, retryAfterMs}, 30};
}

Event deferred(quint64 number, qint64 retryAfterMs)
{
    return Arrived{protocol::CommandDeferred{number, QStringLiteral("too_many_requests"), retryAfterMs}, 30};
}

Event refused(quint64 number, const QString &code, quint64 lastCommand)
{
    return Arrived{protocol::CommandRefused{number, code, lastCommand}, 30};
}

EntryId entry(int n)
{
    return EntryId(QUuid(static_cast<uint>(n), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
}

} // namespace projective::testing
