#include "sync/client/keychaintokenstore.h"

#include "sync/base/logging.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <memory>

namespace projective {

namespace {

constexpr QLatin1String service{"Projective"};

Error keychainError(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::EntryNotFound)
        return {ErrorCode::NotFound, {}};
    // QtKeychain reports an absent bus, a locked ring and a missing library alike, as OtherError.
    return {ErrorCode::NoKeychain, job.errorString()};
}

} // namespace

void KeychainTokenStore::run(QKeychain::Job *job, const Finished &finished)
{
    if (m_stuck) {
        delete job;
        return finished(failure(ErrorCode::NoKeychain, QStringLiteral("an earlier request was never answered")));
    }
    auto over = std::make_shared<bool>(false);
    auto *limit = new QTimer(job);
    limit->setSingleShot(true);
    connect(limit, &QTimer::timeout, this, [this, job, over, finished] {
        qCWarning(logAccount) << "keychain did not answer within" << limitMs << "ms";
        *over = true;
        m_stuck = job;
        finished(failure(ErrorCode::NoKeychain, QStringLiteral("no answer in time")));
    });
    connect(job, &QKeychain::Job::finished, this, [limit, over, finished](QKeychain::Job *done) {
        limit->stop();
        if (!*over)
            finished(done);
    });
    limit->start(limitMs);
    job->setInsecureFallback(false);
    job->start();
}

void KeychainTokenStore::load(Loaded loaded)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    job->setKey(m_key);
    run(job, [loaded = std::move(loaded)](const Result<QKeychain::Job *> &done) {
        if (!done)
            return loaded(tl::unexpected(done.error()));
        if ((*done)->error() != QKeychain::NoError)
            return loaded(tl::unexpected(keychainError(**done)));
        const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(*done);
        const QJsonObject object = QJsonDocument::fromJson(read->binaryData()).object();
        const StoredSession session{QUuid::fromString(object.value(QLatin1String("user")).toString()),
            object.value(QLatin1String("refresh_token")).toString()};
        if (session.user.isNull() || session.refreshToken.isEmpty())
            return loaded(failure(ErrorCode::NotFound));
        loaded(session);
    });
}

void KeychainTokenStore::save(const StoredSession &session, Done done)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setKey(m_key);
    const QJsonObject object{{QStringLiteral("user"), session.user.toString(QUuid::WithoutBraces)},
        {QStringLiteral("refresh_token"), session.refreshToken}};
    job->setBinaryData(QJsonDocument(object).toJson(QJsonDocument::Compact));
    run(job, [done = std::move(done)](const Result<QKeychain::Job *> &written) {
        if (!written)
            return done(tl::unexpected(written.error()));
        if ((*written)->error() != QKeychain::NoError)
            return done(failure(ErrorCode::NoKeychain, (*written)->errorString()));
        done({});
    });
}

void KeychainTokenStore::clear(Done done)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    job->setKey(m_key);
    run(job, [done = std::move(done)](const Result<QKeychain::Job *> &deleted) {
        if (!deleted)
            return done(tl::unexpected(deleted.error()));
        const QKeychain::Error error = (*deleted)->error();
        if (error != QKeychain::NoError && error != QKeychain::EntryNotFound)
            return done(failure(ErrorCode::NoKeychain, (*deleted)->errorString()));
        done({});
    });
}

} // namespace projective
