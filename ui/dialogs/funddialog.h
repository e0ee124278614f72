#pragma once

#include "models/stagelistmodel.h"
#include "models/walletmodel.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
QT_END_NAMESPACE

namespace projective {

class TextLabel;

/// Puts the price of one or several stages into escrow: all or none, in one currency.
class FundDialog : public FormDialog
{
    Q_OBJECT
public:
    /// `chosen` are those asked for; other stages of `candidates` that wait for money can be added.
    FundDialog(
        PageContext &context, const QList<StageRecord> &chosen, const QList<StageRecord> &candidates, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    void addStage(const StageRecord &stage, bool checked);
    void showSum();
    [[nodiscard]] QList<StageRecord> checkedStages() const;
    [[nodiscard]] Money sum() const;

    struct Line {
        StageRecord stage;
        QCheckBox *box;
    };
    QString m_currency;
    WalletModel m_wallets;
    QList<Line> m_lines;
    TextLabel *m_wallet = nullptr;
};

} // namespace projective
