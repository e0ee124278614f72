#pragma once

#include "sync/base/money.h"
#include "ui/widgets/textlabel.h"

namespace projective {

/// An amount with its currency in the user's locale, in tabular figures.
class MoneyLabel : public TextLabel
{
    Q_OBJECT
public:
    explicit MoneyLabel(Theme &theme, Theme::TextStyle style = Theme::TextStyle::Figures, QWidget *parent = nullptr);
    void setMoney(const Money &money);
    /// A dash, for what is not known or may not be seen.
    void setUnknown();
};

} // namespace projective
