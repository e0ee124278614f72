#pragma once

#include "models/stagestate.h"

#include <QWidget>

namespace projective {

class Theme;

/// The way of a stage from open to paid, and where it stands. Revisions stand on the place of Submitted; frozen and
/// closed ones show the place where they stopped.
class StageStepper : public QWidget
{
    Q_OBJECT
public:
    explicit StageStepper(Theme &theme, QWidget *parent = nullptr);
    /// `status` is the stage's place on the way, `shown` what it looks like there.
    void setStage(StageState status, StageState shown);
    static constexpr int steps = 6;
    [[nodiscard]] int step() const { return m_place + 1; } ///< from 1 to steps
    [[nodiscard]] QSize sizeHint() const override { return {200, 24}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 24}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    int m_place = 0;
    StageState m_shown = StageState::Open;
};

/// What an escrow was made of: released, refunded, in dispute, still held.
class EscrowBar : public QWidget
{
    Q_OBJECT
public:
    struct Parts {
        qint64 released = 0;
        qint64 refunded = 0;
        qint64 disputed = 0;
        qint64 held = 0; ///< without the disputed
        qint64 missing = 0;
    };
    explicit EscrowBar(Theme &theme, QWidget *parent = nullptr);
    void setParts(const Parts &parts, const QString &spoken);
    [[nodiscard]] QSize sizeHint() const override { return {200, 8}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    Parts m_parts;
};

} // namespace projective
