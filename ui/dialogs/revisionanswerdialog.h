#pragma once

#include "models/revisionlistmodel.h"
#include "models/stagerecord.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QRadioButton;
QT_END_NAMESPACE

namespace projective {

class MoneyEdit;

/// The assignee's answer to a request for major changes: makes them, makes them for more money, or declines.
class RevisionAnswerDialog : public FormDialog
{
    Q_OBJECT
public:
    RevisionAnswerDialog(PageContext &context, const StageRecord &stage, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    void addChoices();
    void showRequest();
    void showVerb();

    const StageRecord m_stage;
    RevisionListModel m_requests;
    QRadioButton *m_accept = nullptr;
    QRadioButton *m_dearer = nullptr;
    QRadioButton *m_decline = nullptr;
    MoneyEdit *m_extra = nullptr;
};

} // namespace projective
