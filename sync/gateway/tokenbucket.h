#pragma once

#include <QHash>

#include <algorithm>
#include <cmath>

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
    /// Until there is one to take, as of the last look.
    [[nodiscard]] qint64 waitMs() const { return qint64(std::ceil(std::max(0.0, 1 - m_tokens) * 1000 / m_perSecond)); }

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

/// A bucket for everyone who takes; the full ones are forgotten, since a new one is the same.
template <typename Who>
class TokenBuckets
{
public:
    TokenBuckets(double perSecond, double burst)
        : m_new(perSecond, burst)
    {
    }
    /// 0 when there was one to take, else the milliseconds until there is.
    [[nodiscard]] qint64 take(const Who &who, qint64 nowMs)
    {
        if (m_buckets.size() >= m_sweepAt) {
            m_buckets.removeIf([nowMs](const auto &entry) { return entry.value().isFull(nowMs); });
            m_sweepAt = std::max(fewest, m_buckets.size() * 2);
        }
        auto bucket = m_buckets.find(who);
        if (bucket == m_buckets.end())
            bucket = m_buckets.insert(who, m_new);
        return bucket->take(nowMs) ? 0 : bucket->waitMs();
    }
    [[nodiscard]] qsizetype count() const { return m_buckets.size(); }

    static constexpr qsizetype fewest = 10'000; ///< that are worth a sweep

private:
    TokenBucket m_new;
    QHash<Who, TokenBucket> m_buckets;
    qsizetype m_sweepAt = fewest;
};

} // namespace projective::gateway
