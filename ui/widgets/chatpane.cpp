#include "ui/widgets/chatpane.h"

#include "models/channelrightsmodel.h"
#include "models/chatmodel.h"
#include "models/draft.h"
#include "models/peoplemodel.h"
#include "sync/commands/delete_message.h"
#include "sync/commands/edit_message.h"
#include "sync/commands/mark_read.h"
#include "sync/commands/send_message.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chatsearch.h"
#include "ui/widgets/chatview.h"
#include "ui/widgets/chatwords.h"
#include "ui/widgets/composer.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace projective {

ChatPane::ChatPane(PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_search(new ChatSearch(context.source(), context.theme(), this))
    , m_searchAction(new QAction(context.theme().icon(QStringLiteral("search"), Theme::Token::Muted, true),
          tr("Search in this conversation"), this))
    , m_stack(new QStackedWidget(this))
    , m_view(new ChatView(context.theme(), m_stack))
    , m_empty(new EmptyState(context.theme(), m_stack))
    , m_composer(new Composer(context.theme(), this))
    , m_draft(new Draft(context.source(), this))
    , m_people(new PeopleModel(context.source(), this))
    , m_rights(new ChannelRightsModel(context.source(), this))
{
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_search);
    layout->addWidget(m_stack, 1);
    layout->addSpacing(Theme::halfGrid); // the newest message is no part of what is written
    layout->addWidget(m_composer);
    m_composer->setPeople(m_people);
    setEnabled(false);

    connect(m_view, &ChatView::seen, this, &ChatPane::seen);
    connect(m_view, &ChatView::refusedClicked, this, &ChatPane::refusedClicked);
    connect(m_view, &ChatView::editRequested, this, &ChatPane::editAt);
    connect(m_view, &ChatView::deleteRequested, this, &ChatPane::deleteAt);
    connect(m_people, &PeopleModel::updated, this, [this] {
        QStringList names;
        for (const PersonRow &person : m_people->records())
            names.append(person.name);
        m_view->setMentions(names);
    });
    connect(m_rights, &ChannelRightsModel::updated, this, &ChatPane::followRights);
    connectComposer();
    connectSearch();
}

void ChatPane::connectSearch()
{
    m_searchAction->setShortcut(QKeySequence::Find);
    m_searchAction->setToolTip(
        tr("Search in this conversation (%1)").arg(m_searchAction->shortcut().toString(QKeySequence::NativeText)));
    addAction(m_searchAction);
    connect(m_searchAction, &QAction::triggered, this, [this] {
        if (isVisible() && isEnabled())
            m_search->open(m_channel);
    });
    connect(m_search, &ChatSearch::chosen, this, [this](MessageId message, qint64 seq, bool peek) {
        if (!peek)
            m_view->setFocus(Qt::OtherFocusReason);
        m_view->showMessage(message, seq);
    });
    connect(m_search, &ChatSearch::left, this, [this] { focusTarget()->setFocus(Qt::OtherFocusReason); });
}

void ChatPane::connectComposer()
{
    connect(m_composer, &Composer::sent, this, &ChatPane::send);
    connect(m_composer, &Composer::edited, this, [this](MessageId message, const QString &body) {
        m_context.submit(EditMessage{message, body}.command(m_context.acting()));
    });
    connect(m_composer, &Composer::draftChanged, this,
        [this](const QString &text) { m_context.commands().saveDraft(draftKey(), text); });
    connect(m_composer, &Composer::editLastRequested, this, &ChatPane::editLast);
    connect(m_draft, &Draft::found, this, [this](const QString &key, const QString &text) {
        if (key == draftKey())
            m_composer->setDraft(text);
    });
}

QString ChatPane::draftKey() const
{
    return QStringLiteral("channel:") + m_channel.toString();
}

void ChatPane::open(const ChannelRow &channel, MessageId message)
{
    const bool another = m_channel != channel.id;
    if (another) {
        m_composer->flushDraft();
        m_composer->clear();
        m_search->leave();
        m_channel = channel.id;
        m_readSeq = channel.lastReadSeq;
        startChat(channel);
    }
    if (!message.isNull())
        m_view->showMessage(message);
    m_rights->setChannel({m_context.user(), m_context.acting()}, channel.id);
    followRights();
    setEnabled(true);
}

