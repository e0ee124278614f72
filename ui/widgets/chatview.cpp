#include "ui/widgets/chatview.h"

#include "models/chatmodel.h"
#include "ui/delegates/messagedelegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chatwords.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/spokenmodel.h"
#include "ui/widgets/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>
#include <QToolTip>
#include <QUrl>

namespace projective {

namespace {
constexpr int nearTop = 400; ///< pixels above the first row that is visible when older ones are asked for
constexpr int nearBottom = 24; ///< so near to the end counts as being there
constexpr int seenAfterMs = 300;
} // namespace

ChatView::ChatView(Theme &theme, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
    , m_delegate(new MessageDelegate(theme, this))
    , m_newest(new QToolButton(this))
{
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, or rows would change width, and so height, when it comes.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setSelectionMode(SingleSelection);
    setMouseTracking(true);
    setItemDelegate(m_delegate);
    verticalScrollBar()->setSingleStep(2 * Theme::grid);
    m_newest->setIcon(theme.icon(QStringLiteral("arrow-down"), Theme::Token::Accent));
    m_newest->setToolTip(tr("Jump to newest"));
    m_newest->setAccessibleName(tr("Jump to newest"));
    m_newest->setFixedSize(36, 36);
    m_newest->setProperty("floating", true);
    m_newest->hide();
    m_seenTimer.setObjectName(QStringLiteral("seen"));
    m_seenTimer.setParent(this);
    m_seenTimer.setSingleShot(true);
    m_seenTimer.setInterval(seenAfterMs);
    new ListKeys(this);
    connect(&m_seenTimer, &QTimer::timeout, this, &ChatView::tellSeen);
    connect(m_newest, &QToolButton::clicked, this, &ChatView::showNewest);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ChatView::scrolled);
    connect(&theme, &Theme::changed, this, [this] {
        keepPlace();
        m_delegate->clear();
        restorePlace();
    });
}

void ChatView::setChat(ChatModel *chat)
{
    ChatModel *before = m_chat;
    SpokenModel *spokenBefore = m_spoken;
    m_chat = chat;
    m_opened = false;
    m_keeping = false;
    m_atNewest = true;
    m_lineAt = -1;
    m_anchor = QPersistentModelIndex();
    chat->setParent(this);
    m_spoken = new SpokenModel(&MessageDelegate::spoken, this);
    m_spoken->setSourceModel(chat);
    setModel(m_spoken);
    delete spokenBefore;
    delete before;
    m_delegate->clear();
    // The view's own model: an index kept while that one is already inserting would not follow.
    connect(m_spoken, &SpokenModel::rowsAboutToBeInserted, this, &ChatView::keepPlace);
    connect(m_spoken, &SpokenModel::rowsAboutToBeRemoved, this, &ChatView::keepPlace);
    connect(m_spoken, &SpokenModel::rowsAboutToBeMoved, this, &ChatView::keepPlace);
    connect(chat, &ChatModel::updated, this, [this] {
        if (m_opened)
            restorePlace();
        else
            firstLoaded();
    });
}

void ChatView::setMentions(const QStringList &names)
{
    keepPlace();
    m_delegate->setMentions(names);
    restorePlace();
}

void ChatView::firstLoaded()
{
    m_opened = true;
    relayout();
    if (m_chat->firstUnread() >= 0)
        showLine();
    else
        scrollToBottom();
    m_atNewest = isAtNewest();
    m_keeping = false;
    scrolled();
    if (!m_wanted.isNull())
        showMessage(m_wanted);
}

void ChatView::showLine()
{
    scrollTo(model()->index(m_chat->firstUnread(), 0), PositionAtTop);
    m_lineAt = verticalScrollBar()->value();
}

/// Whether one has not moved since the line was shown. Then it stays in view while what is unread above it arrives.
bool ChatView::isAtLine() const
{
    return verticalScrollBar()->value() == m_lineAt && m_chat->firstUnread() >= 0;
}

void ChatView::relayout()
{
    m_delegate->setWidth(viewport()->width());
    doItemsLayout();
    updateGeometries(); // the scroll bar's range, else a new place is clamped to the old one
}

bool ChatView::isAtNewest() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - nearBottom;
}

