#pragma once

#include "models/stagerecord.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QPlainTextEdit;
QT_END_NAMESPACE

namespace projective {

class CommandRules;

/// Hands a stage in for review, with notes.
class SubmitDialog : public FormDialog
{
    Q_OBJECT
public:
    SubmitDialog(PageContext &context, const StageRecord &stage, const CommandRules &rules, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    const StageRecord m_stage;
    QPlainTextEdit *m_notes = nullptr;
};

} // namespace projective
