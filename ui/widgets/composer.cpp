#include "ui/widgets/composer.h"

#include "models/peoplemodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QCompleter>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace projective {

namespace {
constexpr int draftAfterMs = 500;
constexpr int mostLines = 8;
} // namespace

Composer::Composer(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_field(new QPlainTextEdit(this))
    , m_send(new QToolButton(this))
    , m_note(new TextLabel(theme, Theme::TextStyle::Caption, Theme::Token::Muted, this))
    , m_completer(new QCompleter(this))
{
    m_field->setAccessibleName(tr("Message"));
    m_field->setFrameShape(QFrame::NoFrame);
    m_field->setTabChangesFocus(true);
    m_field->viewport()->setAutoFillBackground(false);
    m_field->document()->setDocumentMargin(0);
    m_field->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_field->installEventFilter(this);
    m_send->setIcon(theme.icon(QStringLiteral("send"), Theme::Token::Accent, true));
    m_send->setAccessibleName(tr("Send"));
    m_note->setFit(TextLabel::Fit::Wrap);
    m_note->hide();
    auto *line = new QHBoxLayout;
    line->addWidget(m_field, 1, Qt::AlignVCenter);
    line->addWidget(m_send, 0, Qt::AlignBottom);
    auto *layout = new QVBoxLayout(this);
    // The frame is painted two grid steps in, and one above the foot.
    layout->setContentsMargins(3 * Theme::grid + Theme::halfGrid, Theme::grid, 3 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::halfGrid);
    layout->addWidget(m_note);
    layout->addLayout(line);
    m_completer->setWidget(m_field);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(draftAfterMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &Composer::flushDraft);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &Composer::insertName);
    connect(m_field, &QPlainTextEdit::textChanged, this, &Composer::textChanged);
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
    connect(&theme, &Theme::changed, this, [this] {
        grow();
        update();
    });
    textChanged();
}

void Composer::setPeople(PeopleModel *people)
{
    m_people = people;
    m_completer->setModel(people);
}

void Composer::setPlaceholder(const QString &text)
{
    m_field->setPlaceholderText(text);
}

QWidget *Composer::field() const
{
    return m_field;
}

QString Composer::text() const
{
    return m_field->toPlainText();
}

void Composer::setDraft(const QString &text)
{
    if (!m_field->document()->isEmpty() || isEditing())
        return;
    m_settingDraft = true;
    m_field->setPlainText(text);
    m_field->moveCursor(QTextCursor::End);
    m_settingDraft = false;
}

void Composer::clear()
{
    m_draftTimer.stop();
    m_editing = MessageId();
    m_beforeEdit.clear();
    m_settingDraft = true;
    m_field->clear();
    m_settingDraft = false;
}

void Composer::flushDraft()
{
    if (!m_draftTimer.isActive() && sender() != &m_draftTimer)
        return;
    m_draftTimer.stop();
    Q_EMIT draftChanged(isEditing() ? m_beforeEdit : text());
}

void Composer::setBlocked(const QString &why)
{
    if (m_blocked == why)
        return;
    m_blocked = why;
    note();
}

/// The line above the field, and what follows from it.
void Composer::note()
{
    const qsizetype bytes = text().toUtf8().size();
    const bool tooLong = bytes > maximumBytes;
    const bool blocked = !m_blocked.isEmpty() && !isEditing();
    if (blocked)
        m_note->setText(m_blocked);
    else if (tooLong)
        m_note->setText(tr("%1 of %2 bytes: shorten it or send it in parts")
                            .arg(QLocale().toString(bytes), QLocale().toString(maximumBytes)));
    else if (isEditing())
        m_note->setText(tr("Editing. Enter saves, Esc cancels."));
    m_note->setToken(tooLong && !blocked ? Theme::Token::Bad : Theme::Token::Muted);
    m_note->setVisible(blocked || tooLong || isEditing());
    m_field->setEnabled(!blocked);
    m_field->setAccessibleDescription(m_blocked);
    m_send->setEnabled(!blocked && !tooLong && !text().trimmed().isEmpty());
    m_send->setToolTip(blocked ? plainToolTip(m_blocked) : tr("Send (Enter)"));
}

