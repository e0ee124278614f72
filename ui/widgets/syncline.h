#pragma once

#include "sync/base/syncstatus.h"

#include <QAbstractButton>

namespace projective {

class Theme;

/// The line at the foot of the sidebar: how fresh what one sees is. A click leads to what can be done about it.
class SyncLine : public QAbstractButton
{
    Q_OBJECT
public:
    explicit SyncLine(Theme &theme, QWidget *parent = nullptr);
    void setStatus(const SyncStatus &status);
    void setFolded(bool folded);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    SyncStatus m_status;
    bool m_folded = false;
};

} // namespace projective
