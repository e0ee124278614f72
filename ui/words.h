#pragma once

#include "models/stagestate.h"
#include "sync/base/error.h"
#include "sync/base/syncstatus.h"
#include "sync/base/workspace.h"

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

// Words for people, chosen by code and parameters, in the user's language. The only place where a code of the server
// becomes a sentence.
namespace projective::words {

/// Why a command was refused (outcome code, the argument to blame, parameters): one sentence that ends with what to do.
[[nodiscard]] QString refusal(const QString &code, const QString &field = {}, const QJsonObject &params = {});
/// Why a command that was stored has no outcome of the server: it was lost, or what it builds on was refused.
[[nodiscard]] QString unsent(const QString &code);
/// A failure of the program or the connection.
[[nodiscard]] QString failure(ErrorCode code);
/// What a command does, as it is named in menus and Needs attention: "Send message".
[[nodiscard]] QString command(const QString &name);
// What there are words for: a test compares these with what the server can say.
[[nodiscard]] QStringList refusalCodes();
[[nodiscard]] QStringList commandNames();
[[nodiscard]] QStringList eventNames();
[[nodiscard]] QStringList activityKinds();

[[nodiscard]] QString stageState(StageState state);
[[nodiscard]] QString projectStatus(const QString &status);
[[nodiscard]] QString workspaceKind(WorkspaceKind kind);
/// A name or title as part of a sentence: letters that run the other way don't turn the rest of it around.
[[nodiscard]] QString isolated(const QString &part);
/// To somebody who acts as nobody: that it is so, and what would change it.
[[nodiscard]] QString noWorkspace();
[[nodiscard]] QString noWorkspaceYet();
/// A line of projects.project_activity: "Ines submitted UI design". `actor` may be empty (the system).
[[nodiscard]] QString activity(const QString &kind, const QString &actor, const QJsonObject &payload);
/// A row of comms.notifications by its type and data.
[[nodiscard]] QString notification(const QString &type, const QJsonObject &data, int count = 1);
/// The line at the foot of the sidebar.
[[nodiscard]] QString syncLine(const SyncStatus &status);
/// Why nothing can be synced until the user does something, in whole sentences; empty when there is no such thing.
[[nodiscard]] QString syncProblem(const SyncStatus &status);

/// A date or a time that does not break over two lines.
[[nodiscard]] QString unbroken(QString text);
/// "just now", "12 min ago", "yesterday 14:02", "3 Nov", "in 9 days"; the exact time is for the tool tip.
[[nodiscard]] QString relativeTime(const QDateTime &time, const QDateTime &now);
/// "14:02".
[[nodiscard]] QString clockTime(const QDateTime &time);
/// The name of a country by its two letters; these, where they name none.
[[nodiscard]] QString country(const QString &code);
/// What time it is in a country (two letters); empty where its clocks show several times, or it is not known.
[[nodiscard]] QString timeIn(const QString &country, const QDateTime &now);
/// "4.7 of 5 (10)"; empty without ratings.
[[nodiscard]] QString rating(qint64 sum, qint64 count);
[[nodiscard]] QString exactTime(const QDateTime &time);
/// "Today", "Yesterday", "Monday, 3 November".
[[nodiscard]] QString day(const QDate &date, const QDate &today);

} // namespace projective::words
