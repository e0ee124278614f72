#include "ui/widgets/textlabel.h"

#include <QResizeEvent>
#include <QStyle>

namespace projective {

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

namespace {
constexpr int longestWord = 40; ///< of words that people use; what is longer is an address, or a finger on a key

/// A label breaks lines between words only, and one without an end would push all else out of the window.
QString breakable(const QString &text)
{
    QString result;
    int letters = 0;
    for (const QChar letter : text) {
        const bool whole = !letter.isLowSurrogate() && !letter.isMark();
        letters = letter.isSpace() ? 0 : letters + 1;
        if (letters > longestWord && whole && letters % (longestWord / 4) == 1)
            result += QChar(0x200b);
        result += letter;
    }
    return result;
}
} // namespace

TextLabel::TextLabel(Theme &theme, Theme::TextStyle style, Theme::Token token, QWidget *parent)
    : QLabel(parent)
    , m_theme(theme)
    , m_style(style)
    , m_token(token)
{
    setTextFormat(Qt::PlainText);
    alignLeading();
    connect(&m_theme, &Theme::changed, this, &TextLabel::restyle);
    restyle();
}

void TextLabel::setFit(Fit fit)
{
    m_fit = fit;
    setWordWrap(fit == Fit::Wrap);
    alignLeading();
    elide();
}

void TextLabel::setToken(Theme::Token token)
{
    m_token = token;
    restyle();
}

void TextLabel::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    elide();
    updateGeometry();
}

QSize TextLabel::minimumSizeHint() const
{
    const QSize size = QLabel::minimumSizeHint();
    return m_fit == Fit::Elide ? QSize(0, size.height()) : size;
}

QSize TextLabel::sizeHint() const
{
    if (m_fit != Fit::Elide)
        return QLabel::sizeHint();
    const QMargins margins = contentsMargins();
    return QSize(
        fontMetrics().horizontalAdvance(m_text) + margins.left() + margins.right() + 1, QLabel::sizeHint().height());
}

int TextLabel::heightForWidth(int width) const
{
    if (const auto known = m_heights.constFind(width); known != m_heights.constEnd())
        return *known;
    const int height = QLabel::heightForWidth(width);
    m_heights.insert(width, height);
    return height;
}

void TextLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        elide();
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    m_heights.clear();
    if (event->type() == QEvent::LayoutDirectionChange)
        alignLeading();
}

void TextLabel::alignLeading()
{
    // QLabel aligns text by the direction of its letters; a page's lines begin on the page's side.
    if (alignment() & Qt::AlignHCenter)
        return;
    const Qt::Alignment side = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    setAlignment(side | Qt::AlignAbsolute | (alignment() & Qt::AlignVertical_Mask));
}

void TextLabel::restyle()
{
    setFont(m_theme.font(m_style));
    QPalette colours = m_theme.palette();
    colours.setColor(QPalette::WindowText, m_theme.color(m_token));
    setPalette(colours);
    elide();
}

void TextLabel::elide()
{
    m_heights.clear();
    if (m_fit != Fit::Elide) {
        QLabel::setText(m_fit == Fit::Wrap ? breakable(m_text) : m_text);
        return;
    }
    const QString line = QString(m_text).replace(u'\n', u' ');
    const QString shown = fontMetrics().elidedText(line, Qt::ElideRight, contentsRect().width());
    QLabel::setText(shown);
    setToolTip(shown == line ? QString() : plainToolTip(m_text));
}

} // namespace projective
