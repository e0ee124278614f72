#pragma once

#include <QString>
#include <QStringList>

namespace projective::bench {

/// A program that was run to its end.
struct Finished {
    int exitCode = -1; ///< -1: could not be started, or crashed
    double ms = 0; ///< from exec to its end
    double cpuMs = 0; ///< of all its threads
    double peakMb = 0; ///< most resident memory
};

/// Runs `command` with stdout to /dev/null, and waits. What it writes to stderr is ours.
[[nodiscard]] Finished runToEnd(const QStringList &command);

} // namespace projective::bench
