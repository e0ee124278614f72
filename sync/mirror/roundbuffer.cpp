#include "sync/mirror/roundbuffer.h"

namespace projective {

using protocol::Deletes;
using protocol::Rows;

namespace {

qint64 bytesOf(const RoundBuffer::Frame &frame)
{
    if (const auto *rows = std::get_if<Rows>(&frame))
        return rows->tuples.size() + 64;
    return std::get<Deletes>(frame).keys.size() * 16 + 64;
}

QByteArray payloadOf(const RoundBuffer::Frame &frame)
{
    if (const auto *rows = std::get_if<Rows>(&frame))
        return rows->tuples;
    QByteArray keys;
    for (const QUuid &key : std::get<Deletes>(frame).keys)
        keys += key.toRfc4122();
    return keys;
}

RoundBuffer::Frame frameOf(int relation, int count, bool deletes, const QByteArray &payload)
{
    if (!deletes)
        return Rows{relation, count, payload};
    Deletes frame{relation, {}};
    for (qsizetype at = 0; at + 16 <= payload.size(); at += 16)
        frame.keys.append(QUuid::fromRfc4122(payload.mid(at, 16)));
    return frame;
}

} // namespace

void RoundBuffer::append(const Frame &frame)
{
    m_frames.append(frame);
    m_bytes += bytesOf(frame);
}

Result<void> RoundBuffer::spill()
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto insert = m_database.prepare(
        QStringLiteral("INSERT INTO local_staged (relation, count, deletes, payload) VALUES (?, ?, ?, ?)"));
    if (!insert)
        return tl::unexpected(insert.error());
    for (const Frame &frame : std::as_const(m_frames)) {
        const auto *rows = std::get_if<Rows>(&frame);
        insert->bind(1, qint64(std::visit([](const auto &value) { return value.relation; }, frame)));
        insert->bind(2, qint64(rows != nullptr ? rows->count : std::get<Deletes>(frame).keys.size()));
        insert->bind(3, qint64(rows == nullptr));
        insert->bind(4, payloadOf(frame));
        if (const auto done = insert->run(); !done)
            return done;
    }
    if (const auto done = transaction->commit(); !done)
        return done;
    clearMemory();
    m_spilled = true;
    return {};
}

Result<void> RoundBuffer::visit(const Visitor &visitor)
{
    if (m_spilled) {
        auto staged = m_database.prepare(
            QStringLiteral("SELECT relation, count, deletes, payload FROM local_staged ORDER BY position"));
        if (!staged)
            return tl::unexpected(staged.error());
        while (true) {
            const Result<bool> row = staged->step();
            if (!row)
                return tl::unexpected(row.error());
            if (!*row)
                break;
            const Frame frame = frameOf(static_cast<int>(staged->integer(0)), static_cast<int>(staged->integer(1)),
                staged->integer(2) != 0, staged->blob(3));
            if (const auto done = visitor(frame); !done)
                return done;
        }
    }
    for (const Frame &frame : std::as_const(m_frames)) {
        if (const auto done = visitor(frame); !done)
            return done;
    }
    return {};
}

QList<RoundBuffer::Frame> RoundBuffer::takeMemory()
{
    const QList<Frame> frames = m_frames;
    clearMemory();
    return frames;
}

void RoundBuffer::clearMemory()
{
    m_frames.clear();
    m_bytes = 0;
}

Result<void> RoundBuffer::clear()
{
    clearMemory();
    if (!m_spilled)
        return {};
    const auto done = m_database.execute(QStringLiteral("DELETE FROM local_staged"));
    m_spilled = !done;
    return done;
}

} // namespace projective
