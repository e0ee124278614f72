#pragma once

#include <QtGlobal>

#include <algorithm>

namespace projective::gateway {

/// So many at once, refilled at a rate. Times are milliseconds of a clock that never goes back.
class TokenBucket
{
public:
    TokenBucket(double perSecond, double burst)
        : m_perSecond(perSecond)
        , m_burst(burst)
        , m_tokens(burst)
    {
    }
    [[nodiscard]] bool take(qint64 nowMs)
    {
        refill(nowMs);
        if (m_tokens < 1)
            return false;
        m_tokens -= 1;
        return true;
    }
    [[nodiscard]] bool isFull(qint64 nowMs)
    {
        refill(nowMs);
        return m_tokens >= m_burst;
    }

private:
    void refill(qint64 nowMs)
    {
        if (m_lastMs >= 0)
            m_tokens = std::min(m_burst, m_tokens + double(nowMs - m_lastMs) * m_perSecond / 1000);
        m_lastMs = nowMs;
    }

    double m_perSecond;
    double m_burst;
    double m_tokens;
    qint64 m_lastMs = -1;
};

} // namespace projective::gateway