void ChatPane::startChat(const ChannelRow &channel)
{
    const Viewer viewer{m_context.user(), m_context.acting()};
    auto *chat = new ChatModel(m_context.source(), viewer, channel.id, channel.lastReadSeq, channel.lastSeq);
    connect(chat, &ChatModel::olderWanted, this, [this](const QString &scope, int rows) {
        m_context.commands().loadOlder(QStringLiteral("project_messages"), scope, rows);
        // Whom they name has a window of its own, of so many names, and one message may have many: the largest page.
        m_context.commands().loadOlder(QStringLiteral("mentions"), scope, 1000);
    });
    connect(chat, &ChatModel::updated, this, &ChatPane::showEmptiness);
    m_view->setChat(chat);
    m_people->setChannel(m_context.user(), channel.id);
    m_composer->setPlaceholder(tr("Message #%1").arg(channel.name));
    m_draft->open(draftKey());
    m_empty->setContent(QStringLiteral("messages"), tr("Nothing was said here yet"),
        tr("What you write in #%1 is seen by everyone in the channel. Messages written offline are sent once you are "
           "online again.")
            .arg(channel.name));
    m_stack->setCurrentWidget(m_view);
}

void ChatPane::followRights()
{
    const ChannelRights rights = m_rights->of(m_channel);
    if (ChatModel *chat = m_view->chat())
        chat->setRights(rights);
    m_composer->setBlocked(words::postBlocker(rights.post, m_context.acting().kind, m_context.actingName()));
}

void ChatPane::showEmptiness()
{
    const ChatModel *chat = m_view->chat();
    const bool empty = chat && chat->isLoaded() && chat->rowCount() == 0;
    m_stack->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_view);
}

void ChatPane::send(const QString &body, const QList<UserId> &mentions)
{
    const SendMessage message{MessageId(newUuid()), m_channel, body, QDateTime::currentDateTimeUtc(), mentions};
    m_context.submit(message.command(m_context.acting()));
    m_view->showNewest();
}

void ChatPane::seen(qint64 seq)
{
    if (seq <= m_readSeq)
        return;
    m_readSeq = seq;
    // Not through submit(): a read mark that comes to nothing is nobody's concern.
    m_context.commands().submit(MarkRead{m_channel, seq}.command(m_context.acting()));
}

bool ChatPane::mayChange(const QModelIndex &index, int blockerRole)
{
    const QString why
        = words::messageBlocker(static_cast<MessageBlocker>(index.data(blockerRole).toInt()), m_rights->of(m_channel));
    if (!why.isEmpty())
        m_context.say(why);
    return index.isValid() && why.isEmpty();
}

void ChatPane::editAt(const QModelIndex &index)
{
    const MessageId message(index.data(ChatModel::IdRole).toUuid());
    if (mayChange(index, ChatModel::EditBlockerRole))
        m_composer->edit(message, index.data(ChatModel::BodyRole).toString());
}

void ChatPane::editLast()
{
    const ChatModel *chat = m_view->chat();
    for (int row = chat ? chat->rowCount() - 1 : -1; row >= 0; --row) {
        const QModelIndex index = chat->index(row, 0);
        if (index.data(ChatModel::MineRole).toBool() && !index.data(ChatModel::DeletedRole).toBool()
            && !index.data(ChatModel::IdRole).toUuid().isNull()) {
            editAt(index);
            return;
        }
    }
}

void ChatPane::deleteAt(const QModelIndex &index)
{
    const MessageId message(index.data(ChatModel::IdRole).toUuid());
    if (!mayChange(index, ChatModel::DeleteBlockerRole))
        return;
    // The workspace of the moment of the act, not of ten seconds later.
    m_context.hold(tr("The message will be deleted for everyone"), DeleteMessage{message}.command(m_context.acting()));
}

QWidget *ChatPane::focusTarget() const
{
    return m_composer->field()->isEnabled() ? m_composer->field() : m_view;
}

bool ChatPane::leaveInner()
{
    if (m_composer->isEditing())
        m_composer->cancelEdit();
    else if (m_search->isVisible())
        m_search->leave();
    else
        return false;
    return true;
}

} // namespace projective
