#pragma once

#include <QAbstractButton>

namespace projective {

class Theme;

/// A person of the sample data, as a row with face, name and role; a click signs in as that person.
class SamplePersonButton : public QAbstractButton
{
    Q_OBJECT
public:
    SamplePersonButton(Theme &theme, const QString &name, const QString &role, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme &m_theme;
    QString m_role;
};

} // namespace projective
