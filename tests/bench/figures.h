#pragma once

#include <QList>
#include <QString>
#include <QTemporaryFile>

#include <optional>

namespace projective::bench {

/// Measured values of one kind.
class Samples
{
public:
    void add(double value) { m_values.append(value); }
    [[nodiscard]] qsizetype count() const { return m_values.size(); }
    /// Nearest rank, `part` in (0, 1]; 0 without values.
    [[nodiscard]] double percentile(double part) const;
    [[nodiscard]] double median() const { return percentile(0.5); }
    [[nodiscard]] double largest() const { return percentile(1); }
    [[nodiscard]] double smallest() const;
    [[nodiscard]] const QList<double> &values() const { return m_values; }

private:
    QList<double> m_values;
};

/// The rate of change between values that were taken in pairs, so that a machine that grows slower does no harm.
[[nodiscard]] Samples ratios(const Samples &values, const Samples &floors);

/// Milliseconds that the disk takes to store 4 KB more of a file (append, fdatasync): the floor of whatever is durable.
class ForcedWrites
{
public:
    explicit ForcedWrites(const QString &folder);
    void sample();
    [[nodiscard]] const Samples &ms() const { return m_ms; }

private:
    QTemporaryFile m_file;
    Samples m_ms;
};

/// One line of the table on stdout: "| what | figure unit | aim | within |". Lines begin with '|', so that a script
/// finds them.
void printFigure(const QString &what, double figure, const QString &unit, std::optional<double> aim = {});
/// What is going on, on stderr.
void say(const QString &text);

/// Peak resident memory (VmHWM) of a running process in MB; 0 when it is gone.
[[nodiscard]] double peakMb(qint64 process);

} // namespace projective::bench
