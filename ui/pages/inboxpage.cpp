#include "ui/pages/inboxpage.h"

#include "sync/commands/mark_notification_read.h"
#include "ui/delegates/listdelegates.h"
#include "ui/pages/stageinspector.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/rowlist.h"
#include "ui/words.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QTimer>
#include <QToolButton>

namespace projective {

namespace {
constexpr int clockTickMs = 60'000;
}

InboxPage::InboxPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_steps(context)
    , m_entries(context.source())
    , m_sections(m_entries, InboxModel::SubjectRole,
          [](const QModelIndex &index) {
              const QDateTime at = index.data(InboxModel::AtRole).toDateTime();
              return QVariant(static_cast<int>(InboxModel::sectionOf(at, QDateTime::currentDateTimeUtc())));
          })
    , m_filter(new QComboBox(this))
    , m_list(new RowList(context.theme(), tr("Inbox"), this))
    , m_allRead(new QAction(tr("Mark all as read"), this))
    , m_inspector(new StageInspector(context, m_steps, this))
{
    m_inspector->hide();
    m_inspector->setWithProject(true);
    offer(m_inspector->nextAction(), QStringLiteral("stage.next"), QStringLiteral("check"), false);
    offer(m_inspector->backAction(), QStringLiteral("stage.back"), QStringLiteral("undo"));
    offer(m_allRead, QStringLiteral("allread"), QStringLiteral("check"));
    m_filter->addItem(tr("All workspaces"));
    m_filter->addItem(tr("Only this workspace"));
    m_filter->setAccessibleName(tr("Which workspaces"));
    m_list->setRows(&m_sections, new InboxRowDelegate(theme(), m_list), [](const QModelIndex &index) {
        if (index.data(SectionedModel::IsSectionRole).toBool())
            return words::inboxSection(
                static_cast<InboxModel::Section>(index.data(SectionedModel::SectionRole).toInt()));
        const auto entry = index.data(InboxModel::RecordRole).value<InboxRecord>();
        const QString what = words::notification(entry.type, entry.params, entry.count);
        const QString when = words::relativeTime(entry.at, QDateTime::currentDateTimeUtc());
        return entry.unread > 0 ? tr("Unread: %1, %2").arg(what, when) : tr("%1, %2").arg(what, when);
    });
    m_pane = new ListPane(theme(), m_list, m_entries, this);
    m_pane->setEmpty(QStringLiteral("inbox"), tr("All quiet"),
        tr("Offers, submissions, payments and messages that concern you will stand here, one row for each subject."));
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter);
    bar->addStretch();
    auto *allRead = new QToolButton(this);
    allRead->setDefaultAction(m_allRead);
    bar->addWidget(allRead);
    connect(m_allRead, &QAction::triggered, this, &InboxPage::markAllRead);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->setSpacing(Theme::grid);
    layout->addLayout(bar);
    layout->addWidget(m_pane, 1);
    connect(m_filter, &QComboBox::currentIndexChanged, this, &InboxPage::reopen);
    connect(m_list, &RowList::currentRowChanged, this, &InboxPage::preview);
    connect(m_list, &RowList::peeked, this, &Page::inspectorOpened);
    connect(m_list, &QAbstractItemView::clicked, this, &Page::inspectorOpened);
    connect(m_list, &RowList::opened, this, &InboxPage::openSubject);
    connect(m_inspector, &StageInspector::closeRequested, this, &InboxPage::leaveInner);
    connect(m_inspector, &StageInspector::projectRequested, this, [this](const QUuid &project) {
        Q_EMIT routeRequested({Route::Kind::Project, project, {}, m_inspector->stage().uuid()});
    });
    connect(&m_entries, &QueryModel::updated, this, [this] {
        const bool unread = !subtitle().isEmpty();
        m_allRead->setEnabled(unread);
        m_allRead->setToolTip(unread ? QString() : tr("Everything is read."));
        Q_EMIT titleChanged();
    });
    connect(&context, &PageContext::actingChanged, this, &InboxPage::reopen);
    connect(&context, &PageContext::userChanged, this, &InboxPage::reopen);
    auto *clock = new QTimer(this); // today becomes yesterday
    connect(clock, &QTimer::timeout, &m_sections, &SectionedModel::regroup);
    clock->start(clockTickMs);
}

void InboxPage::open(const Route &)
{
    reopen();
}

void InboxPage::reopen()
{
    m_entries.showOf(context().user(), m_filter->currentIndex() == 0 ? Workspace() : context().acting());
}

const InboxRecord *InboxPage::entryAt(const QModelIndex &row) const
{
    const QModelIndex source = m_sections.mapToSource(row);
    return source.isValid() ? &m_entries.record(source.row()) : nullptr;
}

void InboxPage::preview(const QModelIndex &row)
{
    const InboxRecord *entry = entryAt(row);
    if (!entry || !m_inspector)
        return;
    m_inspector->showStage(StageId(entry->stage));
    Q_EMIT inspectorWanted(!entry->stage.isNull());
}

void InboxPage::openSubject(const QModelIndex &row)
{
    const InboxRecord *entry = entryAt(row);
    if (!entry)
        return;
    markRead(entry->unreadIds);
    if (!entry->channel.isNull())
        Q_EMIT routeRequested({Route::Kind::Messages, entry->channel, {}, {}});
    else if (!entry->project.isNull())
        Q_EMIT routeRequested({Route::Kind::Project, entry->project, {}, entry->stage});
    else if (!entry->stage.isNull())
        Q_EMIT routeRequested({Route::Kind::MyWork, {}, {}, entry->stage}); // an offer: its project is not seen yet
}

void InboxPage::markRead(const QList<QUuid> &notifications)
{
    constexpr int most = 500; // a command
    for (qsizetype from = 0; from < notifications.size(); from += most) {
        MarkNotificationRead mark;
        for (const QUuid &notification : notifications.mid(from, most))
            mark.notifications.append(NotificationId(notification));
        context().submit(mark.command(context().acting()));
    }
}

void InboxPage::markAllRead()
{
    QList<QUuid> unread;
    for (const InboxRecord &entry : m_entries.records())
        unread += entry.unreadIds;
    markRead(unread);
}

QString InboxPage::subtitle() const
{
    int unread = 0;
    for (const InboxRecord &entry : m_entries.records())
        unread += entry.unread > 0 ? 1 : 0;
    return unread > 0 ? tr("%Ln unread", nullptr, unread) : QString();
}

QAction *InboxPage::nextAction() const
{
    return m_inspector ? m_inspector->nextAction() : nullptr;
}

QWidget *InboxPage::inspector()
{
    return m_inspector;
}

QWidget *InboxPage::focusTarget()
{
    return m_list;
}

bool InboxPage::leaveInner()
{
    if (!m_inspector || m_inspector->stage().isNull())
        return false;
    m_inspector->showStage({});
    m_list->setCurrentIndex({});
    Q_EMIT inspectorWanted(false);
    return true;
}

} // namespace projective
