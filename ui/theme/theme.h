#pragma once

#include "models/stagestate.h"
#include "sync/base/workspace.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace projective {

/// Every colour, font and measure of the window. Widgets and delegates ask it by meaning and repaint on changed();
/// nothing else in `ui` names a colour. GUI thread; one, made and owned by Application.
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    enum class Density { Compact, Normal, Comfortable };
    enum class Token {
        Canvas, ///< content
        Sunken, ///< sidebar, wells
        Raised, ///< cards, popups
        Line, ///< one-pixel borders that only divide
        Edge, ///< borders by which a control is known: fields, buttons, boxes to tick (3:1)
        Text,
        Muted, ///< secondary text, icons at rest
        Freelancer,
        Business,
        Team,
        Good,
        Warn,
        Bad,
        Info,
        Accent, ///< that of the acting workspace: selection, focus, primary button
    };
    enum class TextStyle {
        Caption, ///< 11
        Secondary, ///< 12
        Body, ///< 13
        Strong, ///< 13, weight 600
        Figures, ///< 13, tabular figures: tables and money
        Section, ///< 15, weight 600
        Title, ///< 20, weight 600
    };

    static constexpr int grid = 8; ///< distances between controls
    static constexpr int halfGrid = 4; ///< distances inside a control
    static constexpr int controlRadius = 6;
    static constexpr int cardRadius = 10;
    static constexpr int iconSize = 16;
    static constexpr int motionMs = 120;

    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    /// Sets style, palette and font of the application and follows changes of them from then on.
    void install();

    [[nodiscard]] Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    [[nodiscard]] Density density() const { return m_density; }
    void setDensity(Density density);
    /// The accent follows the workspace in which one acts.
    void setWorkspaceKind(WorkspaceKind kind);
    [[nodiscard]] bool isDark() const { return m_dark; }
    /// What the desktop asks for; heard by the application, since Qt 6.4 has no signal for it.
    void setSystemDark(bool dark);
    void setReducedMotion(bool reduced);

    [[nodiscard]] QColor color(Token token) const;
    [[nodiscard]] QColor accent(WorkspaceKind kind) const;
    /// For text and icons on a fill of `fill`: near-white or near-black, whichever reads better.
    [[nodiscard]] static QColor textOn(const QColor &fill);
    /// A faint fill of the token over `over`, opaque: selected rows (0.14), hovered rows (0.06), state pills (0.12).
    [[nodiscard]] QColor tint(Token token, qreal strength, Token over = Token::Canvas) const;
    /// WCAG 2.1's contrast ratio, 1 to 21.
    [[nodiscard]] static qreal contrast(const QColor &a, const QColor &b);
    /// The token or, where its contrast on `background` is below 4.5:1, the nearest shade that reaches it.
    [[nodiscard]] QColor readable(Token token, const QColor &background) const;
    [[nodiscard]] QPalette palette() const;

    [[nodiscard]] QFont font(TextStyle style) const;
    /// 28, 32 or 40 px by density: rows of lists and trees.
    [[nodiscard]] int rowHeight() const;
    /// 0 when the system asks for less motion.
    [[nodiscard]] int motion() const;

    /// An icon of resources/icons, drawn in the token's colour and following theme changes. `mirrored` ones (arrows)
    /// flip in right-to-left layouts.
    [[nodiscard]] QIcon icon(const QString &name, Token token = Token::Muted, bool mirrored = false) const;

    [[nodiscard]] Token stageToken(StageState state) const;
    /// Shape and colour of a stage's state, centred in `rect`; the shape alone tells it too. `mirrored`: quarter
    /// circles fill towards the left.
    void paintStageState(QPainter *painter, const QRectF &rect, StageState state, bool mirrored = false) const;
    /// The disc with initials that stands for a person or workspace without picture.
    void paintAvatar(QPainter *painter, const QRectF &rect, const QString &name, const QColor &fill = {}) const;
    /// A box to tick, or a round one of which one is chosen, in the middle of `rect`.
    void paintIndicator(QPainter *painter, const QRect &rect, bool round, bool enabled, Qt::CheckState state) const;

Q_SIGNALS:
    void changed();

private:
    void refresh();

    Mode m_mode = Mode::System;
    Density m_density = Density::Normal;
    WorkspaceKind m_workspace = WorkspaceKind::Freelancer;
    bool m_dark = false;
    bool m_installed = false;
    bool m_systemDark = false;
    bool m_reducedMotion = false;
    QStringList m_families;
    QStringList m_figureFamilies;
};

/// Flags of QPainter::drawText for one line: it stands on the page's side, and its words keep the order of their own
/// script, so that "+600.00 GBP" reads so on an Arabic page too.
[[nodiscard]] int lineFlags(Qt::LayoutDirection page, Qt::Alignment alignment, const QString &text);

} // namespace projective