void ChatView::keepPlace()
{
    if (m_keeping || !m_opened)
        return;
    m_keeping = true;
    m_atNewest = isAtNewest();
    m_atLine = isAtLine();
    m_lineOpen = m_chat->unreadAbove() > 0;
    const QModelIndex top = indexAt(QPoint(viewport()->width() / 2, 1));
    // The bottom of the row stays: what stands above its text (day, sender) may change when rows come above.
    m_anchor = top;
    m_anchorBottom = top.isValid() ? visualRect(top).bottom() : 0;
}

void ChatView::restorePlace()
{
    const bool kept = m_keeping;
    m_keeping = false;
    relayout();
    if (!kept)
        return;
    if (m_atLine && m_lineOpen && m_chat->rowCount() <= ChatModel::mostUnread)
        showLine();
    else if (m_atNewest)
        scrollToBottom();
    else if (m_anchor.isValid())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + visualRect(m_anchor).bottom() - m_anchorBottom);
    if (m_atLine)
        m_lineAt = verticalScrollBar()->value();
    scrolled();
    if (!m_wanted.isNull())
        showMessage(m_wanted);
}

void ChatView::showNewest()
{
    m_lineAt = -1;
    scrollToBottom();
}

void ChatView::showMessage(MessageId message, qint64 seq)
{
    m_wanted = message;
    const int row = m_chat ? m_chat->rowOf(message) : -1;
    if (row < 0 && m_chat && seq > 0)
        m_chat->showFrom(seq);
    if (row < 0 || !m_opened)
        return;
    m_wanted = MessageId();
    m_lineAt = -1;
    setCurrentIndex(model()->index(row, 0));
    scrollTo(model()->index(row, 0), PositionAtCenter);
}

void ChatView::scrolled()
{
    if (!m_chat || !m_opened)
        return;
    m_newest->setVisible(!isAtNewest());
    m_seenTimer.start();
    // Not from within a scroll: the view is being moved.
    if (verticalScrollBar()->value() < nearTop && m_chat->hasOlder())
        QMetaObject::invokeMethod(m_chat, &ChatModel::loadOlder, Qt::QueuedConnection);
}

void ChatView::tellSeen()
{
    if (!m_chat || !isVisible() || !isActiveWindow() || m_chat->rowCount() == 0)
        return;
    // A mark is for all before it: not while some of them are still to be loaded, unless one went past them.
    if (m_chat->unreadAbove() > 0 && (isAtLine() || !isAtNewest()))
        return;
    const QModelIndex last = indexAt(QPoint(viewport()->width() / 2, viewport()->height() - 2));
    for (int row = last.isValid() ? last.row() : m_chat->rowCount() - 1; row >= 0; --row) {
        if (m_chat->record(row).seq > 0) {
            Q_EMIT seen(m_chat->record(row).seq);
            return;
        }
    }
}

void ChatView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ActivationChange)
        m_seenTimer.start();
    QListView::changeEvent(event);
}

void ChatView::placeButton()
{
    const int x = layoutDirection() == Qt::RightToLeft ? 3 * Theme::grid
                                                       : viewport()->width() - m_newest->width() - 2 * Theme::grid;
    m_newest->move(x, viewport()->height() - m_newest->height() - Theme::grid);
    m_newest->raise();
}

void ChatView::resizeEvent(QResizeEvent *event)
{
    // The size is new already, the layout is not: places are still those of before.
    const bool wasAtNewest = m_atNewest;
    keepPlace();
    m_atNewest = wasAtNewest || m_atNewest;
    QListView::resizeEvent(event);
    if (m_opened)
        restorePlace();
    m_atNewest = isAtNewest();
    placeButton();
}

QString ChatView::linkAt(const QPoint &point) const
{
    const QModelIndex index = indexAt(point);
    if (!index.isValid())
        return QString();
    const QString link = m_delegate->linkAt(index, point - visualRect(index).topLeft(), layoutDirection());
    return isSafeLink(link) ? link : QString();
}

