#pragma once

#include <QWidget>

namespace projective {

class Theme;

/// Grey bars in place of rows that were never fetched. Never shown over data that is there.
class Skeleton : public QWidget
{
    Q_OBJECT
public:
    explicit Skeleton(Theme &theme, int rows = 6, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    int m_rows;
};

} // namespace projective
