// The part of a session that answers requests: acknowledgements, pages and commands.
#include "sync/gateway/clock.h"
#include "sync/gateway/session.h"

namespace projective::gateway {

namespace {
constexpr std::size_t maxCommandsWaiting = 1'000;
constexpr qsizetype maxCommandBytesWaiting = qsizetype{4} * 1024 * 1024;
constexpr std::size_t maxPagesWaiting = 64;
constexpr qint64 pauseMs = 1'000;

/// As it came: its names are texts of up to a message's size as well.
qsizetype sizeOf(const protocol::CommandMessage &command)
{
    return command.args.size() + command.expected.size() + command.command.size() + command.actingAs.size();
}
} // namespace

void Session::on(const protocol::Ack &ack)
{
    if (m_phase != Phase::Running)
        return end(ErrorCode::ProtocolError, QStringLiteral("no hello"));
    if (!m_out.acknowledge(ack.bytes, steadyMs()))
        return end(ErrorCode::ProtocolError, QStringLiteral("acknowledges what was not sent"));
    writable();
}

void Session::on(const protocol::PageWanted &page)
{
    const Catalog::Relation *relation = m_hub.services().catalog.find(page.relation);
    if (m_phase != Phase::Running || !relation || !relation->window || page.rows < 1 || page.rows > 1'000)
        return end(ErrorCode::ProtocolError, QStringLiteral("page"));
    if (m_pages.size() == maxPagesWaiting)
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many pages"), pauseMs);
    m_pages.push_back(page);
    writable();
}

void Session::on(const protocol::CommandMessage &command)
{
    if (m_phase != Phase::Running)
        return end(ErrorCode::ProtocolError, QStringLiteral("a command before the welcome"));
    if (m_deferredFrom > 0 && command.number > m_deferredFrom && steadyMs() < m_deferredUntilMs) {
        // Sent before the client knew that an earlier one has to be repeated: it would be out of order. After the wait
        // the database says whether it is: one whose answer was lost may have been committed, and is never repeated.
        send(protocol::CommandDeferred{command.number, m_deferral.code, m_deferral.retryAfterMs});
        return;
    }
    m_deferredFrom = 0;
    const qsizetype bytes = sizeOf(command);
    if (m_commands.size() == maxCommandsWaiting || m_commandBytes + bytes > maxCommandBytesWaiting)
        return end(ErrorCode::TooManyRequests, QStringLiteral("too many commands"), pauseMs);
    m_commands.push_back(command);
    m_commandBytes += bytes;
    runNextCommand();
}

void Session::runNextCommand()
{
    if (m_commandRuns || m_commands.empty() || m_phase != Phase::Running)
        return;
    m_commandRuns = true;
    m_hub.services().commands.submit(
        [&hub = m_hub, id = m_id, sender = m_sender, command = m_commands.front()](Database &database) {
            const CommandAnswer answer = runCommand(database, sender, command);
            if (answer.kind == CommandAnswer::Kind::Outcome)
                hub.services().committed();
            hub.services().post([&hub, id, number = command.number, answer] {
                if (Session *session = hub.find(id))
                    session->answered(number, answer);
            });
        });
    m_commandBytes -= sizeOf(m_commands.front());
    m_commands.pop_front();
}

void Session::answered(quint64 number, const CommandAnswer &answer)
{
    m_commandRuns = false;
    switch (answer.kind) {
    case CommandAnswer::Kind::Outcome:
        break;
    case CommandAnswer::Kind::Refused:
        send(protocol::CommandRefused{number, answer.code, answer.lastCommand});
        break;
    case CommandAnswer::Kind::Deferred:
        deferAll(number, answer);
        break;
    case CommandAnswer::Kind::Foreign:
        return end(ErrorCode::ForeignClient, QStringLiteral("command"));
    }
    runNextCommand();
}

void Session::deferAll(quint64 from, const CommandAnswer &answer)
{
    m_deferredFrom = from;
    m_deferredUntilMs = steadyMs() + answer.retryAfterMs;
    m_deferral = answer;
    send(protocol::CommandDeferred{from, answer.code, answer.retryAfterMs});
    m_commandBytes = 0;
    for (const protocol::CommandMessage &command : std::exchange(m_commands, {}))
        send(protocol::CommandDeferred{command.number, answer.code, answer.retryAfterMs});
}

} // namespace projective::gateway
