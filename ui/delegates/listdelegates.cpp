#include "ui/delegates/listdelegates.h"

#include "models/activitymodel.h"
#include "models/candidatemodel.h"
#include "models/escrowlistmodel.h"
#include "models/inboxmodel.h"
#include "models/projectlistmodel.h"
#include "models/sharedplacemodel.h"
#include "ui/pages/inboxwords.h"
#include "ui/pages/stagewords.h"
#include "ui/words.h"

#include <QLocale>
#include <QPainter>

namespace projective {

namespace {

struct Lines {
    QRect upper;
    QRect lower;
};

Lines halves(const QRect &cell)
{
    return {QRect(cell.left(), cell.top() + Theme::halfGrid, cell.width(), cell.height() / 2 - Theme::halfGrid),
        QRect(cell.left(), cell.center().y(), cell.width(), cell.height() / 2 - Theme::halfGrid)};
}

Theme::Token statusToken(const QString &status)
{
    if (status == QLatin1String("active"))
        return Theme::Token::Good;
    return status == QLatin1String("on_hold") ? Theme::Token::Warn : Theme::Token::Muted;
}

/// How much of a whole is done, as a bar of one line.
void paintProgress(QPainter *painter, const Theme &theme, const QRect &cell, int done, int all, bool mirrored)
{
    QRectF track(0, 0, cell.width(), 4);
    track.moveCenter(QRectF(cell).center());
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(Theme::Token::Line));
    painter->drawRoundedRect(track, 2, 2);
    if (all <= 0 || done <= 0)
        return;
    QRectF part = track;
    part.setWidth(track.width() * done / all);
    if (mirrored)
        part.moveRight(track.right());
    painter->setBrush(theme.color(Theme::Token::Good));
    painter->drawRoundedRect(part, 2, 2);
}

} // namespace

ProjectRowDelegate::ProjectRowDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 2, parent)
{
}

void ProjectRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime due = index.data(ProjectListModel::NextDueRole).toDateTime();
    const QString status = index.data(ProjectListModel::StatusRole).toString();
    const int stages = index.data(ProjectListModel::StagesRole).toInt();
    const int finished = index.data(ProjectListModel::FinishedRole).toInt();
    noteTime(due);
    const bool room = cells.rest.width() > 520;
    const bool late = due.isValid() && due < now && status == QLatin1String("active");
    const Lines date = halves(cells.takeEnd(136));
    write(
        painter, date.upper, words::projectStatus(status), Theme::TextStyle::Body, statusToken(status), Qt::AlignRight);
    const QString day = words::shortDate(due, now);
    write(painter, date.lower,
        day.isEmpty()   ? day
            : due < now ? tr("Was due %1").arg(day)
                        : tr("Next %1").arg(day),
        Theme::TextStyle::Secondary, late ? Theme::Token::Bad : Theme::Token::Muted, Qt::AlignRight);
    if (room) {
        cells.takeEnd(3 * Theme::grid);
        const Lines progress = halves(cells.takeEnd(128));
        const QString count = stages > 0
            ? tr("%1 of %Ln stages done", nullptr, stages).arg(QLocale().toString(finished))
            : tr("No stages yet");
        write(painter, progress.upper, count, Theme::TextStyle::Secondary, Theme::Token::Muted);
        paintProgress(
            painter, theme(), progress.lower, finished, stages, painter->layoutDirection() == Qt::RightToLeft);
        cells.takeEnd(2 * Theme::grid);
    }
    markPending(painter, cells, index.data(ProjectListModel::PendingRole).toInt());
    const Lines lines = halves(cells.rest);
    write(painter, lines.upper, index.data(ProjectListModel::TitleRole).toString(), Theme::TextStyle::Strong,
        Theme::Token::Text);
    const int submitted = index.data(ProjectListModel::SubmittedRole).toInt();
    QString second = index.data(ProjectListModel::BusinessRole).toString();
    if (submitted > 0)
        second = (index.data(ProjectListModel::HiresRole).toBool() ? tr("%1 · %Ln to review", nullptr, submitted)
                                                                   : tr("%1 · %Ln in review", nullptr, submitted))
                     .arg(second);
    write(painter, lines.lower, second, Theme::TextStyle::Secondary, Theme::Token::Muted);
}

