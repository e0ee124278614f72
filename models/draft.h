#pragma once

#include "sync/query/query.h"

#include <QObject>

#include <memory>

namespace projective {

/// The unsent text kept under a key such as "channel:<uuid>", read once for each key: what one types is newer than
/// what comes back from the outbox. GUI thread; owned by the composer.
class Draft : public QObject
{
    Q_OBJECT
public:
    explicit Draft(query::Source &source, QObject *parent = nullptr);
    ~Draft() override;
    /// found() follows, also with an empty text.
    void open(const QString &key);

Q_SIGNALS:
    void found(const QString &key, const QString &text);

private:
    query::Source &m_source;
    std::unique_ptr<query::Subscription> m_subscription;
};

} // namespace projective
