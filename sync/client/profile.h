#pragma once

#include "sync/base/result.h"
#include "sync/client/server.h"

#include <QLockFile>
#include <QString>
#include <QUuid>

#include <memory>

namespace projective {

/// The folder of one account: mirror, outbox, who it belongs to. Only its owner can enter it (0700), and only one
/// process at a time works in it.
class Profile
{
public:
    /// Makes the folder if need be and takes its lock. Errors: ProfileInUse, Storage, StorageReadOnly, StorageFull.
    [[nodiscard]] static Result<Profile> open(const QString &folder);

    [[nodiscard]] const QString &folder() const { return m_folder; }
    [[nodiscard]] QString tokenPath() const { return m_folder + QStringLiteral("/session.json"); }
    /// Null until the first sign-in.
    [[nodiscard]] const QUuid &user() const { return m_user; }
    [[nodiscard]] const Server &server() const { return m_server; }
    [[nodiscard]] const QString &email() const { return m_email; }
    /// Errors: ForeignClient when the profile is another user's.
    [[nodiscard]] Result<void> setAccount(const QUuid &user, const Server &server, const QString &email);
    /// Sign-out: mirror, outbox and account are deleted (the files must be closed). The lock stays.
    [[nodiscard]] Result<void> clear();

private:
    Profile() = default;
    [[nodiscard]] QString accountPath() const { return m_folder + QStringLiteral("/account.json"); }

    QString m_folder;
    std::unique_ptr<QLockFile> m_lock;
    QUuid m_user;
    Server m_server;
    QString m_email;
};

} // namespace projective
