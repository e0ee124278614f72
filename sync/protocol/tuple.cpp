#include "sync/protocol/tuple.h"

namespace projective::protocol {

bool TupleReader::next()
{
    while (!m_failed && m_read < m_fields)
        field();
    if (m_failed || m_at == m_bytes.size())
        return false;
    if (m_bytes.size() - m_at < 2) {
        m_failed = true;
        return false;
    }
    m_start = m_at;
    m_fields = qFromBigEndian<qint16>(m_bytes.data() + m_at);
    m_read = 0;
    m_at += 2;
    m_failed = m_fields < 0;
    return !m_failed;
}

std::optional<QByteArrayView> TupleReader::field()
{
    if (m_failed || m_read >= m_fields)
        return std::nullopt;
    ++m_read;
    if (m_bytes.size() - m_at < 4) {
        m_failed = true;
        return std::nullopt;
    }
    const auto length = qFromBigEndian<qint32>(m_bytes.data() + m_at);
    m_at += 4;
    if (length == -1)
        return std::nullopt;
    if (length < -1 || m_bytes.size() - m_at < length) {
        m_failed = true;
        return std::nullopt;
    }
    const QByteArrayView value = m_bytes.sliced(m_at, length);
    m_at += length;
    return value;
}

QByteArrayView TupleReader::rest()
{
    while (!m_failed && m_read < m_fields)
        field();
    return m_failed ? QByteArrayView() : m_bytes.sliced(m_start, m_at - m_start);
}

} // namespace projective::protocol
