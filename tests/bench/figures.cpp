#include "tests/bench/figures.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTime>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace projective::bench {

double Samples::percentile(double part) const
{
    if (m_values.isEmpty())
        return 0;
    QList<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<qsizetype>(std::ceil(part * static_cast<double>(sorted.size())));
    return sorted[std::clamp<qsizetype>(rank - 1, 0, sorted.size() - 1)];
}

double Samples::smallest() const
{
    return m_values.isEmpty() ? 0 : *std::min_element(m_values.begin(), m_values.end());
}

Samples ratios(const Samples &values, const Samples &floors)
{
    Samples result;
    for (qsizetype i = 0; i < std::min(values.count(), floors.count()); ++i)
        result.add(values.values()[i] / floors.values()[i]);
    return result;
}

ForcedWrites::ForcedWrites(const QString &folder)
    : m_file(folder + QStringLiteral("/forced"))
{
    if (!m_file.open())
        qFatal("%s", qUtf8Printable(m_file.errorString()));
}

void ForcedWrites::sample()
{
    static const QByteArray page(4096, 'x');
    QElapsedTimer timer;
    timer.start();
    if (::write(m_file.handle(), page.constData(), std::size_t(page.size())) != page.size()
        || ::fdatasync(m_file.handle()) != 0)
        qFatal("a forced write failed");
    m_ms.add(static_cast<double>(timer.nsecsElapsed()) / 1e6);
}

void printFigure(const QString &what, double figure, const QString &unit, std::optional<double> aim)
{
    const int digits = std::abs(figure) < 10 ? 2 : std::abs(figure) < 100 ? 1 : 0;
    const QString within = !aim ? QString() : figure <= *aim ? QStringLiteral("yes") : QStringLiteral("no");
    const QString line = QStringLiteral("| %1 | %2 %3 | %4 | %5 |\n")
                             .arg(what, QString::number(figure, 'f', digits), unit,
                                 aim ? QStringLiteral("≤ %1 %2").arg(*aim).arg(unit) : QString(), within);
    std::fputs(qUtf8Printable(line), stdout);
    std::fflush(stdout);
}

void say(const QString &text)
{
    std::fprintf(
        stderr, "%s %s\n", qPrintable(QTime::currentTime().toString(QStringLiteral("HH:mm:ss"))), qUtf8Printable(text));
}

double peakMb(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

} // namespace projective::bench
