#include "ui/widgets/walletcard.h"

#include "ui/theme/theme.h"
#include "ui/words.h"

#include <QPainter>
#include <QStyle>

namespace projective {

WalletCard::WalletCard(Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMaximumWidth(320);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void WalletCard::setWallet(const WalletRecord &wallet, bool pays)
{
    m_wallet = wallet;
    const auto money = [&](qint64 cents) { return formatMoney({cents, wallet.currency}); };
    m_lines.clear();
    if (wallet.heldCents > 0) {
        m_lines.append(
            tr("%1 on hold until %2")
                .arg(money(wallet.heldCents),
                    words::unbroken(QLocale().toString(wallet.heldUntil.toLocalTime().date(), tr("d MMM")))));
    }
    if (wallet.escrowCents > 0)
        m_lines.append(pays ? tr("%1 in escrow").arg(money(wallet.escrowCents))
                            : tr("%1 in escrow for you").arg(money(wallet.escrowCents)));
    if (m_lines.isEmpty())
        m_lines.append(tr("Nothing on hold or in escrow"));
    setAccessibleName(tr("%1 available, %2").arg(money(wallet.availableCents()), m_lines.join(QStringLiteral(", "))));
    updateGeometry();
    update();
}

QSize WalletCard::sizeHint() const
{
    const int line = QFontMetrics(m_theme.font(Theme::TextStyle::Secondary)).lineSpacing();
    const int title = QFontMetrics(m_theme.font(Theme::TextStyle::Title)).lineSpacing();
    return {240, title + 3 * line + 4 * Theme::grid};
}

void WalletCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool strong = isChecked() || hasFocus();
    painter.setBrush(isChecked() ? m_theme.tint(Theme::Token::Accent, 0.08, Theme::Token::Raised)
                                 : m_theme.color(Theme::Token::Raised));
    const Theme::Token border = strong ? Theme::Token::Accent : underMouse() ? Theme::Token::Muted : Theme::Token::Line;
    painter.setPen(QPen(m_theme.color(border), hasFocus() ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Theme::cardRadius, Theme::cardRadius);
    QRect line = rect().adjusted(2 * Theme::grid, 12, -2 * Theme::grid, -12);
    const auto write = [&](const QString &text, Theme::TextStyle style, Theme::Token token) {
        painter.setFont(m_theme.font(style));
        painter.setPen(m_theme.color(token));
        line.setHeight(painter.fontMetrics().lineSpacing());
        painter.drawText(line, lineFlags(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter, text),
            painter.fontMetrics().elidedText(text, Qt::ElideRight, line.width()));
        line.translate(0, line.height() + 2);
    };
    write(tr("Available"), Theme::TextStyle::Secondary, Theme::Token::Muted);
    write(formatMoney({m_wallet.availableCents(), m_wallet.currency}), Theme::TextStyle::Title, Theme::Token::Text);
    for (const QString &text : std::as_const(m_lines))
        write(text, Theme::TextStyle::Secondary, Theme::Token::Muted);
}

} // namespace projective
