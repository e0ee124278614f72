#pragma once

#include <QByteArray>

#include <functional>

namespace projective::gateway {

/// Cuts tuples of one relation into Rows frames of about protocol::rowsFrameBytes.
class RowsFrames
{
public:
    using Sink = std::function<void(QByteArray frame)>;
    RowsFrames(int relation, Sink sink);
    void add(QByteArrayView tuple);
    /// Gives out what is left.
    void finish();
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    int m_relation;
    Sink m_sink;
    QByteArray m_tuples;
    int m_count = 0;
    qint64 m_rows = 0;
};

} // namespace projective::gateway
