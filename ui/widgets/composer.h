#pragma once

#include "sync/base/ids.h"

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QCompleter;
class QPlainTextEdit;
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class PeopleModel;
class TextLabel;
class Theme;

/// Where a message is written: grows with its text, completes @names, Enter sends, Shift+Enter breaks the line. Also
/// edits a message that is there. Tells each change of a draft a moment after the last key.
class Composer : public QWidget
{
    Q_OBJECT
public:
    explicit Composer(Theme &theme, QWidget *parent = nullptr);

    void setPeople(PeopleModel *people);
    void setPlaceholder(const QString &text);
    /// Why nothing can be written here, and who can change that; empty: it can. An edit is not held up by it.
    void setBlocked(const QString &why);
    /// What was kept for this channel; ignored once something is typed.
    void setDraft(const QString &text);
    [[nodiscard]] QString text() const;
    void clear();
    /// Before another channel comes: tells the draft at once.
    void flushDraft();
    void edit(MessageId message, const QString &body);
    [[nodiscard]] bool isEditing() const { return !m_editing.isNull(); }
    void cancelEdit();
    [[nodiscard]] QWidget *field() const;

    static constexpr int maximumBytes = 16384;

Q_SIGNALS:
    void sent(const QString &body, const QList<projective::UserId> &mentions);
    void edited(projective::MessageId message, const QString &body);
    void draftChanged(const QString &text);
    /// Up in an empty field: the user's last message.
    void editLastRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool keyPressed(int key, Qt::KeyboardModifiers modifiers);
    void submit();
    void textChanged();
    void note();
    void grow();
    void complete();
    void insertName(const QString &name);
    [[nodiscard]] QString wordAtCursor() const;
    [[nodiscard]] QList<UserId> mentionsIn(const QString &body) const;

    Theme &m_theme;
    QPlainTextEdit *m_field;
    QToolButton *m_send;
    TextLabel *m_note;
    QCompleter *m_completer;
    PeopleModel *m_people = nullptr;
    QTimer m_draftTimer;
    MessageId m_editing;
    QString m_beforeEdit; ///< the draft that an edit put aside
    bool m_settingDraft = false;
    QString m_blocked;
};

} // namespace projective
