#pragma once

#include "sync/client/tokenstore.h"

#include <QObject>
#include <QPointer>

namespace QKeychain {
class Job;
}

namespace projective {

/// The system's keychain through QtKeychain. Every job has a time limit: with a display and a locked keyring a job may
/// wait for a prompt for ever, and those behind it too; after that the store says NoKeychain at once until it returns.
class KeychainTokenStore : public QObject, public TokenStore
{
    Q_OBJECT
public:
    static constexpr int limitMs = 10'000;

    /// `key` names the account within the keychain: the profile's folder.
    explicit KeychainTokenStore(const QString &key, QObject *parent = nullptr)
        : QObject(parent)
        , m_key(key)
    {
    }
    [[nodiscard]] Kind kind() const override { return Kind::Keychain; }
    void load(Loaded loaded) override;
    void save(const StoredSession &session, Done done) override;
    void clear(Done done) override;

private:
    using Finished = std::function<void(const Result<QKeychain::Job *> &)>;
    /// Starts `job`; `finished` is called once: with the job, or with NoKeychain when its time is over.
    void run(QKeychain::Job *job, const Finished &finished);

    QString m_key;
    QPointer<QKeychain::Job> m_stuck; // ran out of time and has not come back
};

} // namespace projective
