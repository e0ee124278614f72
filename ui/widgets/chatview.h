#pragma once

#include "sync/base/ids.h"

#include <QListView>
#include <QPersistentModelIndex>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QAction;
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class ChatModel;
class MessageDelegate;
class SpokenModel;
class Theme;

/// The messages of a channel. Stays where one reads: at the newest while one is there, else at the same message,
/// whatever arrives below or is loaded above. Asks for older pages near the top; tells what has been seen.
class ChatView : public QListView
{
    Q_OBJECT
public:
    explicit ChatView(Theme &theme, QWidget *parent = nullptr);

    /// Takes the model over. Shows the line of unread ones if there is one, else the newest, once it is loaded.
    void setChat(ChatModel *chat);
    [[nodiscard]] ChatModel *chat() const { return m_chat; }
    void setMentions(const QStringList &names);
    void showNewest();
    /// Puts it in the middle, once it is there. With its `seq` (0: not known) what is here is loaded back to it.
    void showMessage(MessageId message, qint64 seq = 0);
    [[nodiscard]] bool isAtNewest() const;

Q_SIGNALS:
    /// Everything up to here has been on screen in the active window.
    void seen(qint64 seq);
    void refusedClicked(projective::EntryId entry);
    void editRequested(const QModelIndex &index);
    void deleteRequested(const QModelIndex &index);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void keepPlace();
    void restorePlace();
    void firstLoaded();
    void showLine();
    [[nodiscard]] bool isAtLine() const;
    void relayout();
    void scrolled();
    void tellSeen();
    void placeButton();
    [[nodiscard]] static bool isOffered(const QModelIndex &index, int blockerRole);
    void block(QAction *action, const QModelIndex &index, int blockerRole) const;
    [[nodiscard]] QString linkAt(const QPoint &point) const;

    Theme &m_theme;
    MessageDelegate *m_delegate;
    ChatModel *m_chat = nullptr;
    SpokenModel *m_spoken = nullptr;
    QToolButton *m_newest;
    QTimer m_seenTimer;
    bool m_atNewest = true;
    bool m_atLine = false;
    bool m_lineOpen = false; ///< there was more that is unread above it
    int m_lineAt = -1; ///< where the bar stood when the line of unread ones was shown
    bool m_keeping = false;
    bool m_opened = false; ///< the first page of this channel is shown
    MessageId m_wanted; ///< to be shown when it is there
    QPersistentModelIndex m_anchor;
    int m_anchorBottom = 0;
};

} // namespace projective
