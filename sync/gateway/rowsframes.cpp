#include "sync/gateway/rowsframes.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/version.h"

#include <utility>

namespace projective::gateway {

RowsFrames::RowsFrames(int relation, Sink sink)
    : m_relation(relation)
    , m_sink(std::move(sink))
{
}

void RowsFrames::add(QByteArrayView tuple)
{
    if (m_count > 0 && m_tuples.size() + tuple.size() > protocol::rowsFrameBytes)
        finish();
    // Small rounds must not take a whole frame's memory, so the buffer grows by itself at first.
    m_tuples.append(tuple.data(), tuple.size());
    ++m_count;
    ++m_rows;
}

void RowsFrames::finish()
{
    if (m_count == 0)
        return;
    m_sink(protocol::encode(protocol::Rows{m_relation, std::exchange(m_count, 0), m_tuples}));
    m_tuples.resize(0);
}

} // namespace projective::gateway
