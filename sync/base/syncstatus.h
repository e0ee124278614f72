#pragma once

#include "sync/base/error.h"

#include <QDateTime>
#include <QMetaType>

#include <optional>

namespace projective {

/// What the footer and `projectivectl status` say about the connection. A value, sent from the data thread.
struct SyncStatus {
    enum class State {
        SignedOut,
        Offline, ///< No connection; `since` says from when, the next try is scheduled.
        Connecting,
        Syncing, ///< Catching up; see rowsReceived/rowsExpected.
        Synced,
        SignInAgain, ///< The server refused the token and it can't be renewed.
        Failed, ///< Needs the user: see error (another version, disk full, …).
    };
    State state = State::SignedOut;
    QDateTime since;
    qint64 rowsReceived = 0;
    qint64 rowsExpected = 0; ///< 0 when not known.
    int pending = 0; ///< Outbox entries waiting or sent.
    int refused = 0; ///< Entries in Needs attention.
    bool everSynced = false; ///< False only until the first full sync of this profile.
    std::optional<Error> error;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::SyncStatus)
