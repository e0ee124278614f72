#pragma once

#include "sync/commands/command.h"

#include <QStringList>

#include <optional>

namespace projective {

/// Rows that a command is about, each as "relation:uuid". What makes one outbox entry wait for another.
struct Entities {
    QStringList creates; ///< rows that come to be
    QStringList changes; ///< rows whose state it changes
    QStringList needs; ///< rows that must exist; two entries that need the same row do not wait for each other
};

/// True when `later` must wait for `earlier`: it needs or changes a row that `earlier` creates or changes, or would
/// create the same. Messages to one channel don't wait for each other, an edit waits for its message.
[[nodiscard]] bool dependsOn(const Entities &later, const Entities &earlier);

/// From the names of a command's arguments. Of a command that this program does not know, every uuid in them may be a
/// row that it changes.
[[nodiscard]] Entities entitiesOf(const Command &command);

/// The class of a command that this program knows; nullopt otherwise. The server's catalog (relation `commands`)
/// goes before it.
[[nodiscard]] std::optional<CommandClass> knownCommandClass(const QString &name);
/// "queue", "precondition" or "online", as the server's catalog has it.
[[nodiscard]] std::optional<CommandClass> commandClassFromName(const QString &name);
[[nodiscard]] QString commandClassName(CommandClass commandClass);

} // namespace projective
