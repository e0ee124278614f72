#include "ui/widgets/keybutton.h"

#include <QKeyEvent>

#include <utility>

namespace projective {

KeyButton::KeyButton(const QString &name, QWidget *parent)
    : QPushButton(parent)
    , m_name(name)
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(secondKeyMs);
    connect(&m_wait, &QTimer::timeout, this, &KeyButton::finish);
    connect(this, &QPushButton::clicked, this, &KeyButton::listen);
    showKey();
}

void KeyButton::setKey(const QKeySequence &key)
{
    m_key = key;
    showKey();
}

void KeyButton::listen()
{
    m_listening = true;
    m_first = 0;
    showKey();
}

bool KeyButton::event(QEvent *event)
{
    if (m_listening && event->type() == QEvent::ShortcutOverride) {
        event->accept(); // it is to be learned, not obeyed
        return true;
    }
    if (m_listening && event->type() == QEvent::KeyPress && take(*static_cast<QKeyEvent *>(event)))
        return true;
    return QPushButton::event(event);
}

bool KeyButton::take(const QKeyEvent &event)
{
    const int key = event.key();
    const bool modifier = key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_AltGr
        || key == Qt::Key_Meta || key == Qt::Key_unknown || key == 0;
    if (modifier)
        return true;
    const bool leaves = key == Qt::Key_Tab || key == Qt::Key_Backtab;
    if (leaves || (event.modifiers() == Qt::NoModifier && key == Qt::Key_Escape)) {
        m_first = 0;
        finish();
        return !leaves; // Tab goes on
    }
    if (event.modifiers() == Qt::NoModifier && m_first == 0 && (key == Qt::Key_Backspace || key == Qt::Key_Delete)) {
        finish();
        Q_EMIT keyChosen({});
        return true;
    }
    // In a character Shift is contained: "?" on every keyboard.
    Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool character = key < Qt::Key_Escape && (key < Qt::Key_A || key > Qt::Key_Z);
    if (modifiers == Qt::ShiftModifier && character)
        modifiers = Qt::NoModifier;
    const int combined = QKeyCombination(modifiers, static_cast<Qt::Key>(key)).toCombined();
    if (m_first == 0) {
        m_first = combined;
        m_wait.start();
        showKey();
        return true;
    }
    const QKeySequence both(std::exchange(m_first, 0), combined);
    finish();
    Q_EMIT keyChosen(both);
    return true;
}

void KeyButton::finish()
{
    m_wait.stop();
    m_listening = false;
    const int first = std::exchange(m_first, 0);
    showKey();
    if (first != 0)
        Q_EMIT keyChosen(QKeySequence(first));
}

void KeyButton::focusOutEvent(QFocusEvent *event)
{
    if (m_listening)
        finish();
    QPushButton::focusOutEvent(event);
}

void KeyButton::showKey()
{
    const QString key = m_key.isEmpty() ? tr("None", "no key") : m_key.toString(QKeySequence::NativeText);
    const QString first = QKeySequence(m_first).toString(QKeySequence::NativeText);
    const QString text = !m_listening ? key
        : m_first == 0                ? tr("Press a key…")
                                      : tr("%1, …", "first of two keys").arg(first);
    setText(QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")));
    setFlat(m_key.isEmpty() && !m_listening);
    setAccessibleName(m_listening ? text : tr("%1: %2", "action and its key").arg(m_name, key));
}

} // namespace projective
