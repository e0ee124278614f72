#include "sync/gateway/scopes.h"

#include "sync/gateway/database.h"

#include <vector>

namespace projective::gateway {

namespace {

QString internedKind(QByteArrayView kind)
{
    thread_local std::vector<QString> kinds;
    const QLatin1String text(kind.data(), kind.size());
    for (const QString &known : kinds) {
        if (known == text)
            return known;
    }
    // The database's kinds are some twenty; whatever is beyond that is not worth keeping.
    if (kinds.size() < 64)
        kinds.emplace_back(text);
    return text;
}

QByteArray quotedElement(const QString &kind)
{
    QByteArray text = kind.toUtf8();
    text.replace('\\', "\\\\").replace('"', "\\\"");
    return '"' + text + '"';
}

} // namespace

Scope toScope(QByteArrayView kind, QByteArrayView id)
{
    return {internedKind(kind), QUuid::fromString(QLatin1String(id.data(), id.size()))};
}

Scope toScopeBinary(QByteArrayView kind, QByteArrayView id)
{
    return {internedKind(kind), QUuid::fromRfc4122(id)};
}

ScopeSet heldBy(const QUuid &installation, const ScopeSet &ofUser)
{
    ScopeSet held = ofUser;
    held.removeIf([&installation](const Scope &scope) {
        return scope.kind == QLatin1String("client") && scope.id != installation;
    });
    return held;
}

ScopeArrays toArrays(const QList<Scope> &scopes)
{
    QByteArray kinds;
    QByteArray ids;
    for (const Scope &scope : scopes) {
        kinds += (kinds.isEmpty() ? "" : ",") + quotedElement(scope.kind);
        ids += (ids.isEmpty() ? "" : ",") + scope.id.toByteArray(QUuid::WithoutBraces);
    }
    return {literal('{' + kinds + '}') + "::text[]", literal('{' + ids + '}') + "::uuid[]"};
}

QByteArray toUuidArray(const QList<QUuid> &ids)
{
    QByteArray list;
    list.reserve(ids.size() * 37);
    for (const QUuid &id : ids) {
        if (!list.isEmpty())
            list += ',';
        list += id.toByteArray(QUuid::WithoutBraces);
    }
    return "'{" + list + "}'::uuid[]";
}

} // namespace projective::gateway
