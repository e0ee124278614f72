#include "sync/commands/answer_revision.h"

#include "sync/commands/arguments.h"

namespace projective {

Command AnswerRevision::command(const Workspace &actingAs) const
{
    QJsonObject args{{QLatin1String("request"), request.toString()},
        {QLatin1String("answer"), accepts ? QStringLiteral("accept") : QStringLiteral("decline")}};
    if (extraCents)
        args.insert(QLatin1String("extra_cents"), *extraCents);
    return {QString(name), actingAs, args, expecting(QLatin1String("status"), expectedStatus)};
}

} // namespace projective
