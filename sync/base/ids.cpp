#include "sync/base/ids.h"

#include <QDateTime>
#include <QRandomGenerator>

#include <atomic>

namespace projective {

QUuid newUuid()
{
    // 60 rising bits: milliseconds << 12 | a counter in rand_a (RFC 9562, section 6.2, method 1).
    static std::atomic<quint64> last{0};
    const auto now = static_cast<quint64>(QDateTime::currentMSecsSinceEpoch()) << 12;
    quint64 previous = last.load();
    quint64 next = 0;
    do {
        next = qMax(now, previous + 1);
    } while (!last.compare_exchange_weak(previous, next));

    const quint64 random = QRandomGenerator::system()->generate64();
    const quint64 milliseconds = next >> 12;
    QByteArray bytes(16, Qt::Uninitialized);
    for (int i = 0; i < 6; ++i)
        bytes[i] = static_cast<char>(milliseconds >> (8 * (5 - i)));
    bytes[6] = static_cast<char>(0x70 | ((next >> 8) & 0x0f));
    bytes[7] = static_cast<char>(next & 0xff);
    for (int i = 0; i < 8; ++i)
        bytes[8 + i] = static_cast<char>(random >> (8 * i));
    bytes[8] = static_cast<char>(0x80 | (bytes[8] & 0x3f));
    return QUuid::fromRfc4122(bytes);
}

} // namespace projective
