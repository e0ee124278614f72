#pragma once

#include "sync/base/ids.h"
#include "ui/pages/page.h"

QT_BEGIN_NAMESPACE
class QListView;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace projective {

class ChannelListModel;
class ChatPane;
class EmptyState;

/// The channels of the workspace, the liveliest first, and the one that is open.
class ChatPage : public Page
{
    Q_OBJECT
public:
    explicit ChatPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QAction *searchAction() const override;
    [[nodiscard]] QWidget *focusTarget() override;
    bool leaveInner() override;

private:
    void build();
    void follow();
    void channelsChanged();
    void choose(const QModelIndex &index);
    void show(int row);

    ChannelListModel *m_channels;
    QSplitter *m_splitter;
    QListView *m_list;
    QStackedWidget *m_stack;
    ChatPane *m_pane;
    EmptyState *m_empty;
    ChannelId m_wanted;
    MessageId m_wantedMessage;
    QString m_name;
    QString m_project;
};

} // namespace projective
