#pragma once

#include "models/inboxmodel.h"

// Words of the inbox, chosen from the meaning that its model gives.
namespace projective::words {

[[nodiscard]] QString inboxSection(InboxModel::Section section);
/// When it happened, or when it comes back: "Back tomorrow 09:00".
[[nodiscard]] QString inboxTime(const InboxRecord &entry, const QDateTime &now);
[[nodiscard]] QString snooze(InboxModel::Snooze snooze);

} // namespace projective::words
