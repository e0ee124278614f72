#pragma once

#include <QKeySequence>
#include <QPushButton>
#include <QTimer>

namespace projective {

/// Shows a key, and takes another one: a click or Enter has it listen, the next one or two keys are the new one, Esc
/// leaves it as it was and Backspace means none.
class KeyButton : public QPushButton
{
    Q_OBJECT
public:
    /// `name`: what the key is for, to screen readers.
    KeyButton(const QString &name, QWidget *parent = nullptr);
    void setKey(const QKeySequence &key);
    [[nodiscard]] bool isListening() const { return m_listening; }

    static constexpr int secondKeyMs = 1000; ///< how long it waits for a second key

Q_SIGNALS:
    /// Empty: none. The button shows it only once setKey() is called.
    void keyChosen(const QKeySequence &key);

protected:
    bool event(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void listen();
    /// False: the key is not for it.
    bool take(const QKeyEvent &event);
    void finish();
    void showKey();

    const QString m_name;
    QKeySequence m_key;
    bool m_listening = false;
    int m_first = 0; ///< the first of two keys, while the second may come
    QTimer m_wait;
};

} // namespace projective
