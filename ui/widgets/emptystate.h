#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QLabel;
QT_END_NAMESPACE

namespace projective {

class PrimaryButton;
class TextLabel;
class Theme;

/// An empty screen that teaches: what will be here, and the one button that starts it.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(Theme &theme, QWidget *parent = nullptr);
    /// `icon` is a name of resources/icons; `start` may be null.
    void setContent(const QString &icon, const QString &title, const QString &text, QAction *start = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void redraw();
    Theme &m_theme;
    QString m_iconName;
    QLabel *m_icon = nullptr;
    TextLabel *m_title = nullptr;
    TextLabel *m_text = nullptr;
    PrimaryButton *m_button = nullptr;
};

} // namespace projective
