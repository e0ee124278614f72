#pragma once

#include "models/chatmodel.h"

// Why something can't be done in a conversation, in words, and who can.
namespace projective::words {

/// `workspace`: the name of the one acting.
[[nodiscard]] QString postBlocker(PostBlocker blocker, WorkspaceKind kind, const QString &workspace);
/// Empty: nothing is in the way.
[[nodiscard]] QString messageBlocker(MessageBlocker blocker, const ChannelRights &rights);
/// When a message was written, and when it was changed, exactly.
[[nodiscard]] QString messageTime(const QModelIndex &index);

} // namespace projective::words