void Composer::textChanged()
{
    grow();
    note();
    if (!m_settingDraft && !isEditing())
        m_draftTimer.start();
    complete();
}

void Composer::grow()
{
    // A QPlainTextEdit counts its height in lines.
    int lines = 0;
    for (QTextBlock block = m_field->document()->begin(); block.isValid(); block = block.next())
        lines += qMax(1, block.layout() ? block.layout()->lineCount() : 1);
    const int line = m_field->fontMetrics().lineSpacing();
    m_field->setFixedHeight(qBound(1, lines, mostLines) * line + Theme::halfGrid);
}

void Composer::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    grow();
}

void Composer::edit(MessageId message, const QString &body)
{
    if (!isEditing())
        m_beforeEdit = text();
    m_editing = message;
    m_settingDraft = true;
    m_field->setPlainText(body);
    m_settingDraft = false;
    m_field->moveCursor(QTextCursor::End);
    textChanged();
    m_field->setFocus();
}

void Composer::cancelEdit()
{
    const QString draft = m_beforeEdit;
    clear();
    setDraft(draft);
    textChanged();
}

void Composer::submit()
{
    const QString body = text().trimmed();
    if (body.isEmpty() || body.toUtf8().size() > maximumBytes)
        return;
    if (isEditing()) {
        const MessageId message = m_editing;
        cancelEdit();
        Q_EMIT edited(message, body);
        return;
    }
    const QList<UserId> mentions = mentionsIn(body);
    clear();
    Q_EMIT sent(body, mentions);
    Q_EMIT draftChanged(QString());
}

QList<UserId> Composer::mentionsIn(const QString &body) const
{
    QList<UserId> result;
    if (!m_people)
        return result;
    for (const PersonRow &person : m_people->records()) {
        if (!person.isSelf && !person.name.isEmpty() && body.contains(u'@' + person.name))
            result.append(person.user);
    }
    return result;
}

QString Composer::wordAtCursor() const
{
    const QTextCursor cursor = m_field->textCursor();
    const QString before = cursor.block().text().left(cursor.positionInBlock());
    const qsizetype at = before.lastIndexOf(u'@');
    if (at < 0 || (at > 0 && before.at(at - 1).isLetterOrNumber()))
        return QString();
    const QString word = before.mid(at);
    return word.size() <= 24 && word.count(u' ') <= 1 ? word : QString();
}

void Composer::complete()
{
    const QString word = wordAtCursor();
    if (word.isEmpty() || !m_people || m_settingDraft) {
        m_completer->popup()->hide();
        return;
    }
    m_completer->setCompletionPrefix(word.mid(1));
    if (m_completer->completionCount() == 0) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = m_field->cursorRect();
    place.setWidth(220);
    m_completer->complete(place);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

void Composer::insertName(const QString &name)
{
    QTextCursor cursor = m_field->textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(wordAtCursor().size()));
    cursor.insertText(u'@' + name + u' ');
    m_field->setTextCursor(cursor);
}

bool Composer::keyPressed(int key, Qt::KeyboardModifiers modifiers)
{
    if (m_completer->popup()->isVisible())
        return false; // the list of names handles Enter, arrows and Esc itself
    const bool plain = (modifiers & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (key == Qt::Key_Escape && isEditing()) {
        cancelEdit();
        return true;
    }
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && plain) {
        submit();
        return true;
    }
    if (key == Qt::Key_Up && plain && m_field->document()->isEmpty()) {
        Q_EMIT editLastRequested();
        return true;
    }
    return false;
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        if (keyPressed(press->key(), press->modifiers()))
            return true;
    } else if (watched == m_field && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
        update();
    }
    return QWidget::eventFilter(watched, event);
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focus = m_field->hasFocus();
    const QRectF box = QRectF(rect()).adjusted(2 * Theme::grid, 1, -2 * Theme::grid, -Theme::grid);
    painter.setPen(QPen(m_theme.color(focus ? Theme::Token::Accent : Theme::Token::Line), focus ? 2 : 1));
    painter.setBrush(m_theme.color(Theme::Token::Raised));
    painter.drawRoundedRect(box, Theme::cardRadius, Theme::cardRadius);
}

} // namespace projective
