#pragma once

#include "sync/base/error.h"
#include "sync/base/ids.h"
#include "sync/base/syncstatus.h"
#include "sync/protocol/messages.h"

#include <QList>

#include <optional>
#include <variant>

// What goes into a Session and what comes out of it: values only. Times are milliseconds of a clock that only rises
// (never the wall clock: it may jump, and the server's may differ).
namespace projective::session {

/// What Hello says of the mirror; read anew at each connection.
struct Standing {
    QUuid installation;
    QString client; ///< program, version, platform
    QByteArray catalog; ///< version held; empty: none
    protocol::Cursor cursor;
    QByteArray scopesHash;
    QString first; ///< workspace in use
};

/// An outbox entry that may be sent; number 0: never sent yet.
struct Entry {
    EntryId id;
    quint64 number = 0;
    friend bool operator==(const Entry &, const Entry &) = default;
};

// ---- events

struct Start {
}; ///< Be connected from now on.
struct Stop {
}; ///< Be disconnected (sign-out, end of the process).
struct Nudge {
}; ///< The network came back or the user asks: try now.
struct Opened {
    Standing standing;
}; ///< The socket is open.
struct Arrived {
    protocol::ServerMessage message;
    qint64 bytes = 0;
};
struct Garbled {
    Error error;
}; ///< A message that could not be decoded.
struct Heard {
}; ///< A pong.
struct Closed {
    Error error;
}; ///< The socket closed or never opened.
struct Tick {
};
struct TokenReady {
    QString token;
    qint64 lifetimeMs = 0;
};
struct TokenFailed {
    Error error;
};
struct Ready {
    Entry entry;
}; ///< An entry may be sent from now on.
struct Withdrawn {
    EntryId id;
}; ///< An entry that was never sent left the outbox.
struct PageAsked {
    int relation = 0;
    protocol::Scope scope;
    int rows = 0;
};
/// CommitRound was done: it is visible, and outcomes of these numbers are stored in the outbox. `pending` commands are
/// taken back and run again at each commit.
struct RoundStored {
    QList<quint64> settled;
    int pending = 0;
};
/// Reconcile or ReplaceInstallation was done: what the outbox holds, as CommandQueue wants it.
struct Reconciled {
    bool newInstallation = false;
    quint64 nextNumber = 1;
    QList<Entry> entries;
};
/// The mirror must be loaded afresh (it was put aside); connect again with an empty cursor.
struct MirrorLost {
};
struct StorageFailed {
    Error error;
}; ///< The last instruction could not be carried out; those after it were dropped.

using Event = std::variant<Start, Stop, Nudge, Opened, Arrived, Garbled, Heard, Closed, Tick, TokenReady, TokenFailed,
    Ready, Withdrawn, PageAsked, RoundStored, Reconciled, MirrorLost, StorageFailed>;

// ---- instructions, carried out in order

struct Open {
}; ///< Connect; answered by Opened or Closed.
struct Close {
    Error why;
}; ///< Close at once; not answered.
struct FetchToken {
}; ///< Answered by TokenReady or TokenFailed.
struct Send {
    protocol::ClientMessage message;
};
struct SendScopes {
}; ///< All scopes held, in chunks.
struct SendCommand {
    Entry entry;
}; ///< Store the number with the entry, then send it.
struct SendPage {
    int relation = 0;
    protocol::Scope scope;
    int rows = 0;
}; ///< `below` is the floor held.
struct Ping {
};
struct AdoptCatalog {
    QByteArray json;
};
struct BeginRound {
    protocol::RoundBegin begin;
};
struct Stage {
    std::variant<protocol::Rows, protocol::Deletes, protocol::Floors> part;
};
struct CommitRound {
    protocol::Cursor cursor;
}; ///< Answered by RoundStored.
struct AbandonRound {
}; ///< The round begun will not be finished.
struct Reconcile {
    quint64 lastCommand = 0;
}; ///< Compare with the outbox; answered by Reconciled.
struct ReplaceInstallation {
}; ///< The id is another user's: take a new one; answered by Reconciled.
struct FailCommand {
    quint64 number = 0;
    QString code;
}; ///< The number can have no outcome: to Needs attention.
struct Report {
    SyncStatus::State state = SyncStatus::State::Offline;
    qint64 rowsReceived = 0;
    qint64 rowsExpected = 0;
    std::optional<Error> error;
    friend bool operator==(const Report &a, const Report &b)
    {
        return a.state == b.state && a.rowsReceived == b.rowsReceived && a.rowsExpected == b.rowsExpected
            && a.error.has_value() == b.error.has_value() && (!a.error || a.error->code == b.error->code);
    }
};
struct WakeAt {
    qint64 atMs = 0;
}; ///< Give a Tick then; replaces the one before.

using Instruction = std::variant<Open, Close, FetchToken, Send, SendScopes, SendCommand, SendPage, Ping, AdoptCatalog,
    BeginRound, Stage, CommitRound, AbandonRound, Reconcile, ReplaceInstallation, FailCommand, Report, WakeAt>;
using Instructions = QList<Instruction>;

} // namespace projective::session
