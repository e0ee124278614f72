#pragma once

#include "sync/gateway/database.h"
#include "sync/gateway/scopes.h"
#include "sync/protocol/messages.h"

namespace projective::gateway {

/// Who sends: what commands and hellos of one socket have in common.
struct Sender {
    QUuid user;
    QUuid installation;
    QByteArray address;
    QString client; ///< program, version and platform
};

/// What is known of a command after a try.
struct CommandAnswer {
    enum class Kind {
        Outcome, ///< stored; it reaches the client as a row
        Refused, ///< the number can never have an outcome for this command
        Deferred, ///< nothing was consumed, try again
        Foreign, ///< the installation is another user's
    };
    Kind kind = Kind::Deferred;
    QString code;
    qint64 retryAfterMs = 0;
    quint64 lastCommand = 0;
};

/// Runs one command through api.run, in a transaction of its own. Never fails: what goes wrong is an answer.
[[nodiscard]] CommandAnswer runCommand(
    Database &database, const Sender &sender, const protocol::CommandMessage &command);

struct Greeting {
    quint64 lastCommand = 0;
    ScopeSet holds; ///< all that the user holds
};
/// Binds the installation to the user. `session` is that of the token. Errors: Unauthorized (signed out meanwhile),
/// ForeignClient, ServerUnavailable, Database.
[[nodiscard]] Result<Greeting> greet(Database &database, const Sender &sender, const QUuid &session);

} // namespace projective::gateway