InboxRowDelegate::InboxRowDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 2, parent)
{
}

QString InboxRowDelegate::section(const QVariant &section) const
{
    return words::inboxSection(static_cast<InboxModel::Section>(section.toInt()));
}

void InboxRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const auto entry = index.data(InboxModel::RecordRole).value<InboxRecord>();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const bool unread = entry.unread > 0;
    const QRect mark = cells.takeStart(Theme::iconSize);
    if (unread) {
        QRect dot(0, 0, Theme::grid, Theme::grid);
        dot.moveCenter(mark.center());
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme().color(entry.deadline ? Theme::Token::Warn : Theme::Token::Accent));
        painter->drawEllipse(dot);
    }
    cells.takeStart(Theme::halfGrid);
    const Lines end = halves(cells.takeEnd(qMin(160, cells.rest.width() / 3)));
    write(painter, end.upper, words::inboxTime(entry, now), Theme::TextStyle::Secondary, Theme::Token::Muted,
        Qt::AlignRight);
    noteTime(entry.at);
    write(painter, end.lower, entry.workspaceName, Theme::TextStyle::Secondary, Theme::Token::Muted, Qt::AlignRight);
    const Lines lines = halves(cells.rest);
    write(painter, lines.upper, words::notification(entry.type, entry.params, entry.count),
        unread ? Theme::TextStyle::Strong : Theme::TextStyle::Body, Theme::Token::Text);
    QString about = entry.subjectName;
    if (entry.total > 1) {
        const QString events = tr("%Ln events", nullptr, entry.total);
        about = about.isEmpty() ? events : tr("%1 · %2").arg(about, events);
    }
    write(painter, lines.lower, about, Theme::TextStyle::Secondary, Theme::Token::Muted);
}

ActivityRowDelegate::ActivityRowDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 1, parent)
{
}

QString ActivityRowDelegate::section(const QVariant &section) const
{
    return words::day(section.toDate(), QDate::currentDate());
}

void ActivityRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const QDateTime at = index.data(ActivityModel::CreatedAtRole).toDateTime().toLocalTime();
    write(painter, cells.takeEnd(72), words::clockTime(at), Theme::TextStyle::Secondary, Theme::Token::Muted,
        Qt::AlignRight);
    noteTime(at);
    write(painter, cells.rest,
        words::activity(index.data(ActivityModel::KindRole).toString(), index.data(ActivityModel::ActorRole).toString(),
            index.data(ActivityModel::PayloadRole).toJsonObject()),
        Theme::TextStyle::Body, Theme::Token::Text);
}

EscrowRowDelegate::EscrowRowDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 2, parent)
{
}

void EscrowRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const QString currency = index.data(EscrowListModel::CurrencyRole).toString();
    const QString status = index.data(EscrowListModel::StatusRole).toString();
    const Money remaining{index.data(EscrowListModel::RemainingCentsRole).toLongLong(), currency};
    const Money amount{index.data(EscrowListModel::AmountCentsRole).toLongLong(), currency};
    const Lines end = halves(cells.takeEnd(qMin(200, cells.rest.width() / 2)));
    write(painter, end.upper, formatMoney(remaining), Theme::TextStyle::Figures, Theme::Token::Text, Qt::AlignRight);
    const bool disputed = status == QLatin1String("disputed");
    write(painter, end.lower, disputed ? words::escrowStatus(status) : tr("of %1").arg(formatMoney(amount)),
        Theme::TextStyle::Secondary, disputed ? Theme::Token::Warn : Theme::Token::Muted, Qt::AlignRight);
    const Lines lines = halves(cells.rest);
    write(painter, lines.upper, index.data(EscrowListModel::StageNameRole).toString(), Theme::TextStyle::Body,
        Theme::Token::Text);
    const QString payee = index.data(EscrowListModel::PayeeNameRole).toString();
    write(painter, lines.lower, tr("%1 · for %2").arg(index.data(EscrowListModel::ProjectTitleRole).toString(), payee),
        Theme::TextStyle::Secondary, Theme::Token::Muted);
}

