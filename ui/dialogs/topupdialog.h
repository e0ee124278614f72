#pragma once

#include "models/commandrules.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QComboBox;
QT_END_NAMESPACE

namespace projective {

class MoneyEdit;

/// Credits an own wallet from outside, where the server allows that (the setting top_up: the embedded server does).
class TopUpDialog : public FormDialog
{
    Q_OBJECT
public:
    TopUpDialog(PageContext &context, const CommandRules &rules, const QString &currency, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    void showVerb();

    qint64 m_maxCents = 0;
    MoneyEdit *m_amount = nullptr;
    QComboBox *m_currency = nullptr;
};

} // namespace projective
