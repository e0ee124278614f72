#include "ui/widgets/syncline.h"

#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QAccessible>
#include <QPainter>

namespace projective {

namespace {
struct Look {
    const char *icon; ///< null: a dot
    Theme::Token token;
};

Look lookOf(SyncStatus::State state)
{
    switch (state) {
    case SyncStatus::State::Synced:
        return {nullptr, Theme::Token::Good};
    case SyncStatus::State::Syncing:
    case SyncStatus::State::Connecting:
        return {nullptr, Theme::Token::Info};
    case SyncStatus::State::Offline:
        return {"offline", Theme::Token::Warn};
    case SyncStatus::State::SignedOut:
        return {"offline", Theme::Token::Muted};
    case SyncStatus::State::SignInAgain:
    case SyncStatus::State::Failed:
        return {"alert", Theme::Token::Bad};
    }
    Q_UNREACHABLE();
}
} // namespace

SyncLine::SyncLine(Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setStatus({});
}

void SyncLine::setStatus(const SyncStatus &status)
{
    const bool spoken = m_status.state != status.state;
    m_status = status;
    setText(words::syncLine(status));
    const QString problem = words::syncProblem(status);
    setAccessibleName(text());
    setAccessibleDescription(problem);
    const QString tip = problem.isEmpty() && m_folded ? text() : problem;
    setToolTip(plainToolTip(tip));
    update();
    if (spoken) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void SyncLine::setFolded(bool folded)
{
    m_folded = folded;
    setStatus(m_status);
}

QSize SyncLine::sizeHint() const
{
    return QSize(200, m_theme.rowHeight());
}

QSize SyncLine::minimumSizeHint() const
{
    return QSize(Theme::iconSize + 2 * Theme::grid, m_theme.rowHeight());
}

void SyncLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = lookOf(m_status.state);
    RowPaint row(m_theme, &painter, rect(), layoutDirection());
    row.background(false, underMouse(), Theme::Token::Sunken);
    row.skip(m_folded ? (width() - Theme::iconSize) / 2 : Theme::grid);
    if (look.icon)
        row.icon(QLatin1String(look.icon), look.token);
    else
        row.bullet(look.token);
    if (!m_folded) {
        row.skip(Theme::grid);
        row.text(text(), Theme::TextStyle::Secondary, Theme::Token::Muted);
    }
    if (hasFocus())
        row.focus();
}

} // namespace projective
