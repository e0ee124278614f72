#include "app/systemlook.h"

#include "ui/theme/theme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace projective {

namespace {
constexpr QLatin1String service{"org.freedesktop.portal.Desktop"};
constexpr QLatin1String path{"/org/freedesktop/portal/desktop"};
constexpr QLatin1String interface {
    "org.freedesktop.portal.Settings"
};
constexpr QLatin1String appearance{"org.freedesktop.appearance"};
constexpr QLatin1String gnome{"org.gnome.desktop.interface"};
constexpr QLatin1String colourScheme{"color-scheme"};
constexpr QLatin1String animations{"enable-animations"};
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
        SLOT(settingChanged(QString,QString,QDBusVariant)));
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
