#pragma once

#include <QObject>

QT_BEGIN_NAMESPACE
class QDBusVariant;
QT_END_NAMESPACE

namespace projective {

class Theme;

/// Hears from the desktop's settings portal whether it is dark and wants less motion, and tells the theme. Asks
/// without waiting; where there is no portal, the theme's own guess stands.
class SystemLook : public QObject
{
    Q_OBJECT
public:
    explicit SystemLook(Theme &theme, QObject *parent = nullptr);
    void start();

private Q_SLOTS:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void ask(const QString &space, const QString &key);
    Theme &m_theme;
};

} // namespace projective
