#pragma once

#include "models/nextstep.h"
#include "ui/dialogs/formdialog.h"

#include <optional>

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace projective {

class MoneyEdit;

/// Approves work, releases its money, or both in one act; names amount, payee and workspace, then holds ten seconds.
class ReleaseDialog : public FormDialog
{
    Q_OBJECT
public:
    /// `step` is Approve, ApproveAndRelease or Release.
    ReleaseDialog(
        PageContext &context, Step step, const StageRecord &stage, const CommandRules &rules, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    void addFact(const QString &label, const QString &value);
    /// `answerDays`: for the payee to contest the rest.
    void addPart(int answerDays);
    void showVerb();
    [[nodiscard]] bool movesMoney() const { return m_step != Step::Approve; }
    /// Nothing while the part is no amount.
    [[nodiscard]] std::optional<Money> amount() const;

    const Step m_step;
    const StageRecord m_stage;
    QCheckBox *m_partly = nullptr; ///< null where only the whole can be released
    MoneyEdit *m_part = nullptr;
};

} // namespace projective
