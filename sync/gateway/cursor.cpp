#include "sync/gateway/cursor.h"

#include <algorithm>
#include <charconv>

namespace projective::gateway {

namespace {

/// Below this number lie Postgres's special transaction ids, which no feed entry has.
constexpr quint64 firstNormalXid = 3;

std::optional<quint64> takeNumber(QByteArrayView &text)
{
    quint64 number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc() || number == 0 || number > quint64(std::numeric_limits<qint64>::max()))
        return std::nullopt;
    text = text.sliced(end - text.begin());
    return number;
}

bool takeCharacter(QByteArrayView &text, char expected)
{
    if (text.isEmpty() || text.front() != expected)
        return false;
    text = text.sliced(1);
    return true;
}

} // namespace

bool Snapshot::sees(quint64 xid) const
{
    return xid < xmax && !std::binary_search(xip.begin(), xip.end(), xid);
}

QByteArray Snapshot::toText() const
{
    QByteArray text = QByteArray::number(xmin) + ':' + QByteArray::number(xmax) + ':';
    for (std::size_t i = 0; i < xip.size(); ++i)
        text += (i == 0 ? "" : ",") + QByteArray::number(xip[i]);
    return text;
}

Result<Snapshot> Snapshot::parse(QByteArrayView text)
{
    const auto refused = failure(ErrorCode::InvalidArgument, QStringLiteral("not a snapshot"));
    Snapshot snapshot;
    const auto xmin = takeNumber(text);
    if (!xmin || !takeCharacter(text, ':'))
        return refused;
    const auto xmax = takeNumber(text);
    if (!xmax || *xmax < *xmin || !takeCharacter(text, ':'))
        return refused;
    snapshot.xmin = *xmin;
    snapshot.xmax = *xmax;
    while (!text.isEmpty()) {
        if (!snapshot.xip.empty() && !takeCharacter(text, ','))
            return refused;
        const auto xid = takeNumber(text);
        if (!xid || *xid < snapshot.xmin || *xid >= snapshot.xmax || snapshot.xip.size() == maxInProgress
            || (!snapshot.xip.empty() && *xid <= snapshot.xip.back()))
            return refused;
        snapshot.xip.push_back(*xid);
    }
    return snapshot;
}

bool takenBefore(const Snapshot &earlier, const Snapshot &later)
{
    // xmax is one above the newest transaction that had ended. With the same xmax the later one has fewer in progress.
    if (earlier.xmax != later.xmax)
        return earlier.xmax < later.xmax;
    return std::includes(earlier.xip.begin(), earlier.xip.end(), later.xip.begin(), later.xip.end());
}

Snapshot keep(const Snapshot &old, const Snapshot &seen, std::optional<quint64> highestEntry)
{
    Snapshot kept;
    kept.xmax = std::max({old.xmax, highestEntry ? *highestEntry + 1 : quint64(0), firstNormalXid});
    std::copy_if(seen.xip.begin(), seen.xip.end(), std::back_inserter(kept.xip),
        [&kept](quint64 xid) { return xid < kept.xmax; });
    kept.xmin = kept.xip.empty() ? kept.xmax : kept.xip.front();
    return kept;
}

UnseenConditions unseenBy(const Snapshot &cursor)
{
    UnseenConditions conditions;
    conditions.later = "xid >= '" + QByteArray::number(cursor.xmax) + "'::xid8";
    if (!cursor.xip.empty()) {
        QByteArray list;
        for (const quint64 xid : cursor.xip)
            list += (list.isEmpty() ? "" : ",") + QByteArray::number(xid);
        conditions.inProgress = "xid = any ('{" + list + "}'::xid8[])";
    }
    return conditions;
}

} // namespace projective::gateway
