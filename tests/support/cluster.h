#pragma once

#include <QString>
#include <QStringList>

namespace projective::test {

/// Programs of the newest Postgres on this machine, run as an unprivileged user.
struct PostgresPrograms {
    /// Full path of `initdb`, `postgres` …
    [[nodiscard]] static QString path(const QString &program);
    /// `command` as user postgres when we are root, which Postgres refuses to be; else as it is. It dies with its
    /// parent.
    [[nodiscard]] static QStringList unprivileged(const QStringList &command);
    /// Runs to the end; empty when the exit code was 0, else the output.
    [[nodiscard]] static QString run(const QStringList &command);
};

/// Folder of a stopped cluster whose database `projective_template` has all of db/. Made once a content of db/, kept in
/// the temporary folder; safe against other test programs that want it at the same time. Sets `problem` when it can't
/// be made.
[[nodiscard]] QString templateCluster(QString &problem);

inline constexpr QLatin1String templateDatabase{"projective_template"};

} // namespace projective::test
