#pragma once

#include "models/messagesearchmodel.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QListView;
QT_END_NAMESPACE

namespace projective {

class TextLabel;
class Theme;

/// Searches one channel: a field, what was found with the newest first, and how far back it looked. Hidden until it is
/// opened. Down goes from the field into the list, Enter shows the message and Space has a look at it from there.
class ChatSearch : public QWidget
{
    Q_OBJECT
public:
    ChatSearch(query::Source &source, Theme &theme, QWidget *parent = nullptr);

    /// Shows it with the focus in the field; what was typed before is marked, so that typing replaces it.
    void open(ChannelId channel);
    /// Hides it and forgets what was typed.
    void leave();

Q_SIGNALS:
    /// `peek`: only to look; the search keeps the focus.
    void chosen(projective::MessageId message, qint64 seq, bool peek);
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void typed();
    void follow();
    void choose(const QModelIndex &index, bool peek);

    Theme &m_theme;
    MessageSearchModel *m_found;
    QLineEdit *m_field;
    TextLabel *m_note;
    QListView *m_list;
    ChannelId m_channel;
};

} // namespace projective
