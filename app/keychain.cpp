#include "app/keychain.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <algorithm>
#include <memory>

namespace projective {

namespace {

/// What QtKeychain can talk to.
bool namesKeychain(const QStringList &names)
{
    static const QStringList keychains{QStringLiteral("org.freedesktop.secrets"), QStringLiteral("org.kde.kwalletd6"),
        QStringLiteral("org.kde.kwalletd5")};
    return std::any_of(
        keychains.cbegin(), keychains.cend(), [&names](const QString &one) { return names.contains(one); });
}

} // namespace

void askForKeychain(QObject *receiver, const std::function<void(bool)> &answer)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        answer(false);
        return;
    }
    struct Question {
        int open = 2;
        bool found = false;
    };
    const auto question = std::make_shared<Question>();
    // Running ones, and those that the bus would start.
    for (const QString &list : {QStringLiteral("ListNames"), QStringLiteral("ListActivatableNames")}) {
        const QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
            QStringLiteral("/org/freedesktop/DBus"), QStringLiteral("org.freedesktop.DBus"), list);
        auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), receiver);
        QObject::connect(
            watcher, &QDBusPendingCallWatcher::finished, receiver, [question, answer](QDBusPendingCallWatcher *done) {
                const QDBusPendingReply<QStringList> reply = *done;
                question->found |= reply.isValid() && namesKeychain(reply.value());
                if (--question->open == 0)
                    answer(question->found);
                done->deleteLater();
            });
    }
}

} // namespace projective
