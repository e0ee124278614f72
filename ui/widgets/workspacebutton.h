#pragma once

#include "sync/base/workspace.h"

#include <QAbstractButton>

namespace projective {

class Theme;
class WorkspaceListModel;

/// As whom one acts, in that kind's accent; opens the list of the others.
class WorkspaceButton : public QAbstractButton
{
    Q_OBJECT
public:
    WorkspaceButton(Theme &theme, WorkspaceListModel &workspaces, QWidget *parent = nullptr);
    void setCurrent(const Workspace &workspace, const QString &name);
    void setFolded(bool folded);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const projective::Workspace &workspace);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void openMenu();
    Theme &m_theme;
    WorkspaceListModel &m_workspaces;
    Workspace m_current;
    bool m_folded = false;
};

} // namespace projective
