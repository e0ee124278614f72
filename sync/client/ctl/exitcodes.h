#pragma once

#include "sync/base/error.h"

#include <QString>

namespace projective::ctl {

/// What projectivectl ends with; documented in --help and docs/projectivectl.md. Never renumbered.
enum ExitCode {
    ExitOk = 0,
    ExitInternal = 1,
    ExitUsage = 2, ///< bad arguments or SQL; nothing was done
    ExitRefused = 3, ///< the command was rejected, conflicts or can't be sent; kept in the outbox
    ExitOffline = 4, ///< no server, or no answer within the time limit
    ExitSignIn = 5, ///< nobody is signed in, or the server does not let this user in
    ExitVersion = 6, ///< the server speaks another version
    ExitStorage = 7, ///< the profile's files: unreadable, read-only, full
    ExitInUse = 8, ///< another process works in the profile
    ExitNotFound = 9, ///< no such entry, relation or mirror
    ExitOtherUser = 10, ///< the profile is another user's
};

[[nodiscard]] int exitCode(ErrorCode code);
/// What a person reads of an error: a sentence, then the detail for logs.
[[nodiscard]] QString words(const Error &error);
/// The table of --help.
[[nodiscard]] QString exitCodeHelp();
/// "projectivectl: …" on stderr; returns `code`.
int complain(int code, const QString &text);
int complain(const Error &error);

} // namespace projective::ctl
