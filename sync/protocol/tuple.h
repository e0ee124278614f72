#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

#include <optional>

namespace projective::protocol {

/// Reads the tuples of a binary COPY without copying. After any malformed byte it is at its end with failed() true.
class TupleReader
{
public:
    explicit TupleReader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }
    /// Steps to the next tuple; false at the end or when malformed. Fields of the tuple before must have been read.
    bool next();
    /// Fields in the current tuple.
    [[nodiscard]] int fieldCount() const { return m_fields; }
    /// Next field of the current tuple; nullopt for SQL null (or when malformed).
    std::optional<QByteArrayView> field();
    /// Where the current tuple starts and how long it is (to be forwarded as it stands); reads the rest of its fields.
    QByteArrayView rest();
    [[nodiscard]] bool failed() const { return m_failed; }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    qsizetype m_start = 0;
    int m_fields = 0;
    int m_read = 0;
    bool m_failed = false;
};

/// Microseconds between 1970-01-01 (Unix) and 2000-01-01 (Postgres), both UTC.
inline constexpr qint64 postgresEpochUs = 946'684'800'000'000;

} // namespace projective::protocol
