#pragma once

#include "sync/client/tokenstore.h"

#include <QString>

namespace projective {

/// A JSON file that only its owner can read. Whoever can read the user's files can take the session over, so it is
/// never chosen silently: projectivectl documents it, the window asks.
class FileTokenStore : public TokenStore
{
public:
    explicit FileTokenStore(const QString &path)
        : m_path(path)
    {
    }
    [[nodiscard]] Kind kind() const override { return Kind::File; }
    void load(Loaded loaded) override;
    void save(const StoredSession &session, Done done) override;
    void clear(Done done) override;

private:
    QString m_path;
};

} // namespace projective
