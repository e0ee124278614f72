#pragma once

#include <QtGlobal>

namespace projective {

/// Waiting times between tries: doubling from 0.5 s to 30 s, each drawn evenly from the upper half of its step, so that
/// clients that lost one server together do not come back together ("equal jitter"). The seed comes from outside.
class Backoff
{
public:
    static constexpr qint64 leastMs = 500;
    static constexpr qint64 mostMs = 30'000;

    explicit Backoff(quint64 seed)
        : m_state(seed)
    {
    }
    /// Milliseconds to wait before the next try; in [leastMs, mostMs].
    [[nodiscard]] qint64 next();
    void reset() { m_tries = 0; }
    [[nodiscard]] int tries() const { return m_tries; }

private:
    quint64 m_state;
    int m_tries = 0;
};

} // namespace projective