void ChatView::mouseReleaseEvent(QMouseEvent *event)
{
    QListView::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const QModelIndex index = indexAt(event->position().toPoint());
    const QUuid entry = index.data(ChatModel::EntryRole).toUuid();
    if (!entry.isNull())
        Q_EMIT refusedClicked(EntryId(entry));
    else if (const QString link = linkAt(event->position().toPoint()); !link.isEmpty())
        QDesktopServices::openUrl(QUrl(link, QUrl::StrictMode));
}

void ChatView::mouseMoveEvent(QMouseEvent *event)
{
    QListView::mouseMoveEvent(event);
    viewport()->setCursor(linkAt(event->position().toPoint()).isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

bool ChatView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QListView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QModelIndex index = indexAt(help->pos());
    // Where a link really leads, as text: its label may say anything.
    const QString link = linkAt(help->pos());
    const QString text = link.isEmpty() && index.isValid() ? words::messageTime(index) : link;
    QToolTip::showText(help->globalPos(), plainToolTip(text), viewport(), visualRect(index));
    return true;
}

void ChatView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex index = currentIndex();
    if (event->matches(QKeySequence::Copy) && index.isValid()) {
        QApplication::clipboard()->setText(index.data(ChatModel::BodyRole).toString());
        return;
    }
    if (isOffered(index, ChatModel::EditBlockerRole) && event->key() == Qt::Key_E
        && event->modifiers() == Qt::NoModifier)
        Q_EMIT editRequested(index);
    else if (isOffered(index, ChatModel::DeleteBlockerRole) && event->key() == Qt::Key_Delete)
        Q_EMIT deleteRequested(index);
    else if (event->key() == Qt::Key_End)
        showNewest();
    else
        QListView::keyPressEvent(event);
}

void ChatView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid() || index.data(ChatModel::DeletedRole).toBool())
        return;
    setCurrentIndex(index);
    QMenu menu(this);
    const QString body = index.data(ChatModel::BodyRole).toString();
    menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy text"), this,
        [body] { QApplication::clipboard()->setText(body); });
    const QUuid entry = index.data(ChatModel::EntryRole).toUuid();
    if (!entry.isNull()) {
        menu.addAction(m_theme.icon(QStringLiteral("alert"), Theme::Token::Bad), tr("Why it was not sent"), this,
            [this, entry] { Q_EMIT refusedClicked(EntryId(entry)); });
    } else {
        const QPersistentModelIndex kept(index);
        menu.setToolTipsVisible(true);
        if (isOffered(index, ChatModel::EditBlockerRole)) {
            QAction *edit = menu.addAction(
                m_theme.icon(QStringLiteral("edit")), tr("Edit"), this, [this, kept] { Q_EMIT editRequested(kept); });
            block(edit, index, ChatModel::EditBlockerRole);
        }
        if (isOffered(index, ChatModel::DeleteBlockerRole)) {
            QAction *remove = menu.addAction(m_theme.icon(QStringLiteral("trash"), Theme::Token::Bad), tr("Delete"),
                this, [this, kept] { Q_EMIT deleteRequested(kept); });
            block(remove, index, ChatModel::DeleteBlockerRole);
        }
    }
    menu.exec(event->globalPos());
}

/// What others wrote has no such entry; what can't be done now has one that says why.
bool ChatView::isOffered(const QModelIndex &index, int blockerRole)
{
    const auto blocker = static_cast<MessageBlocker>(index.data(blockerRole).toInt());
    return index.isValid() && blocker != MessageBlocker::NotYours && blocker != MessageBlocker::NotThere;
}

void ChatView::block(QAction *action, const QModelIndex &index, int blockerRole) const
{
    const QString why
        = words::messageBlocker(static_cast<MessageBlocker>(index.data(blockerRole).toInt()), m_chat->rights());
    action->setEnabled(why.isEmpty());
    action->setToolTip(plainToolTip(why));
}

} // namespace projective
