#pragma once

#include "ui/pages/page.h"
#include "ui/theme/theme.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
QT_END_NAMESPACE

namespace projective {

class TextLabel;

/// Appearance and account. What is changed here takes effect at once; Application stores it.
class SettingsPage : public Page
{
    Q_OBJECT
public:
    explicit SettingsPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QWidget *focusTarget() override;
    void setAccount(const QString &email, const QString &server);

Q_SIGNALS:
    void appearanceChanged(Theme::Mode mode, Theme::Density density);
    void signOutRequested();
    void shortcutsRequested();

private:
    void addAppearance(QFormLayout *form);
    void addAccount(QFormLayout *form);
    void changed();

    QComboBox *m_mode = nullptr;
    QComboBox *m_density = nullptr;
    TextLabel *m_account = nullptr;
};

} // namespace projective
