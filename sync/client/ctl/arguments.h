#pragma once

#include "sync/base/result.h"
#include "sync/commands/command.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace projective::ctl {

/// The command line, read once.
struct Arguments {
    QString profile;
    QString verb;
    QStringList words; ///< what follows the verb
    QString server;
    QString sync;
    QString anonKey;
    QString email;
    bool passwordStdin = false;
    bool untilIdle = false;
    bool wait = false;
    bool discardUnsent = false;
    qint64 timeoutMs = 0; ///< 0: none given
    QString actingAs;
    QString args;
    QString expected;
    bool help = false;
};

[[nodiscard]] QString usage();
/// Errors: InvalidArgument with what is wrong.
[[nodiscard]] Result<Arguments> parseArguments(const QStringList &arguments);
/// `run COMMAND --as … key=value … --args {…} --expected {…}`. Errors: InvalidArgument.
[[nodiscard]] Result<Command> commandFrom(const Arguments &arguments);

} // namespace projective::ctl
