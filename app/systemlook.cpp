#include "app/systemlook.h"

#include "ui/theme/theme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace projective {

namespace {
const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString gnome = QStringLiteral("org.gnome.desktop.interface");
const QString colourScheme = QStringLiteral("color-scheme");
const QString animations = QStringLiteral("enable-animations");
} // namespace

SystemLook::SystemLook(Theme &theme, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
{
}

void SystemLook::start()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(appearance, colourScheme);
    ask(gnome, animations);
}

void SystemLook::ask(const QString &space, const QString &key)
{
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    call << space << key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, space, key](QDBusPendingCallWatcher *finished) {
        const QDBusPendingReply<QDBusVariant> reply = *finished;
        if (reply.isValid())
            settingChanged(space, key, reply.value());
        finished->deleteLater();
    });
}

void SystemLook::settingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    // Read() wraps the value in a second variant, SettingChanged doesn't.
    QVariant inner = value.variant();
    if (inner.canConvert<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    if (space == appearance && key == colourScheme)
        m_theme.setSystemDark(inner.toUInt() == 1); // 0 no preference, 1 dark, 2 light
    else if (space == gnome && key == animations)
        m_theme.setReducedMotion(!inner.toBool());
}

} // namespace projective
