#include "sync/gateway/spool.h"

#include <utility>

namespace projective::gateway {

namespace {
struct Header {
    qint64 size = 0;
    Spooled::Kind kind = Spooled::Kind::Plain;
};
} // namespace

Spool::Spool(std::function<void()> wake)
    : m_wake(std::move(wake))
{
}

void Spool::push(Spooled item)
{
    {
        const std::lock_guard lock(m_mutex);
        ++m_pushed;
        if (m_abandoned || m_failed)
            return;
        // Once something is in the file all that follows goes there, until the sender has emptied it: order.
        if (m_readAt < m_writeAt || m_bytes + item.message.size() > memoryBytes) {
            writeToFile(item);
        } else {
            m_bytes += item.message.size();
            m_items.push_back(std::move(item));
        }
        if (!std::exchange(m_idle, false))
            return;
    }
    m_wake();
}

std::optional<Spooled> Spool::take()
{
    const std::lock_guard lock(m_mutex);
    if (!m_items.empty()) {
        Spooled item = std::move(m_items.front());
        m_items.pop_front();
        m_bytes -= item.message.size();
        return item;
    }
    if (m_readAt < m_writeAt)
        return readFromFile();
    m_idle = true;
    return std::nullopt;
}

qint64 Spool::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes + (m_writeAt - m_readAt);
}

quint64 Spool::pushed() const
{
    const std::lock_guard lock(m_mutex);
    return m_pushed;
}

void Spool::abandon()
{
    const std::lock_guard lock(m_mutex);
    m_abandoned = true;
    m_items.clear();
    m_bytes = 0;
    m_file.reset();
    m_readAt = m_writeAt = 0;
}

bool Spool::isAbandoned() const
{
    const std::lock_guard lock(m_mutex);
    return m_abandoned;
}

bool Spool::hasFailed() const
{
    const std::lock_guard lock(m_mutex);
    return m_failed;
}

void Spool::writeToFile(const Spooled &item)
{
    if (!m_file)
        m_file = {std::tmpfile(), std::fclose};
    const Header header{item.message.size(), item.kind};
    const auto size = std::size_t(header.size);
    std::FILE *file = m_file.get();
    if (!file || std::fseek(file, m_writeAt, SEEK_SET) != 0 || std::fwrite(&header, sizeof header, 1, file) != 1
        || std::fwrite(item.message.constData(), 1, size, file) != size) {
        m_failed = true;
        return;
    }
    m_writeAt += long(sizeof header + size);
}

std::optional<Spooled> Spool::readFromFile()
{
    Header header;
    Spooled item;
    std::FILE *file = m_file.get();
    if (std::fseek(file, m_readAt, SEEK_SET) == 0 && std::fread(&header, sizeof header, 1, file) == 1) {
        const auto size = std::size_t(header.size);
        item.message.resize(header.size);
        item.kind = header.kind;
        if (std::fread(item.message.data(), 1, size, file) == size) {
            m_readAt += long(sizeof header + size);
            if (m_readAt == m_writeAt) {
                // All read: give the disk space back.
                m_file.reset();
                m_readAt = m_writeAt = 0;
            }
            return item;
        }
    }
    m_failed = true;
    return std::nullopt;
}

} // namespace projective::gateway
