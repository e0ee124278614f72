#include "sync/commands/effectlist.h"

namespace projective::effect {

Result<void> markRead(const Command &command, Prediction &prediction)
{
    const QUuid channel = uuidOf(command.args, QLatin1String("channel"));
    const auto newest
        = prediction.rows(QStringLiteral("SELECT max(seq) FROM project_messages WHERE channel_id = ?"), {channel});
    if (!newest)
        return tl::unexpected(newest.error());
    // No further than the channel goes, and never back: as the server does.
    const qint64 lastSeq
        = qMin(command.args[QLatin1String("last_seq")].toInteger(), newest->first().first().toLongLong());
    const auto marks
        = prediction.rows(QStringLiteral("SELECT id, last_seq FROM channel_reads WHERE user_id = ? AND channel_id = ?"),
            {prediction.user().uuid(), channel});
    if (!marks)
        return tl::unexpected(marks.error());
    if (marks->isEmpty()) {
        // The server will make an id of its own; ours only has to be the same at each run.
        const QUuid id = QUuid::createUuidV5(channel, prediction.user().bytes());
        return prediction.insert(QLatin1String("channel_reads"), {QStringLiteral("user"), prediction.user().uuid()},
            {{QLatin1String("id"), id}, {QLatin1String("user_id"), prediction.user().uuid()},
                {QLatin1String("channel_type"), QStringLiteral("project")}, {QLatin1String("channel_id"), channel},
                {QLatin1String("last_seq"), lastSeq}});
    }
    if (marks->first()[1].toLongLong() >= lastSeq)
        return {};
    return prediction.update(QLatin1String("channel_reads"), QUuid::fromRfc4122(marks->first()[0].toByteArray()),
        {{QLatin1String("last_seq"), lastSeq}});
}

} // namespace projective::effect
