#pragma once

#include "models/projectmoneymodel.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QTableView;
QT_END_NAMESPACE

namespace projective {

class PageContext;
class TextLabel;

/// The money of a project: a line a stage, and sums below.
class ProjectMoneyView : public QWidget
{
    Q_OBJECT
public:
    explicit ProjectMoneyView(PageContext &context, QWidget *parent = nullptr);
    void showProject(ProjectId project);

Q_SIGNALS:
    void opened(projective::StageId stage);

private:
    void showTotals();

    PageContext &m_context;
    ProjectMoneyModel m_money;
    QTableView *m_table = nullptr;
    TextLabel *m_totals = nullptr;
};

} // namespace projective
