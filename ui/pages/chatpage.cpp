#include "ui/pages/chatpage.h"

#include "models/channellistmodel.h"
#include "ui/delegates/channeldelegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chatpane.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/spokenmodel.h"

#include <QListView>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace projective {

ChatPage::ChatPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_channels(new ChannelListModel(context.source(), this))
    , m_splitter(new QSplitter(this))
    , m_list(new QListView(m_splitter))
    , m_stack(new QStackedWidget(m_splitter))
    , m_pane(new ChatPane(context, m_stack))
    , m_empty(new EmptyState(context.theme(), m_stack))
{
    build();
    connect(m_channels, &ChannelListModel::updated, this, &ChatPage::channelsChanged);
    connect(m_pane, &ChatPane::refusedClicked, this, [this](EntryId entry) {
        Q_EMIT routeRequested({Route::Kind::Attention, entry.uuid(), {}, {}});
    });
    connect(&context, &PageContext::actingChanged, this, &ChatPage::follow);
    connect(&context.theme(), &Theme::changed, m_list, &QListView::doItemsLayout);
    follow();
}

void ChatPage::build()
{
    auto *spoken = new SpokenModel(&ChannelDelegate::spoken, this);
    spoken->setSourceModel(m_channels);
    m_list->setAccessibleName(tr("Channels"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new ChannelDelegate(theme(), this));
    m_list->setModel(spoken);
    m_list->setMinimumWidth(200);
    auto *keys = new ListKeys(m_list);
    connect(keys, &ListKeys::opened, this, [this](const QModelIndex &index) {
        choose(index);
        m_pane->focusTarget()->setFocus();
    });
    connect(keys, &ListKeys::peeked, this, &ChatPage::choose);
    connect(m_list, &QListView::clicked, this, &ChatPage::choose);

    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_pane);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({280, 640});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
}

void ChatPage::follow()
{
    m_channels->setViewer({context().user(), context().acting()});
}

void ChatPage::open(const Route &route)
{
    m_wanted = ChannelId(route.id);
    m_wantedMessage = MessageId(route.detail);
    channelsChanged();
}

void ChatPage::channelsChanged()
{
    if (!m_channels->isLoaded())
        return;
    const bool none = m_channels->rowCount() == 0;
    m_list->setVisible(!none);
    int row = m_channels->rowOf(m_wanted);
    if (row < 0 && !none && m_wanted.isNull())
        row = 0;
    if (row >= 0) {
        show(row);
        return;
    }
    m_stack->setCurrentWidget(m_empty);
    Q_EMIT titleChanged(); // there is nothing to search in
    if (none)
        m_empty->setContent(QStringLiteral("messages"), tr("No channels yet"),
            tr("Each project has a channel for everyone in it, and stages can have their own. They appear here."));
    else
        m_empty->setContent(QStringLiteral("lock"), tr("This channel is not here"),
            tr("It belongs to another workspace, or you are no longer in it."));
}

void ChatPage::choose(const QModelIndex &index)
{
    const QUuid id = index.data(ChannelListModel::IdRole).toUuid();
    if (id == m_wanted.uuid() && m_stack->currentWidget() == m_pane)
        return;
    Q_EMIT routeRequested({Route::Kind::Messages, id, {}, {}});
}

void ChatPage::show(int row)
{
    const ChannelRow &channel = m_channels->record(row);
    m_wanted = channel.id;
    m_list->setCurrentIndex(m_list->model()->index(row, 0));
    m_stack->setCurrentWidget(m_pane);
    m_pane->open(channel, std::exchange(m_wantedMessage, MessageId()));
    if (m_name == channel.name && m_project == channel.projectTitle)
        return;
    m_name = channel.name;
    m_project = channel.projectTitle;
    Q_EMIT titleChanged();
}

QString ChatPage::title() const
{
    return m_name.isEmpty() ? tr("Messages") : u'#' + m_name;
}

QString ChatPage::subtitle() const
{
    return m_project;
}

QWidget *ChatPage::focusTarget()
{
    return m_stack->currentWidget() == m_pane ? m_pane->focusTarget() : m_list;
}

QAction *ChatPage::searchAction() const
{
    return m_stack->currentWidget() == m_pane ? m_pane->searchAction() : nullptr;
}

bool ChatPage::leaveInner()
{
    return m_pane->leaveInner();
}

} // namespace projective
