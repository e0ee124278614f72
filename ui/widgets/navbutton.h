#pragma once

#include <QAbstractButton>

namespace projective {

class Theme;

/// A row of the sidebar that leads to a page: icon, name, and how much waits there.
class NavButton : public QAbstractButton
{
    Q_OBJECT
public:
    NavButton(Theme &theme, const QString &icon, const QString &text, QWidget *parent = nullptr);
    void setCount(int count, bool urgent = false);
    /// A muted word at the end instead of a count: a key.
    void setHint(const QString &hint);
    /// It leads to what is shown. Not "checked": a screen reader would offer to tick it, and go nowhere.
    void setCurrent(bool current);
    [[nodiscard]] bool isCurrent() const { return m_current; }
    /// Only the icon, with the text as tool tip.
    void setFolded(bool folded);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    Theme &m_theme;
    QString m_icon;
    QString m_hint;
    int m_count = 0;
    bool m_urgent = false;
    bool m_folded = false;
    bool m_current = false;
};

} // namespace projective
