#include "sync/client/backoff.h"

#include <algorithm>

namespace projective {

namespace {

// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
quint64 splitMix(quint64 &state)
{
    quint64 z = (state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

} // namespace

qint64 Backoff::next()
{
    // The first step is twice the least wait, since up to half of a step is taken off.
    const qint64 step = std::min(mostMs, (leastMs * 2) << std::min(m_tries, 6));
    ++m_tries;
    return step - static_cast<qint64>(splitMix(m_state) % static_cast<quint64>(step / 2 + 1));
}

} // namespace projective
