#include "sync/client/filetokenstore.h"

#include "sync/client/privatefile.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace projective {

void FileTokenStore::load(Loaded loaded)
{
    const Result<QJsonObject> read = readPrivateJson(m_path);
    if (!read)
        return loaded(tl::unexpected(read.error()));
    const StoredSession session{QUuid::fromString(read->value(QLatin1String("user")).toString()),
        read->value(QLatin1String("refresh_token")).toString()};
    if (session.user.isNull() || session.refreshToken.isEmpty())
        return loaded(failure(ErrorCode::NotFound, QStringLiteral("token file without a session")));
    loaded(session);
}

void FileTokenStore::save(const StoredSession &session, Done done)
{
    done(writePrivateJson(m_path,
        {{QStringLiteral("user"), session.user.toString(QUuid::WithoutBraces)},
            {QStringLiteral("refresh_token"), session.refreshToken}}));
}

void FileTokenStore::clear(Done done)
{
    QFile file(m_path);
    if (file.exists() && !file.remove())
        return done(failure(ErrorCode::Storage, file.errorString()));
    done({});
}

} // namespace projective
