#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSet>
#include <QTimeZone>

namespace projective::words {

namespace {
/// Gives the free functions of this file a translation context.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// In the room of the sidebar's last line; failure() says the same in sentences.
QString syncStopped(ErrorCode code)
{
    switch (code) {
    case ErrorCode::UnsupportedVersion:
        return Words::tr("Update needed");
    case ErrorCode::StorageFull:
        return Words::tr("Disk full");
    case ErrorCode::StorageReadOnly:
        return Words::tr("Can't write here");
    case ErrorCode::ProfileInUse:
        return Words::tr("Already running");
    default:
        return Words::tr("Not syncing");
    }
}

QString shortDate(const QDate &date, const QDate &today)
{
    //: day and month of this year, as in "3 Nov"
    const QString format = date.year() == today.year() ? Words::tr("d MMM") : Words::tr("d MMM yyyy");
    return unbroken(QLocale().toString(date, format));
}
} // namespace

QString stageState(StageState state)
{
    switch (state) {
    case StageState::Open:
        return Words::tr("Open", "stage");
    case StageState::Assigned:
        return Words::tr("Assigned", "stage");
    case StageState::InProgress:
        return Words::tr("In progress", "stage");
    case StageState::Submitted:
        return Words::tr("Submitted", "stage");
    case StageState::Revisions:
        return Words::tr("Revisions", "stage");
    case StageState::Approved:
        return Words::tr("Approved", "stage");
    case StageState::Paid:
        return Words::tr("Paid", "stage");
    case StageState::Frozen:
        return Words::tr("In dispute", "stage");
    case StageState::Closed:
        return Words::tr("Closed", "stage");
    }
    Q_UNREACHABLE();
}

QString isolated(const QString &part)
{
    constexpr QChar firstStrongIsolate(0x2068);
    constexpr QChar popDirectionalIsolate(0x2069);
    return part.isRightToLeft() ? firstStrongIsolate + part + popDirectionalIsolate : part;
}

QString noWorkspace()
{
    return Words::tr("You have no workspace");
}

QString noWorkspaceYet()
{
    return Words::tr("Work belongs to a freelancer, a business or a team. Yours will stand here once you are one of "
                     "them or join one.");
}

QString projectStatus(const QString &status)
{
    if (status == u"draft")
        return Words::tr("Draft", "project");
    if (status == u"active")
        return Words::tr("Active", "project");
    if (status == u"on_hold")
        return Words::tr("On hold", "project");
    if (status == u"completed")
        return Words::tr("Completed", "project");
    if (status == u"cancelled")
        return Words::tr("Cancelled", "project");
    return status;
}

QString workspaceKind(WorkspaceKind kind)
{
    switch (kind) {
    case WorkspaceKind::Freelancer:
        return Words::tr("Freelancer");
    case WorkspaceKind::Business:
        return Words::tr("Business");
    case WorkspaceKind::Team:
        return Words::tr("Team");
    }
    Q_UNREACHABLE();
}

QString syncLine(const SyncStatus &status)
{
    const QLocale locale;
    switch (status.state) {
    case SyncStatus::State::SignedOut:
        return Words::tr("Signed out");
    case SyncStatus::State::Offline: {
        const QString since = status.since.isValid() ? Words::tr("Offline since %1").arg(clockTime(status.since))
                                                     : Words::tr("Offline");
        return status.pending > 0 ? Words::tr("%1, %2 waiting").arg(since, locale.toString(status.pending)) : since;
    }
    case SyncStatus::State::Connecting:
        return Words::tr("Connecting…");
    case SyncStatus::State::Syncing:
        if (status.rowsExpected > 0)
            return Words::tr("Syncing %1 of %2")
                .arg(locale.toString(status.rowsReceived), locale.toString(status.rowsExpected));
        return status.rowsReceived > 0 ? Words::tr("Syncing %1").arg(locale.toString(status.rowsReceived))
                                       : Words::tr("Syncing…");
    case SyncStatus::State::Synced:
        return status.pending > 0 ? Words::tr("Sending %1…").arg(locale.toString(status.pending)) : Words::tr("Synced");
    case SyncStatus::State::SignInAgain:
        return Words::tr("Sign in again");
    case SyncStatus::State::Failed:
        return syncStopped(status.error ? status.error->code : ErrorCode::Internal);
    }
    Q_UNREACHABLE();
}

QString syncProblem(const SyncStatus &status)
{
    if (status.state == SyncStatus::State::SignInAgain)
        return failure(ErrorCode::Unauthorized);
    if (status.state != SyncStatus::State::Failed)
        return QString();
    return failure(status.error ? status.error->code : ErrorCode::Internal);
}

QString unbroken(QString text)
{
    return text.replace(QLatin1Char(' '), QChar::Nbsp);
}

QString relativeTime(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return QString();
    const QDateTime local = time.toLocalTime();
    const QDate today = now.toLocalTime().date();
    const qint64 seconds = time.secsTo(now);
    const qint64 days = today.daysTo(local.date());
    if (qAbs(seconds) < 60)
        return Words::tr("just now");
    if (seconds > 0 && seconds < 3600)
        return unbroken(Words::tr("%1 min ago").arg(QLocale().toString(seconds / 60)));
    if (seconds < 0 && seconds > -3600)
        return unbroken(Words::tr("in %1 min").arg(QLocale().toString(-seconds / 60)));
    if (days == 0)
        return clockTime(local);
    if (days == -1)
        return Words::tr("yesterday %1").arg(clockTime(local));
    if (days == 1)
        return Words::tr("tomorrow %1").arg(clockTime(local));
    if (days > 1 && days <= 30)
        return unbroken(Words::tr("in %1 d", "days").arg(QLocale().toString(days)));
    return shortDate(local.date(), today);
}

QString clockTime(const QDateTime &time)
{
    // The C locale's short format has seconds.
    return unbroken(QLocale().toString(
        time.toLocalTime().time(), QLocale().timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"))));
}

QString country(const QString &code)
{
    const QLocale::Territory territory = QLocale::codeToTerritory(code);
    return territory == QLocale::AnyTerritory ? code : QLocale::territoryToString(territory);
}

QString timeIn(const QString &country, const QDateTime &now)
{
    const QLocale::Territory territory = QLocale::codeToTerritory(country);
    if (territory == QLocale::AnyTerritory)
        return {};
    const QList<QByteArray> zones = QTimeZone::availableTimeZoneIds(territory);
    QSet<int> offsets;
    for (const QByteArray &zone : zones)
        offsets.insert(QTimeZone(zone).offsetFromUtc(now));
    if (offsets.size() != 1)
        return {};
    const QDateTime there = now.toOffsetFromUtc(*offsets.cbegin());
    return clockTime(QDateTime(there.date(), there.time())); // as if it were here: that is how it is written
}

QString rating(qint64 sum, qint64 count)
{
    return count <= 0 ? QString()
                      : Words::tr("%1 of 5 (%2)", "average, how many")
                            .arg(QLocale().toString(static_cast<double>(sum) / static_cast<double>(count), 'f', 1),
                                QLocale().toString(count));
}

QString exactTime(const QDateTime &time)
{
    return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::LongFormat) : QString();
}

QString day(const QDate &date, const QDate &today)
{
    const qint64 days = date.daysTo(today);
    if (days == 0)
        return Words::tr("Today");
    if (days == 1)
        return Words::tr("Yesterday");
    //: weekday, day and month, as in "Monday, 3 November"
    const QString format = date.year() == today.year() ? Words::tr("dddd, d MMMM") : Words::tr("dddd, d MMMM yyyy");
    return QLocale().toString(date, format);
}

} // namespace projective::words
