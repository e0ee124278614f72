#pragma once

#include "ui/theme/theme.h"

#include <QHash>
#include <QLabel>

namespace projective {

/// A text of people or servers as a tool tip: never taken for markup, and wrapped.
[[nodiscard]] QString plainToolTip(const QString &text);

/// A label in one of the theme's text styles and colours. Always plain text, so that nothing a server sends is markup.
/// An eliding one keeps to one line, shows "…" and the whole text as tool tip.
class TextLabel : public QLabel
{
    Q_OBJECT
public:
    enum class Fit { Wrap, Elide, Natural };
    explicit TextLabel(Theme &theme, Theme::TextStyle style = Theme::TextStyle::Body,
        Theme::Token token = Theme::Token::Text, QWidget *parent = nullptr);

    void setFit(Fit fit);
    void setToken(Theme::Token token);
    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    /// Whether what is shown is more than the text, so that a selection of it is not what was written.
    [[nodiscard]] bool isBroken() const { return QLabel::text() != m_text; }
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void alignLeading();
    void restyle();
    void elide();

    Theme &m_theme;
    Theme::TextStyle m_style;
    Theme::Token m_token;
    Fit m_fit = Fit::Natural;
    QString m_text;
    mutable QHash<int, int> m_heights; ///< by width: a layout asks for the same ones over and over
};

} // namespace projective
