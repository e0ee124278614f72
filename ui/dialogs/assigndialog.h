#pragma once

#include "models/candidatemodel.h"
#include "models/stagerecord.h"
#include "ui/dialogs/formdialog.h"

#include <QSortFilterProxyModel>

QT_BEGIN_NAMESPACE
class QLineEdit;
QT_END_NAMESPACE

namespace projective {

class CommandRules;
class RowList;

/// Offers a stage to a freelancer or team that the mirror knows.
class AssignDialog : public FormDialog
{
    Q_OBJECT
public:
    AssignDialog(PageContext &context, const StageRecord &stage, const CommandRules &rules, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] const CandidateRecord *chosen() const;

    const StageRecord m_stage;
    CandidateModel m_candidates;
    QSortFilterProxyModel m_found;
    QLineEdit *m_search = nullptr;
    RowList *m_list = nullptr;
};

} // namespace projective
