#pragma once

#include "sync/mirror/livequeries.h"
#include "sync/mirror/reader.h"

#include <QObject>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace projective {

/// Lives in the thread that opened the query, as part of its Subscription: what is on its way when it goes is dropped.
class LiveMailbox : public QObject
{
public:
    explicit LiveMailbox(query::Receiver receiver)
        : m_receiver(std::move(receiver))
    {
    }
    void deliver(const query::Difference &difference) { m_receiver(difference); }

private:
    query::Receiver m_receiver;
};

/// Where the reader thread sends differences: a LiveMailbox, or nothing any more. Shared by the subscription and the
/// thread, guarded so that it can't go while something is posted to it.
struct LiveAddress {
    std::mutex mutex;
    LiveMailbox *mailbox = nullptr;

    void post(query::Difference difference)
    {
        const std::lock_guard lock(mutex);
        if (mailbox == nullptr)
            return;
        QMetaObject::invokeMethod(
            mailbox, [target = mailbox, difference = std::move(difference)] { target->deliver(difference); },
            Qt::QueuedConnection);
    }
};

/// The thread and what is said to it. Public functions are for other threads; run() and below for its own.
class LiveQueries::Worker
{
public:
    Worker(const QString &folder, UserId only)
        : m_folder(folder)
        , m_only(only)
        , m_thread([this] { run(); })
    {
    }
    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_inbox.stop = true;
            if (m_reader)
                m_reader->interrupt();
        }
        m_wake.notify_one();
        m_thread.join();
    }

    /// Without an address: for an open() that is still to come.
    int open(const query::Query &query, std::shared_ptr<LiveAddress> address)
    {
        const std::lock_guard lock(m_mutex);
        const int id = ++m_lastId;
        m_inbox.requests.push_back({id, query, std::move(address)});
        m_wake.notify_one();
        return id;
    }
    void replace(int id, const query::Query &query)
    {
        const std::lock_guard lock(m_mutex);
        m_inbox.requests.push_back({id, query, nullptr});
        m_wake.notify_one();
    }
    void close(int id)
    {
        const std::lock_guard lock(m_mutex);
        m_inbox.requests.push_back({id, std::nullopt, nullptr});
        m_wake.notify_one();
    }
    void opened()
    {
        const std::lock_guard lock(m_mutex);
        m_inbox.opened = true;
        m_wake.notify_one();
    }
    void changed(const QSet<QString> &tables)
    {
        const std::lock_guard lock(m_mutex);
        m_inbox.tables += tables;
        m_wake.notify_one();
    }
    void reopen()
    {
        const std::lock_guard lock(m_mutex);
        m_inbox.reopen = true;
        m_wake.notify_one();
    }
    void setDamaged(Damaged damaged)
    {
        const std::lock_guard lock(m_mutex);
        m_damaged = std::move(damaged);
    }

private:
    struct Request {
        int id = 0;
        std::optional<query::Query> query; // nullopt: close
        std::shared_ptr<LiveAddress> address; // null: replace, or nobody's yet
    };
    struct Inbox {
        std::vector<Request> requests;
        QSet<QString> tables;
        bool opened = false;
        bool reopen = false;
        bool stop = false;
        [[nodiscard]] bool isEmpty() const
        {
            return requests.empty() && tables.isEmpty() && !opened && !reopen && !stop;
        }
    };
    struct Live {
        query::Query query;
        std::shared_ptr<LiveAddress> address; // null: prepared, and nobody's yet
        std::optional<Statement> statement; // prepared when first run
        QSet<QString> tables; // empty until prepared: then any change may be the one it waits for
        QList<query::Row> rows;
        QList<query::Row> told; // what the address has of them
        bool delivered = false;
        bool due = true;
        bool complained = false; // of its SQL, once
    };

    void run();
    void take(Inbox &inbox);
    void takeRequest(Request &request);
    void forgetPrepared(const QSet<QString> &changed);
    void openFile();
    void runDue();
    enum class Refreshed { Yes, No, Interrupted };
    [[nodiscard]] Refreshed refresh(int id, Live &live);
    void failed(int id, Live &live, const Error &error);
    void sayDamaged(const Error &error);
    void tell(Live &live);
    [[nodiscard]] Result<QList<query::Row>> read(Live &live);
    void closeFile();

    QString m_folder;
    UserId m_only; // null: any mirror is read
    std::map<int, Live> m_live; // by the thread only, as all of the file
    std::mutex m_mutex;
    std::condition_variable m_wake;
    Inbox m_inbox; // under m_mutex
    std::optional<Reader> m_reader; // made and replaced under m_mutex, so that it can be interrupted
    Damaged m_damaged; // under m_mutex
    bool m_damageSaid = false; // of the file that is open
    int m_lastId = 0;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace projective
