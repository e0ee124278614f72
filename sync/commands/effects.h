#pragma once

#include "sync/mirror/prediction.h"

namespace projective {

/// Runs the client-side effect of a command: what the mirror shows before the server's word. It writes exactly the
/// columns that the command's case file (tests/cases/<command>.json) lists under "predicts". Commands of class online,
/// and those that this program does not know, have no effect.
[[nodiscard]] Result<void> runEffect(const Command &command, Prediction &prediction);

} // namespace projective
