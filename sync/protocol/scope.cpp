#include "sync/protocol/scope.h"

#include <QCryptographicHash>

#include <algorithm>

namespace projective::protocol {

Scope Scope::fromString(const QString &text)
{
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    // Kinds are words of ours; a long one would only cost memory.
    constexpr qsizetype maxKind = 32;
    if (colon <= 0 || colon > maxKind)
        return {};
    const QUuid id = QUuid::fromString(text.mid(colon + 1));
    // The nil uuid is a legal id (catalog, admin); anything that fromString() could not read is not.
    if (id.isNull() && text.mid(colon + 1) != QUuid().toString(QUuid::WithoutBraces))
        return {};
    return {text.left(colon), id};
}

QByteArray scopesHash(QList<Scope> scopes)
{
    // Sorted as text: a peer in another language need not know how Qt orders uuids.
    QList<QByteArray> lines;
    lines.reserve(scopes.size());
    for (const Scope &scope : std::as_const(scopes))
        lines.append(scope.toString().toLatin1() + '\n');
    std::sort(lines.begin(), lines.end());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QByteArray &line : std::as_const(lines))
        hash.addData(line);
    return hash.result();
}

} // namespace projective::protocol
