#include "ui/widgets/messagestrip.h"

#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <utility>

namespace projective {

MessageStrip::MessageStrip(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_label(new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Text, this))
    , m_undo(new QPushButton(tr("Undo"), this))
    , m_close(new QToolButton(this))
{
    m_label->setFit(TextLabel::Fit::Wrap);
    m_close->setIcon(theme.icon(QStringLiteral("close")));
    m_close->setAccessibleName(tr("Close"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, Theme::grid);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_undo);
    layout->addWidget(m_close);
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &MessageStrip::tick);
    connect(m_undo, &QPushButton::clicked, this, &MessageStrip::undoClicked);
    connect(m_close, &QToolButton::clicked, this, &MessageStrip::finish);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void MessageStrip::say(const QString &text, const std::function<void()> &undo)
{
    tell({text, undo, false});
}

void MessageStrip::warn(const QString &text, const std::function<void()> &show)
{
    tell({text, show, true});
}

void MessageStrip::tell(const Message &message)
{
    if (isHolding()) {
        m_next = message;
        return;
    }
    m_message = message;
    present(message, message.warning ? warnSeconds : saySeconds);
}

void MessageStrip::hold(const QString &text, const std::function<void()> &act, const std::function<void()> &undo)
{
    m_act = act;
    m_message = {text, undo, false};
    present(m_message, holdSeconds);
}

void MessageStrip::endHold()
{
    if (!isHolding())
        return;
    m_act = {};
    finish();
}

void MessageStrip::setPaused(bool paused)
{
    if (!isHolding())
        return;
    if (paused)
        m_timer.stop();
    else
        m_timer.start();
}

void MessageStrip::forget()
{
    m_next = {};
    if (!isHolding())
        finish();
}

void MessageStrip::present(const Message &message, int seconds)
{
    m_label->setText(message.text);
    m_undo->setText(message.warning ? tr("Show") : tr("Undo"));
    m_undo->setVisible(static_cast<bool>(message.act));
    m_close->setVisible(!isHolding());
    m_secondsLeft = m_secondsWhole = seconds;
    m_timer.start();
    show();
    place();
    raise();
    QAccessibleEvent event(m_label, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageStrip::tick()
{
    // Whoever reads it with the pointer over it or the focus in it decides when it goes; a hold counts on.
    if (!isHolding() && (underMouse() || m_undo->hasFocus() || m_close->hasFocus()))
        return;
    --m_secondsLeft;
    update();
    if (m_secondsLeft <= 0)
        finish();
}

void MessageStrip::finish()
{
    m_timer.stop();
    hide();
    m_message = {};
    if (const auto act = std::exchange(m_act, {}))
        act();
    if (const Message next = std::exchange(m_next, {}); !next.text.isEmpty())
        tell(next);
}

void MessageStrip::undoClicked()
{
    const Message message = std::exchange(m_message, {});
    m_act = {};
    finish();
    if (message.act)
        message.act();
}

void MessageStrip::setArea(const QRect &area)
{
    m_area = area;
    place();
}

void MessageStrip::place()
{
    // High enough that a composer below stays free.
    const int width = qMin(560, m_area.width() - 4 * Theme::grid);
    setFixedWidth(width);
    const int height = qMax(heightForWidth(width), sizeHint().height());
    setGeometry(m_area.center().x() - width / 2, m_area.bottom() - height - 9 * Theme::grid, width, height);
}

void MessageStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme::Token line = isHolding() ? Theme::Token::Accent
        : m_message.warning               ? Theme::Token::Bad
                                          : Theme::Token::Line;
    painter.setPen(QPen(m_theme.color(line), 1));
    painter.setBrush(m_theme.color(Theme::Token::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Theme::cardRadius, Theme::cardRadius);
    if (!isHolding())
        return;
    const int whole = width() - 4 * Theme::grid;
    const QRect bar(2 * Theme::grid, height() - 4, whole * m_secondsLeft / m_secondsWhole, 2);
    painter.fillRect(layoutDirection() == Qt::RightToLeft ? bar.translated(whole - bar.width(), 0) : bar,
        m_theme.color(Theme::Token::Accent));
}

} // namespace projective
