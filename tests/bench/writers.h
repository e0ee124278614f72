#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QUuid>

namespace projective::bench {

/// When COMMIT was acknowledged to the one who wrote a message (µs since 1970).
using Acknowledged = QHash<QUuid, qint64>;

/// Writes messages into the database for `seconds`, `rate` commits a second in all, spread over connections of their
/// own and over the channels by chance; returns when all are acknowledged. After each commit the gateways are told that
/// it is time to look, as another gateway would tell them: by a transaction that only does NOTIFY, coalesced.
[[nodiscard]] Acknowledged writeMessages(
    const QByteArray &conninfo, const QList<QUuid> &channels, const QUuid &sender, int rate, int seconds);

} // namespace projective::bench
