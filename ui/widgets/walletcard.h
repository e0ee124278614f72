#pragma once

#include "models/walletmodel.h"

#include <QAbstractButton>

namespace projective {

class Theme;

/// One wallet: available, on hold and until when, in escrow. The checked card's statement is shown.
class WalletCard : public QAbstractButton
{
    Q_OBJECT
public:
    explicit WalletCard(Theme &theme, QWidget *parent = nullptr);
    /// `pays`: the workspace pays into escrow; else it is paid from it.
    void setWallet(const WalletRecord &wallet, bool pays);
    [[nodiscard]] const WalletRecord &wallet() const { return m_wallet; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    WalletRecord m_wallet;
    QStringList m_lines;
};

} // namespace projective
