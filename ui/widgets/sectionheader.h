#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
class QToolButton;
QT_END_NAMESPACE

namespace projective {

class TextLabel;
class Theme;

/// The head of a section: its name, how many, and at the other end one quiet action.
class SectionHeader : public QWidget
{
    Q_OBJECT
public:
    explicit SectionHeader(Theme &theme, const QString &title, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    /// Negative: no number.
    void setCount(int count);
    void setAction(QAction *action);

private:
    TextLabel *m_title = nullptr;
    TextLabel *m_count = nullptr;
    QToolButton *m_button = nullptr;
};

} // namespace projective
