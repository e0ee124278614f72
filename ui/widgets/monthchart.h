#pragma once

#include "models/walletmonthmodel.h"

#include <QWidget>

namespace projective {

class Theme;

/// Twelve months of a wallet: a bar up for what came in, one down for what went out, with the amounts of the month
/// under the pointer or the keyboard.
class MonthChart : public QWidget
{
    Q_OBJECT
public:
    MonthChart(Theme &theme, WalletMonthModel &months, QWidget *parent = nullptr);
    void setCurrency(const QString &currency);
    [[nodiscard]] QSize sizeHint() const override { return {480, 152}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QRectF place(int month) const;
    [[nodiscard]] QString spoken(int month) const;
    void setCurrent(int month);
    void paintMonth(QPainter &painter, int month, qreal zero, qreal perCent) const;

    Theme &m_theme;
    WalletMonthModel &m_months;
    QString m_currency;
    int m_current = -1;
};

} // namespace projective
