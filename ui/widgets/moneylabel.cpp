#include "ui/widgets/moneylabel.h"

namespace projective {

MoneyLabel::MoneyLabel(Theme &theme, Theme::TextStyle style, QWidget *parent)
    : TextLabel(theme, style, Theme::Token::Text, parent)
{
}

void MoneyLabel::setMoney(const Money &money)
{
    setText(formatMoney(money, locale()));
}

void MoneyLabel::setUnknown()
{
    setText(QStringLiteral("–"));
    setAccessibleName(tr("Unknown amount"));
}

} // namespace projective
