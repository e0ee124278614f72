#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QList>
#include <QString>
#include <QUuid>

namespace projective::protocol {

/// Whom a row belongs to: a kind and a uuid, written `kind:uuid` on the wire.
struct Scope {
    QString kind;
    QUuid id;

    [[nodiscard]] QString toString() const { return kind + QLatin1Char(':') + id.toString(QUuid::WithoutBraces); }
    /// A scope with an empty kind when `text` is not `kind:uuid`.
    [[nodiscard]] static Scope fromString(const QString &text);
    friend bool operator==(const Scope &, const Scope &) = default;
    friend bool operator<(const Scope &a, const Scope &b) { return a.kind != b.kind ? a.kind < b.kind : a.id < b.id; }
    friend size_t qHash(const Scope &scope, size_t seed = 0) { return qHashMulti(seed, scope.kind, scope.id); }
};

/// SHA-256 over the sorted `kind:uuid\n` lines: what a client sends in place of the scopes it holds.
[[nodiscard]] QByteArray scopesHash(QList<Scope> scopes);

} // namespace projective::protocol
