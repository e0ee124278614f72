#pragma once

#include "sync/commands/command.h"

namespace projective {

class PageContext;

/// Sends a confirmed command when its ten seconds of Undo are over. It goes as the workspace that was confirmed, also
/// if another one is in use by then; `done` is said when the server has applied it, a refusal in words.
void holdCommand(PageContext &context, const QString &text, const Command &command, const QString &done);

} // namespace projective
