#pragma once

#include <QDeadlineTimer>
#include <QThread>

namespace projective::test {

/// Looks again every few milliseconds until `condition` holds; false when it does not within `timeoutMs`. For threads
/// without an event loop (elsewhere QTest::qWaitFor), and the one place of the tests that sleeps.
template <typename Condition>
[[nodiscard]] bool until(const Condition &condition, int timeoutMs)
{
    constexpr int lookEveryMs = 5;
    const QDeadlineTimer deadline(timeoutMs);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QThread::msleep(lookEveryMs);
    }
    return true;
}

} // namespace projective::test
