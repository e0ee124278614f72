#pragma once

#include "models/stagerecord.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QPlainTextEdit;
class QRadioButton;
QT_END_NAMESPACE

namespace projective {

class CommandRules;

/// Asks for changes: minor ones within the included rounds, or major ones beyond them.
class RevisionDialog : public FormDialog
{
    Q_OBJECT
public:
    RevisionDialog(PageContext &context, const StageRecord &stage, const CommandRules &rules, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    const StageRecord m_stage;
    QRadioButton *m_minor = nullptr;
    QRadioButton *m_major = nullptr;
    QPlainTextEdit *m_reason = nullptr;
};

} // namespace projective
