#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class Page;
class PrimaryButton;
class TextLabel;
class Theme;

/// The line above a page: what it is, and its one primary action.
class PageHeader : public QWidget
{
    Q_OBJECT
public:
    explicit PageHeader(Theme &theme, QWidget *parent = nullptr);
    void setPage(Page *page);
    /// The button that brings back a folded inspector.
    void setInspectorButton(bool visible, bool checked);
    void setCanGoBack(bool can);

Q_SIGNALS:
    void backClicked();
    void inspectorToggled(bool shown);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void follow();
    Theme &m_theme;
    Page *m_page = nullptr;
    QToolButton *m_back;
    TextLabel *m_title;
    TextLabel *m_subtitle;
    QToolButton *m_search;
    PrimaryButton *m_primary;
    QToolButton *m_inspector;
};

} // namespace projective
