#include "ui/pages/inboxpage.h"

#include "sync/commands/archive_notification.h"
#include "sync/commands/snooze_notification.h"
#include "ui/delegates/listdelegates.h"
#include "ui/pages/inboxwords.h"
#include "ui/pages/stageinspector.h"
#include "ui/widgets/rowlist.h"
#include "ui/words.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QTimer>
#include <QToolButton>

namespace projective {

namespace {
constexpr int clockTickMs = 60'000;

/// As many at once as a command takes.
QList<QList<NotificationId>> batches(const QList<QUuid> &notifications)
{
    constexpr int most = 500;
    QList<QList<NotificationId>> parts;
    for (qsizetype i = 0; i < notifications.size(); ++i) {
        if (i % most == 0)
            parts.append(QList<NotificationId>());
        parts.last().append(NotificationId(notifications[i]));
    }
    return parts;
}

} // namespace

InboxPage::InboxPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_steps(context)
    , m_entries(context.source())
    , m_sections(m_entries, InboxModel::SubjectRole,
          [](const QModelIndex &index) {
              const QDateTime at = index.data(InboxModel::RisenAtRole).toDateTime();
              return QVariant(static_cast<int>(InboxModel::sectionOf(at, QDateTime::currentDateTimeUtc())));
          })
    , m_filter(new QComboBox(this))
    , m_shelf(new QComboBox(this))
    , m_list(new RowList(context.theme(), tr("Inbox"), this))
    , m_allRead(new QAction(tr("Mark all as read"), this))
    , m_snoozes(new QMenu(tr("Snooze"), this))
    , m_inspector(new StageInspector(context, m_steps, this))
{
    m_inspector->hide();
    m_inspector->setWithProject(true);
    offer(m_inspector->nextAction(), QStringLiteral("stage.next"), QStringLiteral("check"), false);
    offer(m_inspector->backAction(), QStringLiteral("stage.back"), QStringLiteral("undo"));
    offer(m_allRead, QStringLiteral("allread"), QStringLiteral("check"));
    m_list->setRows(&m_sections, new InboxRowDelegate(theme(), m_list), [](const QModelIndex &index) {
        if (index.data(SectionedModel::IsSectionRole).toBool())
            return words::inboxSection(
                static_cast<InboxModel::Section>(index.data(SectionedModel::SectionRole).toInt()));
        const auto entry = index.data(InboxModel::RecordRole).value<InboxRecord>();
        const QString what = words::notification(entry.type, entry.params, entry.count);
        const QString when = words::inboxTime(entry, QDateTime::currentDateTimeUtc());
        return entry.unread > 0 ? tr("Unread: %1, %2").arg(what, when) : tr("%1, %2").arg(what, when);
    });
    m_pane = new ListPane(theme(), m_list, m_entries, this);
    auto *bar = new QHBoxLayout;
    buildBar(bar);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->setSpacing(Theme::grid);
    layout->addLayout(bar);
    layout->addWidget(m_pane, 1);
    connect(m_list, &RowList::currentRowChanged, this, &InboxPage::preview);
    connect(m_list, &QWidget::customContextMenuRequested, this, &InboxPage::showMenu);
    connect(m_list, &RowList::peeked, this, &Page::inspectorOpened);
    connect(m_list, &QAbstractItemView::clicked, this, &Page::inspectorOpened);
    connect(m_list, &RowList::opened, this, &InboxPage::openSubject);
    connect(m_inspector, &StageInspector::closeRequested, this, &InboxPage::leaveInner);
    connect(m_inspector, &StageInspector::projectRequested, this, [this](const QUuid &project) {
        Q_EMIT routeRequested({Route::Kind::Project, project, {}, m_inspector->stage().uuid()});
    });
    connect(&m_entries, &QueryModel::updated, this, &InboxPage::refresh);
    connect(&context, &PageContext::actingChanged, this, &InboxPage::reopen);
    connect(&context, &PageContext::userChanged, this, &InboxPage::reopen);
    auto *clock = new QTimer(this); // today becomes yesterday, and what was put off comes back
    connect(clock, &QTimer::timeout, &m_sections, &SectionedModel::regroup);
    connect(clock, &QTimer::timeout, this, [this] { m_entries.wake(QDateTime::currentDateTimeUtc()); });
    clock->start(clockTickMs);
}

void InboxPage::buildBar(QBoxLayout *bar)
{
    m_filter->addItem(tr("All workspaces"));
    m_filter->addItem(tr("Only this workspace"));
    m_filter->setAccessibleName(tr("Which workspaces"));
    m_shelf->addItem(tr("Inbox"), QVariant::fromValue(InboxModel::Shelf::Inbox));
    m_shelf->addItem(tr("Snoozed"), QVariant::fromValue(InboxModel::Shelf::Snoozed));
    m_shelf->addItem(tr("Archived"), QVariant::fromValue(InboxModel::Shelf::Archived));
    m_shelf->setAccessibleName(tr("Which part"));
    m_archive = rowAction(QStringLiteral("archive"), tr("Archive"), Qt::Key_E, &InboxPage::archive);
    m_snooze = rowAction(QStringLiteral("clock"), tr("Snooze"), Qt::Key_S, &InboxPage::showSnoozes);
    m_read = rowAction(QStringLiteral("check"), tr("Mark as read"), Qt::Key_R, &InboxPage::markCurrentRead);
    bar->addWidget(m_filter);
    bar->addWidget(m_shelf);
    bar->addStretch();
    for (QAction *action : {m_archive, m_snooze, m_read, m_allRead}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        bar->addWidget(button);
    }
    connect(m_snoozes, &QMenu::aboutToShow, this, &InboxPage::fillSnoozes);
    connect(m_allRead, &QAction::triggered, this, &InboxPage::markAllRead);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    const auto other = [this] {
        leaveInner(); // what is open need not be in the other list
        reopen();
    };
    connect(m_filter, &QComboBox::currentIndexChanged, this, other);
    connect(m_shelf, &QComboBox::currentIndexChanged, this, other);
}

/// For the current row of the list, where its key works too.
QAction *InboxPage::rowAction(const QString &icon, const QString &text, Qt::Key key, void (InboxPage::*act)())
{
    auto *action = new QAction(theme().icon(icon), text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, act);
    m_list->addAction(action);
    return action;
}

void InboxPage::open(const Route &)
{
    reopen();
}

void InboxPage::reopen()
{
    switch (shelf()) {
    case InboxModel::Shelf::Inbox:
        m_pane->setEmpty(QStringLiteral("inbox"), tr("All quiet"),
            tr("Offers, submissions, payments and messages that concern you will stand here, one row for each "
               "subject."));
        break;
    case InboxModel::Shelf::Snoozed:
        m_pane->setEmpty(QStringLiteral("clock"), tr("Nothing is snoozed"),
            tr("What you put off with S stands here until its time has come, or until there is news of it."));
        break;
    case InboxModel::Shelf::Archived:
        m_pane->setEmpty(QStringLiteral("archive"), tr("Nothing is archived"),
            tr("What you put away with E stands here. News of it comes to the inbox as before."));
        break;
    }
    m_entries.showOf(context().user(), QDateTime::currentDateTimeUtc(),
        m_filter->currentIndex() == 0 ? Workspace() : context().acting(), shelf());
    refresh();
}

void InboxPage::refresh()
{
    if (m_entries.isLoaded() && m_entries.rowCount() == 0)
        leaveInner();
    const InboxRecord *entry = entryAt(m_list->currentRow());
    const bool away = shelf() == InboxModel::Shelf::Archived;
    m_archive->setText(away ? tr("Back to the inbox") : tr("Archive"));
    m_archive->setIcon(theme().icon(away ? QStringLiteral("inbox") : QStringLiteral("archive")));
    m_archive->setEnabled(entry != nullptr);
    m_snooze->setEnabled(entry != nullptr);
    m_read->setEnabled(entry != nullptr && entry->unread > 0);
    const bool unread = !subtitle().isEmpty();
    m_allRead->setEnabled(unread);
    m_allRead->setToolTip(unread ? QString() : tr("Everything is read."));
    for (QAction *action : {m_archive, m_snooze, m_read})
        action->setToolTip(
            tr("%1 (%2)", "action and key").arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    Q_EMIT titleChanged();
}

InboxModel::Shelf InboxPage::shelf() const
{
    return m_shelf->currentData().value<InboxModel::Shelf>();
}

const InboxRecord *InboxPage::entryAt(const QModelIndex &row) const
{
    const QModelIndex source = m_sections.mapToSource(row);
    return source.isValid() ? &m_entries.record(source.row()) : nullptr;
}

void InboxPage::preview(const QModelIndex &row)
{
    refresh();
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
    for (const QList<NotificationId> &part : batches(notifications)) {
        MarkNotificationRead mark;
        mark.notifications = part;
        context().submit(mark.command(context().acting()));
    }
}

void InboxPage::markCurrentRead()
{
    if (const InboxRecord *entry = entryAt(m_list->currentRow()))
        markRead(entry->unreadIds);
}

template <typename Change>
void InboxPage::change(Change change, Change back, const QString &said)
{
    const InboxRecord *entry = entryAt(m_list->currentRow());
    if (!entry)
        return;
    const Workspace acting = context().acting();
    QList<std::pair<EntryId, Command>> done;
    for (const QList<NotificationId> &part : batches(entry->ids)) {
        change.notifications = part;
        back.notifications = part;
        done.append({context().submit(change.command(acting)), back.command(acting)});
    }
    PageContext &pages = context();
    pages.say(said, [&pages, done] {
        for (const auto &one : done) {
            // What was sent already is undone by its opposite.
            pages.commands().withdraw(one.first, [&pages, opposite = one.second](const CommandState &state) {
                if (state.kind == CommandState::Kind::Failed)
                    pages.submit(opposite);
            });
        }
    });
}

void InboxPage::archive()
{
    ArchiveNotification away;
    ArchiveNotification back;
    back.archived = false;
    if (shelf() == InboxModel::Shelf::Archived)
        change(back, away, tr("Back in the inbox"));
    else
        change(away, back, tr("Archived"));
}

void InboxPage::fillSnoozes()
{
    m_snoozes->clear();
    if (shelf() == InboxModel::Shelf::Snoozed)
        m_snoozes->addAction(tr("Back to the inbox"), this, [this] { snooze({}); });
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const auto choice :
        {InboxModel::Snooze::LaterToday, InboxModel::Snooze::Tomorrow, InboxModel::Snooze::NextWeek}) {
        const QDateTime until = InboxModel::timeOf(choice, now);
        if (!until.isValid())
            continue;
        const QString day = QLocale().toString(until.toLocalTime().date(), tr("ddd", "weekday, as in \"Mon\""));
        m_snoozes->addAction(
            tr("%1 (%2 %3)", "when, weekday and time").arg(words::snooze(choice), day, words::clockTime(until)), this,
            [this, until] { snooze(until); });
    }
}

void InboxPage::showSnoozes()
{
    const QRect row = m_list->visualRect(m_list->currentIndex());
    m_snoozes->popup(m_list->viewport()->mapToGlobal(QPoint(row.center().x(), row.bottom())));
}

void InboxPage::snooze(const QDateTime &until)
{
    SnoozeNotification off;
    off.until = until;
    if (until.isValid())
        change(off, SnoozeNotification(),
            tr("Snoozed: back %1").arg(words::relativeTime(until, QDateTime::currentDateTimeUtc())));
    else
        change(off, off, tr("Back in the inbox"));
}

void InboxPage::showMenu(const QPoint &at)
{
    if (!m_list->currentRow().isValid() || m_list->indexAt(at) != m_list->currentIndex())
        return;
    QMenu menu(this);
    menu.addAction(m_archive);
    menu.addMenu(m_snoozes);
    menu.addAction(m_read);
    menu.exec(m_list->viewport()->mapToGlobal(at));
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
        unread += shelf() == InboxModel::Shelf::Inbox && entry.unread > 0 ? 1 : 0;
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
