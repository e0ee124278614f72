#pragma once

#include <QTimer>
#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class TextLabel;
class Theme;

/// Tells something at the foot of the window: for some seconds, with Undo; or, for what can't be taken back once it is
/// sent, counts down and only then does it. One thing at a time: what is told during a hold waits for its end.
class MessageStrip : public QWidget
{
    Q_OBJECT
public:
    explicit MessageStrip(Theme &theme, QWidget *parent = nullptr);
    void say(const QString &text, const std::function<void()> &undo = {});
    /// Something went wrong; `show` brings its reader to where it waits to be dealt with.
    void warn(const QString &text, const std::function<void()> &show);
    /// Counts down, then `act`; or `undo`, if its button is pressed before.
    void hold(const QString &text, const std::function<void()> &act, const std::function<void()> &undo);
    /// What is held was dealt with elsewhere.
    void endHold();
    /// The time stands still: somebody is being asked what is to become of what is held.
    void setPaused(bool paused);
    /// Takes away what is told, not what is held: it was about things that are no longer shown.
    void forget();
    [[nodiscard]] bool isHolding() const { return static_cast<bool>(m_act); }
    /// Keeps itself above the foot of `area`, in its middle.
    void setArea(const QRect &area);

    static constexpr int saySeconds = 6;
    static constexpr int warnSeconds = 15;
    static constexpr int holdSeconds = 10;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Message {
        QString text;
        std::function<void()> act; ///< what its button does; none: no button
        bool warning = false;
    };
    void tell(const Message &message);
    void present(const Message &message, int seconds);
    void tick();
    void finish();
    void undoClicked();
    void place();

    Theme &m_theme;
    TextLabel *m_label;
    QPushButton *m_undo;
    QToolButton *m_close;
    QTimer m_timer; ///< each second of what is shown
    QRect m_area;
    int m_secondsLeft = 0;
    int m_secondsWhole = 1;
    Message m_message; ///< what is shown
    Message m_next; ///< told while something was held
    std::function<void()> m_act; ///< when the time of a hold is over
};

} // namespace projective
