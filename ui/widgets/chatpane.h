#pragma once

#include "models/channellistmodel.h"
#include "ui/pages/pagecontext.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QStackedWidget;
QT_END_NAMESPACE

namespace projective {

class ChannelRightsModel;
class ChatModel;
class ChatSearch;
class ChatView;
class Composer;
class Draft;
class EmptyState;
class PeopleModel;

/// One channel: its messages, a search among them, and the composer. Used by the messages page and by a project's chat
/// tab.
class ChatPane : public QWidget
{
    Q_OBJECT
public:
    explicit ChatPane(PageContext &context, QWidget *parent = nullptr);

    /// Shows a channel from where it was last read; the same channel stays as it is.
    void open(const ChannelRow &channel, MessageId message = {});
    [[nodiscard]] ChannelId channel() const { return m_channel; }
    [[nodiscard]] QWidget *focusTarget() const;
    /// Opens the search (Ctrl+F).
    [[nodiscard]] QAction *searchAction() const { return m_searchAction; }
    /// Esc: ends the edit, or closes the search. False: there was neither.
    bool leaveInner();

Q_SIGNALS:
    void refusedClicked(projective::EntryId entry);

private:
    void connectComposer();
    void connectSearch();
    void startChat(const ChannelRow &channel);
    void followRights();
    void showEmptiness();
    void send(const QString &body, const QList<UserId> &mentions);
    void seen(qint64 seq);
    void editAt(const QModelIndex &index);
    void editLast();
    void deleteAt(const QModelIndex &index);
    /// Says why not; true: nothing is in the way.
    [[nodiscard]] bool mayChange(const QModelIndex &index, int blockerRole);
    [[nodiscard]] QString draftKey() const;

    PageContext &m_context;
    ChatSearch *m_search;
    QAction *m_searchAction;
    QStackedWidget *m_stack;
    ChatView *m_view;
    EmptyState *m_empty;
    Composer *m_composer;
    Draft *m_draft;
    PeopleModel *m_people;
    ChannelRightsModel *m_rights;
    ChannelId m_channel;
    qint64 m_readSeq = 0; ///< as told to the server
};

} // namespace projective
