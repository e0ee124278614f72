#pragma once

#include "models/commandrules.h"
#include "models/projectlistmodel.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QDateEdit;
class QLineEdit;
class QPlainTextEdit;
QT_END_NAMESPACE

namespace projective {

class MoneyEdit;

/// Adds a stage with its price to a project.
class NewStageDialog : public FormDialog
{
    Q_OBJECT
public:
    /// `currency`: what the project is paid in so far; empty: that of the locale is offered.
    NewStageDialog(PageContext &context, const ProjectRecord &project, const QString &currency,
        const CommandRules &rules, QWidget *parent);

Q_SIGNALS:
    void created(projective::StageId stage);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    void addPrice(const CommandRules &rules, const QString &currency);
    [[nodiscard]] bool isFree() const;

    const ProjectRecord m_project;
    QLineEdit *m_name = nullptr;
    QPlainTextEdit *m_description = nullptr;
    QComboBox *m_type = nullptr;
    QComboBox *m_rights = nullptr;
    QComboBox *m_budget = nullptr;
    MoneyEdit *m_amount = nullptr;
    QComboBox *m_currency = nullptr;
    QCheckBox *m_hasDue = nullptr;
    QDateEdit *m_due = nullptr;
    QCheckBox *m_channel = nullptr;
};

} // namespace projective
