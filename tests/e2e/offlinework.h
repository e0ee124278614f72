#pragma once

#include "tests/e2e/world.h"
#include "tests/support/ctl.h"

#include <QStringList>

namespace projective::test {

/// Up to the point where Ines is hired and her stage is funded. Empty when all went well.
[[nodiscard]] QString prepareOfflineWork(World &world);

/// Ines writes three messages, starts her stage and submits it; saved on her machine, whether connected or not. Ids and
/// times are the same each time. Empty when all was saved.
[[nodiscard]] QString workOffline(const Ctl &ines);

/// All that a command can write, in the order of its text, without what is different each time: times, the server's own
/// ids, the installation.
[[nodiscard]] QStringList rowsOfOfflineWork(World &world);

} // namespace projective::test
