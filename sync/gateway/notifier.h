#pragma once

#include "sync/gateway/database.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace projective::gateway {

/// Tells the other gateways of a database that something was committed, from transactions that do nothing else: a
/// NOTIFY inside a writing transaction would serialise all commits. Any number of calls before the next one are one.
class Notifier
{
public:
    explicit Notifier(const QByteArray &conninfo);
    ~Notifier();
    Notifier(const Notifier &) = delete;
    Notifier &operator=(const Notifier &) = delete;

    void committed();
    /// A message of its own, such as "logout:<session>".
    void say(const QByteArray &payload);

private:
    void work();
    [[nodiscard]] bool send(const QByteArray &payload);

    Database m_database;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::deque<QByteArray> m_payloads;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace projective::gateway
