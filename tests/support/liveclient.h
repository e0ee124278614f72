#pragma once

#include "sync/base/syncstatus.h"

#include <QString>
#include <QThread>

#include <functional>

namespace projective {
class Engine;
}

namespace projective::test {

/// A client that stays connected: the engine of the real one on a data thread of its own, in this process. For the
/// thread that made it.
class LiveClient
{
public:
    /// Opens the profile in `folder` (made if need be) and connects if it has an account.
    explicit LiveClient(const QString &folder);
    ~LiveClient();
    LiveClient(const LiveClient &) = delete;
    LiveClient &operator=(const LiveClient &) = delete;

    /// Waits until the sign-in ended; empty when it went well, else why not.
    [[nodiscard]] QString signIn(const QString &address, const QString &email, const QString &password);
    [[nodiscard]] SyncStatus status() const;
    [[nodiscard]] QString folder() const { return m_folder; }

private:
    void onData(const std::function<void(Engine &)> &work) const;

    QString m_folder;
    QThread m_thread;
    Engine *m_engine; // lives on m_thread, which deletes it as it ends
};

} // namespace projective::test
