#pragma once

#include "sync/client/tokenstore.h"

#include <optional>

namespace projective {

/// Forgets at the end of the process: for a system without a keychain, when the user wants no file either.
class MemoryTokenStore : public TokenStore
{
public:
    [[nodiscard]] Kind kind() const override { return Kind::Memory; }
    void load(Loaded loaded) override
    {
        loaded(m_session ? Result<StoredSession>(*m_session) : failure(ErrorCode::NotFound));
    }
    void save(const StoredSession &session, Done done) override
    {
        m_session = session;
        done({});
    }
    void clear(Done done) override
    {
        m_session.reset();
        done({});
    }

private:
    std::optional<StoredSession> m_session;
};

} // namespace projective
