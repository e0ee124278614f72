#pragma once

#include <QtGlobal>

#include <chrono>

namespace projective::gateway {

/// Milliseconds of a clock that never goes back.
[[nodiscard]] inline qint64 steadyMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

[[nodiscard]] inline qint64 unixMicroseconds()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

[[nodiscard]] inline qint64 unixSeconds()
{
    return unixMicroseconds() / 1'000'000;
}

} // namespace projective::gateway
