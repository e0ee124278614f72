#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

namespace projective {

/// Gives the focus that a container gets on to what it is about. Not a focus proxy: those are stops for Tab, and one
/// that stands behind its target in the order sends Tab back to it for ever. The container itself is no stop.
class FocusForward : public QObject
{
    Q_OBJECT
public:
    FocusForward(QWidget *container, QWidget *target);
    void setTarget(QWidget *target) { m_target = target; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPointer<QWidget> m_target;
};

} // namespace projective
