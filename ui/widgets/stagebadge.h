#pragma once

#include "models/stagestate.h"

#include <QWidget>

namespace projective {

class Theme;

/// A stage's state as shape, colour and word.
class StageBadge : public QWidget
{
    Q_OBJECT
public:
    explicit StageBadge(Theme &theme, QWidget *parent = nullptr);
    void setState(StageState state);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    StageState m_state = StageState::Open;
};

} // namespace projective
