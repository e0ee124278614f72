#pragma once

#include "sync/mirror/database.h"
#include "sync/protocol/messages.h"

#include <functional>
#include <variant>

namespace projective {

/// Row frames of the round that is arriving, in order: in memory up to a bound, beyond it in the table local_staged
/// (so that secure_delete and purges reach them too). Data thread; owned by Mirror.
class RoundBuffer
{
public:
    static constexpr qint64 memoryBytes = qint64{8} * 1024 * 1024;
    using Frame = std::variant<protocol::Rows, protocol::Deletes>;
    using Visitor = std::function<Result<void>(const Frame &)>;

    explicit RoundBuffer(Database &database)
        : m_database(database)
    {
    }
    void append(const Frame &frame);
    /// Frames in memory are more than should be there: spill(), or take them elsewhere.
    [[nodiscard]] bool isFull() const { return m_bytes > memoryBytes; }
    /// Moves what is in memory to the file, in a transaction of its own.
    [[nodiscard]] Result<void> spill();
    [[nodiscard]] bool isEmpty() const { return m_frames.isEmpty() && !m_spilled; }
    /// All frames in the order in which they came.
    [[nodiscard]] Result<void> visit(const Visitor &visitor);
    /// What is in memory, which is empty then.
    [[nodiscard]] QList<Frame> takeMemory();
    /// Forgets what is in memory.
    void clearMemory();
    /// Also empties local_staged, inside the caller's transaction.
    [[nodiscard]] Result<void> clear();

private:
    Database &m_database;
    QList<Frame> m_frames;
    qint64 m_bytes = 0;
    bool m_spilled = false;
};

} // namespace projective
