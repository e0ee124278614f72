#pragma once

#include "sync/base/ids.h"
#include "sync/base/workspace.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>
#include <QString>

#include <functional>

namespace projective {

/// A command as it is stored in the outbox and sent: what docs/protocol.md calls name, acting workspace, expected and
/// arguments. Made from the argument structs of this folder (`SendMessage::command(workspace)`), or by name
/// from a script.
struct Command {
    QString name; ///< "send_message"
    Workspace actingAs;
    QJsonObject args; ///< uuids as text, times as ISO 8601 UTC, amounts as integers
    QJsonObject expected; ///< only the fields that the action depends on; empty: none
};

/// When a command may run (the server's catalog says which; docs/protocol.md, "Commands").
enum class CommandClass {
    Queue, ///< applied at once on the mirror, sent when possible
    Precondition, ///< as Queue, with `expected`; on a mismatch it ends in Needs attention
    OnlineOnly, ///< money and rights: never optimistic, never queued without a connection
};

/// How a submitted command went. `Saved` means: durable in the outbox and, for what is predicted, visible on screen.
struct CommandState {
    enum class Kind { Saved, Applied, Rejected, Conflict, Failed, Withdrawn };
    EntryId entry;
    Kind kind = Kind::Saved;
    QString code; ///< rejection code, or errorCodeName() when Failed (never sent; not always in the outbox)
    QString field; ///< the argument that is to blame, if one is
    QJsonObject params; ///< for the words made in `ui`
};

/// The seam between screens and the data thread: how `ui` and `models` submit. Implemented by sync/client.
class CommandSink
{
public:
    using Receiver = std::function<void(const CommandState &)>;
    virtual ~CommandSink() = default;
    /// Never blocks. `receiver` is called in the caller's thread: once with Saved (or Failed), then once with the
    /// outcome if this process lives to see it; it may be empty. Returns the entry's id.
    virtual EntryId submit(const Command &command, const Receiver &receiver = {}) = 0;
    /// Takes back an entry that was not yet sent (Ctrl+Z); its effect leaves the screen. `receiver` hears once:
    /// Withdrawn, or Failed when it was sent; its outcome then still comes to who submitted it.
    virtual void withdraw(EntryId entry, const Receiver &receiver = {}) = 0;
    /// Needs attention: puts a refused entry back in the queue as a new one, or throws it away (the user's own act).
    virtual void retry(EntryId entry) = 0;
    virtual void discard(EntryId entry) = 0;
    /// Stores an unsent text under a key such as "channel:<uuid>"; an empty text removes it. Durable, never sent.
    virtual void saveDraft(const QString &key, const QString &text) = 0;
    /// Asks for older rows of a windowed relation in one scope ("channel:<uuid>"); they arrive in the mirror.
    virtual void loadOlder(const QString &relation, const QString &scope, int rows) = 0;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::CommandState)
