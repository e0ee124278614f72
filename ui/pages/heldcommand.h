#pragma once

#include "sync/commands/command.h"

#include <QObject>
#include <QSet>

#include <functional>

namespace projective {

/// The one command that was confirmed and waits for its ten seconds of Undo to end. It goes as the workspace that was
/// confirmed, also if another one is in use by then; whatever ends it earlier says so. Owned by PageContext; the strip
/// at the foot of the window counts.
class HeldCommand : public QObject
{
    Q_OBJECT
public:
    /// Hears how sending went, as CommandSink's receivers do.
    using Send = std::function<void(const Command &command, const QString &done, const CommandSink::Receiver &then)>;
    explicit HeldCommand(Send send, QObject *parent = nullptr);

    /// `text`: what is about to be done; `done` is said when the server has applied it. What was held before is sent.
    void begin(const QString &text, const Command &command, const QString &done);
    /// The ten seconds are over, or nobody wants to wait for them.
    void send(const CommandSink::Receiver &then = {});
    /// It is not done: Undo.
    void drop();

    [[nodiscard]] bool isHolding() const { return !m_command.name.isEmpty(); }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] const Command &command() const { return m_command; }
    /// The ids that it names: its stage or stages, its message.
    [[nodiscard]] const QSet<QUuid> &subjects() const { return m_subjects; }

Q_SIGNALS:
    /// Something else is held, or nothing any more.
    void changed();

private:
    void clear();

    Send m_send;
    QString m_text;
    QString m_done;
    Command m_command;
    QSet<QUuid> m_subjects;
};

} // namespace projective
