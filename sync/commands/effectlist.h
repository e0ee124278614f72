#pragma once

#include "sync/mirror/prediction.h"

#include <QDateTime>
#include <QJsonValue>

// The effects, one file each (<command>_effect.cpp), and what they share.
namespace projective::effect {

[[nodiscard]] Result<void> acceptAssignment(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> activateProject(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> answerRevision(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> archiveNotification(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> createProject(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> createStage(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> declineAssignment(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> deleteMessage(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> editMessage(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> markNotificationRead(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> markRead(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> requestRevision(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> sendMessage(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> snoozeNotification(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> startStage(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> submitStage(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> switchWorkspace(const Command &command, Prediction &prediction);
[[nodiscard]] Result<void> updateNotificationPrefs(const Command &command, Prediction &prediction);

/// Arguments of a command as the mirror stores them; invalid (null) when they are left out.
[[nodiscard]] QVariant uuidArgument(const QJsonObject &args, QLatin1String name);
[[nodiscard]] QVariant textArgument(const QJsonObject &args, QLatin1String name);
[[nodiscard]] QVariant integerArgument(const QJsonObject &args, QLatin1String name);
/// µs since the Unix epoch.
[[nodiscard]] QVariant timeArgument(const QJsonObject &args, QLatin1String name);
/// A null uuid when it is none.
[[nodiscard]] QUuid uuidOf(const QJsonObject &args, QLatin1String name);

/// The assignment of a stage that is accepted or active, if the mirror has one.
[[nodiscard]] Result<std::optional<QUuid>> liveAssignment(Prediction &prediction, const QUuid &stage);

/// Runs through the argument "notifications": `change` is given each that the mirror has, and says what becomes of it.
[[nodiscard]] Result<void> changeNotifications(const Command &command, Prediction &prediction,
    const std::function<Prediction::Fields(const QVariantMap &)> &change);

} // namespace projective::effect
