#pragma once

#include "models/projectlistmodel.h"
#include "ui/pages/page.h"

namespace projective {

class ListPane;
class RowList;

/// All projects in which the acting workspace has a part.
class ProjectsPage : public Page
{
    Q_OBJECT
public:
    explicit ProjectsPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override { return tr("Projects"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QAction *primaryAction() const override { return m_new; }
    [[nodiscard]] QWidget *focusTarget() override;

private:
    void reopen();
    void create();

    ProjectListModel m_projects;
    RowList *m_list = nullptr;
    ListPane *m_pane = nullptr;
    QAction *m_new = nullptr;
};

} // namespace projective