CandidateRowDelegate::CandidateRowDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 2, parent)
{
}

void CandidateRowDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    const QString name = index.data(CandidateModel::NameRole).toString();
    QRect avatar(0, 0, 28, 28);
    avatar.moveCenter(cells.takeStart(28).center());
    const bool team = index.data(CandidateModel::TeamRole).toBool();
    theme().paintAvatar(
        painter, avatar, name, team ? theme().accent(WorkspaceKind::Team) : theme().accent(WorkspaceKind::Freelancer));
    cells.takeStart(Theme::grid);
    const qint64 ratings = index.data(CandidateModel::RatingCountRole).toLongLong();
    const int hires = index.data(CandidateModel::HiresRole).toInt();
    const Lines end = halves(cells.takeEnd(136));
    write(painter, end.upper, words::rating(index.data(CandidateModel::RatingSumRole).toLongLong(), ratings),
        Theme::TextStyle::Figures, Theme::Token::Text, Qt::AlignRight);
    write(painter, end.lower, hires > 0 ? tr("Hired before: %1").arg(QLocale().toString(hires)) : QString(),
        Theme::TextStyle::Secondary, Theme::Token::Muted, Qt::AlignRight);
    const Lines lines = halves(cells.rest);
    write(painter, lines.upper, name, Theme::TextStyle::Strong, Theme::Token::Text);
    QStringList about;
    if (team)
        about.append(tr("Team"));
    for (const int role : {CandidateModel::HeadlineRole, CandidateModel::SkillsRole, CandidateModel::CountryRole}) {
        if (const QString text = index.data(role).toString(); !text.isEmpty())
            about.append(text);
    }
    write(painter, lines.lower, about.join(QStringLiteral(" · ")), Theme::TextStyle::Secondary, Theme::Token::Muted);
}

SharedPlaceDelegate::SharedPlaceDelegate(Theme &theme, QObject *parent)
    : RowDelegate(theme, 1, parent)
{
}

QString SharedPlaceDelegate::about(const QModelIndex &index)
{
    const QString status = index.data(SharedPlaceModel::StatusRole).toString();
    const QString project = index.data(SharedPlaceModel::ProjectTitleRole).toString();
    switch (static_cast<SharedPlaceRecord::Kind>(index.data(SharedPlaceModel::KindRole).toInt())) {
    case SharedPlaceRecord::Kind::Project:
        return words::projectStatus(status);
    case SharedPlaceRecord::Kind::Stage:
        return tr("%1 · %2", "state and project").arg(words::stageState(stageState(status)), project);
    case SharedPlaceRecord::Kind::Channel:
        break;
    }
    return project;
}

void SharedPlaceDelegate::paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const
{
    static const QString icons[] = {QStringLiteral("projects"), QStringLiteral("work"), QStringLiteral("hash")};
    QRect place(0, 0, Theme::iconSize, Theme::iconSize);
    place.moveCenter(cells.takeStart(Theme::iconSize).center());
    theme().icon(icons[index.data(SharedPlaceModel::KindRole).toInt()]).paint(painter, place);
    cells.takeStart(Theme::grid);
    write(painter, cells.takeEnd(cells.rest.width() / 2), about(index), Theme::TextStyle::Secondary,
        Theme::Token::Muted, Qt::AlignRight);
    write(painter, cells.rest, index.data(SharedPlaceModel::NameRole).toString(), Theme::TextStyle::Body,
        Theme::Token::Text);
}

} // namespace projective
