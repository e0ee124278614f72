#include "models/draft.h"

namespace projective {

Draft::Draft(query::Source &source, QObject *parent)
    : QObject(parent)
    , m_source(source)
{
}

Draft::~Draft() = default;

void Draft::open(const QString &key)
{
    const query::Query query{QStringLiteral("select key, text from local_drafts where key = ?1"), {key}, 1};
    m_subscription = m_source.open(query, [this, key, first = true](const query::Difference &difference) mutable {
        if (!first)
            return;
        first = false;
        const bool any = !difference.isEmpty() && !difference.first().rows.isEmpty();
        Q_EMIT found(key, any ? difference.first().rows.first().value(1).toString() : QString());
    });
}

} // namespace projective
