#pragma once

#include "sync/base/error.h"
#include "sync/protocol/scope.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QUuid>

#include <optional>
#include <variant>

// The messages of docs/protocol.md, one struct each. Every WebSocket message is binary; its first byte is the frame
// type: 1 = a CBOR map {"t": name, …}, 2 = rows (see Rows). Unknown fields are ignored.
namespace projective::protocol {

/// Where a mirror stands: a pg_snapshot of one history of one database.
struct Cursor {
    QString identity; ///< system identifier/timeline/database; another one means: start afresh
    QString snapshot; ///< pg_snapshot as text, "xmin:xmax:xip,…"
    [[nodiscard]] bool isNull() const { return snapshot.isEmpty(); }
    friend bool operator==(const Cursor &, const Cursor &) = default;
};

// ---- client to gateway

/// First message on the socket, within 5 s.
struct Hello {
    static constexpr const char *name = "hello";
    int version = 0;
    QString token;
    QUuid installation;
    QString client; ///< program, version and platform, for the audit's user_agent
    QByteArray catalog; ///< version of the catalog held; empty: none
    Cursor cursor; ///< null: the mirror is empty
    QByteArray scopesHash; ///< scopesHash() of the scopes held
    QString first; ///< workspace in use ("business:<uuid>"), synced first; may be empty
};

/// The scopes held, asked for by ScopesWanted; in chunks, `last` on the final one.
struct ScopesHeld {
    static constexpr const char *name = "scopes";
    QList<Scope> scopes;
    bool last = true;
};

struct CommandMessage {
    static constexpr const char *name = "command";
    quint64 number = 0;
    QString command;
    QString actingAs;
    QByteArray args; ///< JSON object, UTF-8
    QByteArray expected; ///< JSON object or empty
};

/// Cumulative: bytes of frames type 2 and of Deletes that are staged or committed since the socket opened.
struct Ack {
    static constexpr const char *name = "ack";
    qint64 bytes = 0;
};

/// Older rows of a windowed relation in one scope.
struct PageWanted {
    static constexpr const char *name = "page";
    int relation = 0;
    Scope scope;
    qint64 below = 0; ///< the floor held: rows with window value < below are asked for
    int rows = 0; ///< 1 to 1000
};

/// A fresh access token on the open socket.
struct TokenRenewal {
    static constexpr const char *name = "token";
    QString token;
};

// ---- gateway to client

struct Welcome {
    static constexpr const char *name = "welcome";
    int version = 0;
    quint64 lastCommand = 0;
    qint64 serverTime = 0; ///< µs since the Unix epoch
    qint64 tokenExpires = 0; ///< µs since the Unix epoch
    QByteArray catalogJson; ///< sync.describe(), when the client's version differs; else empty
};

struct ScopesWanted {
    static constexpr const char *name = "scopes_wanted";
};

/// Opens a round: everything up to its Commit becomes visible in one transaction.
struct RoundBegin {
    static constexpr const char *name = "begin";
    bool reset = false; ///< drop all server rows, scopes and floors first
    QList<Scope> revoked; ///< purge these first
    QList<Scope> granted; ///< rows of these follow, whole (within the windows)
    qint64 rowsExpected = 0; ///< of the whole catch-up that this round is part of; 0: not known
    bool last = true; ///< false: more rounds of this catch-up follow
};

/// Frame type 2: byte 2, relation as int16, count of rows as int32, then the tuples of a binary COPY (PostgreSQL
/// documentation, COPY, "Binary Format": int16 field count, per field an int32 length (-1 for null) and the bytes), all
/// integers big endian. Columns are those of the catalog, in its order.
struct Rows {
    int relation = 0;
    int count = 0;
    QByteArray tuples;
};

struct Deletes {
    static constexpr const char *name = "deletes";
    int relation = 0;
    QList<QUuid> keys;
};

/// Window floors of granted scopes and of pages: rows below are not held (unless the catalog's keep says so).
struct Floors {
    static constexpr const char *name = "floors";
    int relation = 0;
    QList<std::pair<Scope, qint64>> floors; ///< INT64_MIN: everything is held
};

struct RoundCommit {
    static constexpr const char *name = "commit";
    Cursor cursor;
};

/// A command that has no outcome (yet): its number is not consumed.
struct CommandDeferred {
    static constexpr const char *name = "deferred";
    quint64 number = 0;
    QString code; ///< "too_many_requests", "server_unavailable", "internal"
    qint64 retryAfterMs = 0;
};

/// A command that can never have an outcome under this number: "command_reused" or "out_of_order".
struct CommandRefused {
    static constexpr const char *name = "refused";
    quint64 number = 0;
    QString code;
    quint64 lastCommand = 0;
};

struct TokenAccepted {
    static constexpr const char *name = "token_ok";
    qint64 tokenExpires = 0; ///< µs since the Unix epoch
};

/// Last message before the gateway closes.
struct Goodbye {
    static constexpr const char *name = "goodbye";
    ErrorCode code = ErrorCode::Internal;
    QString detail;
    qint64 retryAfterMs = 0;
};

using ClientMessage = std::variant<Hello, ScopesHeld, CommandMessage, Ack, PageWanted, TokenRenewal>;
using ServerMessage = std::variant<Welcome, ScopesWanted, RoundBegin, Rows, Deletes, Floors, RoundCommit,
    CommandDeferred, CommandRefused, TokenAccepted, Goodbye>;

} // namespace projective::protocol
