#include "ui/theme/theme.h"

#include "ui/theme/iconengine.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>

#include <array>
#include <cmath>

/// Resources of a static library are only there once they are asked for; the macro needs the global namespace.
static void loadIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace projective {

namespace {

struct Pair {
    QRgb light;
    QRgb dark;
};

/// The one table of colours, in the order of Theme::Token; Accent is one of the three before it.
constexpr std::array<Pair, 14> colours{{
    {0xFFFFFFFF, 0xFF16181D}, // Canvas
    {0xFFF6F7F9, 0xFF101216}, // Sunken
    {0xFFFFFFFF, 0xFF1F2229}, // Raised
    {0xFFE3E6EA, 0xFF2C3038}, // Line
    {0xFF868E9A, 0xFF6B7380}, // Edge
    {0xFF14171C, 0xFFE8EAEE}, // Text
    {0xFF5B6472, 0xFF9AA3B0}, // Muted
    {0xFF0E7C6B, 0xFF3CC5AE}, // Freelancer
    {0xFF4450C8, 0xFF8C97FF}, // Business
    {0xFF9A5B00, 0xFFF2B04B}, // Team
    {0xFF1B7F3B, 0xFF5BC57A}, // Good
    {0xFF9A6700, 0xFFE0B04A}, // Warn
    {0xFFC3302B, 0xFFF2726B}, // Bad
    {0xFF1F6FB2, 0xFF66AEEB}, // Info
}};

qreal linear(qreal channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

qreal luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QColor mix(const QColor &over, const QColor &with, qreal strength)
{
    const auto channel = [strength](int a, int b) { return qRound(a + (b - a) * strength); };
    return QColor(
        channel(over.red(), with.red()), channel(over.green(), with.green()), channel(over.blue(), with.blue()));
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
{
    loadIcons();
    const QString inter = QStringLiteral("Inter");
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    // Emoji come before other fallbacks, or a monochrome font takes them; but never first, since that font has figures.
    // Asked of the list: QFontInfo would load a font that nothing is drawn with.
    m_families = {QFontDatabase::hasFamily(inter) ? inter : system, QStringLiteral("Noto Color Emoji"), system,
        QStringLiteral("Noto Sans")};
    // Qt has no OpenType features before 6.7, and Inter's figures are proportional without "tnum".
    m_figureFamilies = QStringList{QStringLiteral("Noto Sans")} + m_families;
    m_systemDark = luminance(QGuiApplication::palette().color(QPalette::Window)) < 0.2;
    m_dark = m_systemDark;
}

Theme::~Theme() = default;

void Theme::install()
{
    m_installed = true;
    QApplication::setStyle(new Style(*this));
    refresh();
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    refresh();
}

void Theme::setDensity(Density density)
{
    m_density = density;
    refresh();
}

void Theme::setWorkspaceKind(WorkspaceKind kind)
{
    if (m_workspace == kind)
        return;
    m_workspace = kind;
    refresh();
}

void Theme::setSystemDark(bool dark)
{
    m_systemDark = dark;
    if (m_mode == Mode::System)
        refresh();
}

void Theme::setReducedMotion(bool reduced)
{
    m_reducedMotion = reduced;
}

void Theme::refresh()
{
    m_dark = m_mode == Mode::Dark || (m_mode == Mode::System && m_systemDark);
    if (m_installed) {
        QApplication::setFont(font(TextStyle::Body));
        QApplication::setPalette(palette());
    }
    Q_EMIT changed();
}

QColor Theme::color(Token token) const
{
    if (token == Token::Accent)
        return accent(m_workspace);
    const Pair &pair = colours.at(static_cast<size_t>(token));
    return QColor::fromRgb(m_dark ? pair.dark : pair.light);
}

QColor Theme::accent(WorkspaceKind kind) const
{
    switch (kind) {
    case WorkspaceKind::Freelancer:
        return color(Token::Freelancer);
    case WorkspaceKind::Business:
        return color(Token::Business);
    case WorkspaceKind::Team:
        return color(Token::Team);
    }
    Q_UNREACHABLE();
}

qreal Theme::contrast(const QColor &a, const QColor &b)
{
    const qreal one = luminance(a) + 0.05;
    const qreal two = luminance(b) + 0.05;
    return one > two ? one / two : two / one;
}

QColor Theme::textOn(const QColor &fill)
{
    const QColor light(0xFF, 0xFF, 0xFF);
    const QColor dark(0x10, 0x12, 0x16);
    return contrast(light, fill) >= contrast(dark, fill) ? light : dark;
}

QColor Theme::tint(Token token, qreal strength, Token over) const
{
    return mix(color(over), color(token), strength);
}

QColor Theme::readable(Token token, const QColor &background) const
{
    const QColor wanted = color(token);
    QColor shade = wanted;
    for (qreal step = 0.1; contrast(shade, background) < 4.5 && step < 1.05; step += 0.1)
        shade = mix(wanted, textOn(background), step);
    return shade;
}

QPalette Theme::palette() const
{
    const QColor text = color(Token::Text);
    const QColor muted = color(Token::Muted);
    QPalette result;
    result.setColor(QPalette::Window, color(Token::Canvas));
    result.setColor(QPalette::WindowText, text);
    result.setColor(QPalette::Base, color(Token::Canvas));
    result.setColor(QPalette::AlternateBase, color(Token::Sunken));
    result.setColor(QPalette::ToolTipBase, color(Token::Raised));
    result.setColor(QPalette::ToolTipText, text);
    result.setColor(QPalette::PlaceholderText, muted);
    result.setColor(QPalette::Text, text);
    result.setColor(QPalette::Button, color(Token::Raised));
    result.setColor(QPalette::ButtonText, text);
    result.setColor(QPalette::BrightText, color(Token::Bad));
    result.setColor(QPalette::Light, color(Token::Raised));
    result.setColor(QPalette::Midlight, color(Token::Sunken));
    result.setColor(QPalette::Mid, color(Token::Line));
    result.setColor(QPalette::Dark, color(Token::Line));
    result.setColor(QPalette::Shadow, color(Token::Line));
    result.setColor(QPalette::Highlight, tint(Token::Accent, m_dark ? 0.30 : 0.20));
    result.setColor(QPalette::HighlightedText, text);
    const QColor link = readable(Token::Accent, color(Token::Canvas));
    result.setColor(QPalette::Link, link);
    result.setColor(QPalette::LinkVisited, link);
    // Disabled text stays legible: it often carries the reason.
    const QColor disabled = mix(color(Token::Canvas), muted, 0.75);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, disabled);
    return result;
}

QFont Theme::font(TextStyle style) const
{
    QFont result(style == TextStyle::Figures ? m_figureFamilies : m_families);
    const auto set = [&result](int pixels, QFont::Weight weight) {
        // In points of 96 dpi, so that the desktop's text scale (its logical dpi) enlarges them.
        result.setPointSizeF(pixels * 0.75);
        result.setWeight(weight);
    };
    switch (style) {
    case TextStyle::Caption:
        set(11, QFont::Normal);
        break;
    case TextStyle::Secondary:
        set(12, QFont::Normal);
        break;
    case TextStyle::Body:
    case TextStyle::Figures:
        set(13, QFont::Normal);
        break;
    case TextStyle::Strong:
        set(13, QFont::DemiBold);
        break;
    case TextStyle::Section:
        set(15, QFont::DemiBold);
        break;
    case TextStyle::Title:
        set(20, QFont::DemiBold);
        break;
    }
    return result;
}

int Theme::rowHeight() const
{
    const int wanted = m_density == Density::Compact ? 28 : m_density == Density::Normal ? 32 : 40;
    return qMax(wanted, QFontMetrics(font(TextStyle::Body)).height() + grid);
}

int Theme::motion() const
{
    return m_reducedMotion ? 0 : motionMs;
}

QIcon Theme::icon(const QString &name, Token token, bool mirrored) const
{
    return QIcon(new IconEngine(*this, name, token, mirrored));
}

Theme::Token Theme::stageToken(StageState state) const
{
    switch (state) {
    case StageState::Open:
    case StageState::Closed:
        return Token::Muted;
    case StageState::Assigned:
    case StageState::InProgress:
        return Token::Info;
    case StageState::Submitted:
    case StageState::Revisions:
        return Token::Warn;
    case StageState::Approved:
    case StageState::Paid:
        return Token::Good;
    case StageState::Frozen:
        return Token::Bad;
    }
    Q_UNREACHABLE();
}

} // namespace projective
