#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QAbstractItemView;
class QModelIndex;
QT_END_NAMESPACE

namespace projective {

/// The keys that every list understands: J and K move (with Shift they extend the selection), Enter opens, Space peeks,
/// X marks. Installs itself as an event filter and lives as long as its view.
class ListKeys : public QObject
{
    Q_OBJECT
public:
    explicit ListKeys(QAbstractItemView *view);

Q_SIGNALS:
    void opened(const QModelIndex &index);
    void peeked(const QModelIndex &index);
    void marked(const QModelIndex &index);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] bool key(int key);
    [[nodiscard]] static bool isStep(int key);
    bool step(Qt::Key arrow, Qt::KeyboardModifiers modifiers);
    QAbstractItemView *m_view;
};

} // namespace projective
