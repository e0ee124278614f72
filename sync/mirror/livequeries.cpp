#include "sync/mirror/livequeries.h"

#include "sync/base/logging.h"
#include "sync/mirror/reader.h"
#include "sync/mirror/schema.h"

#include <QObject>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace projective {

using query::Difference;
using query::Query;
using query::Row;

namespace {

/// Lives in the thread that opened the query, as part of its Subscription: what is on its way when it goes is dropped.
class Mailbox : public QObject
{
public:
    explicit Mailbox(query::Receiver receiver)
        : m_receiver(std::move(receiver))
    {
    }
    void deliver(const Difference &difference) { m_receiver(difference); }

private:
    query::Receiver m_receiver;
};

/// Where the reader thread sends differences: a Mailbox, or nothing any more. Shared by the subscription and the
/// thread, guarded so that the Mailbox can't go while something is posted to it.
struct Address {
    std::mutex mutex;
    Mailbox *mailbox = nullptr;

    void post(Difference difference)
    {
        const std::lock_guard lock(mutex);
        if (mailbox == nullptr)
            return;
        QMetaObject::invokeMethod(
            mailbox, [target = mailbox, difference = std::move(difference)] { target->deliver(difference); },
            Qt::QueuedConnection);
    }
};

} // namespace

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
    int open(const Query &query, std::shared_ptr<Address> address)
    {
        const std::lock_guard lock(m_mutex);
        const int id = ++m_lastId;
        m_inbox.requests.push_back({id, query, std::move(address)});
        m_wake.notify_one();
        return id;
    }
    void replace(int id, const Query &query)
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

private:
    struct Request {
        int id = 0;
        std::optional<Query> query; // nullopt: close
        std::shared_ptr<Address> address; // null: replace, or nobody's yet
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
        Query query;
        std::shared_ptr<Address> address; // null: prepared, and nobody's yet
        std::optional<Statement> statement; // prepared when first run
        QSet<QString> tables; // empty until prepared: then any change may be the one it waits for
        QList<Row> rows;
        QList<Row> told; // what the address has of them
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
    [[nodiscard]] bool refresh(int id, Live &live);
    void tell(Live &live);
    [[nodiscard]] Result<QList<Row>> read(Live &live);
    void closeFile();

    QString m_folder;
    UserId m_only; // null: any mirror is read
    std::map<int, Live> m_live; // by the thread only, as all of the file
    std::mutex m_mutex;
    std::condition_variable m_wake;
    Inbox m_inbox; // under m_mutex
    std::optional<Reader> m_reader; // made and replaced under m_mutex, so that it can be interrupted
    int m_lastId = 0;
    std::thread m_thread; // last: it uses all of the above
};

void LiveQueries::Worker::run()
{
    while (true) {
        Inbox inbox;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return !m_inbox.isEmpty(); });
            inbox = std::exchange(m_inbox, {});
        }
        if (inbox.stop)
            break;
        take(inbox);
        runDue();
    }
    closeFile();
}

void LiveQueries::Worker::take(Inbox &inbox)
{
    if (inbox.opened || inbox.reopen)
        m_only = UserId();
    if (inbox.reopen || (inbox.opened && !m_reader)) {
        closeFile();
        std::erase_if(m_live, [](const auto &live) { return !live.second.address; });
        for (auto &[id, live] : m_live)
            live.due = true;
    }
    // Before the requests: what is prepared and asked for in one go is run once, after the change.
    forgetPrepared(inbox.tables);
    for (Request &request : inbox.requests)
        takeRequest(request);
    for (auto &[id, live] : m_live)
        live.due |= !inbox.tables.isEmpty() && (!live.statement || live.tables.intersects(inbox.tables));
}

void LiveQueries::Worker::takeRequest(Request &request)
{
    if (!request.query) {
        m_live.erase(request.id);
        return;
    }
    const auto prepared = std::find_if(m_live.begin(), m_live.end(),
        [&](const auto &live) { return !live.second.address && live.second.query == *request.query; });
    if (request.address && prepared != m_live.end()) {
        auto taken = m_live.extract(prepared);
        taken.key() = request.id;
        taken.mapped().address = std::move(request.address);
        m_live.insert(std::move(taken));
        return;
    }
    Live &live = m_live[request.id];
    if (request.address)
        live.address = std::move(request.address);
    live.query = *request.query;
    live.statement.reset();
    live.due = true;
    live.complained = false;
}

void LiveQueries::Worker::forgetPrepared(const QSet<QString> &changed)
{
    std::erase_if(m_live, [&](const auto &live) {
        return !live.second.address && !live.second.due && live.second.tables.intersects(changed);
    });
}

void LiveQueries::Worker::openFile()
{
    auto reader = Reader::open(m_folder);
    if (reader && !m_only.isNull()) {
        const auto user = metaValue(reader->database(), QStringLiteral("user"));
        if (!user || user->toByteArray() != m_only.bytes())
            return;
    }
    const std::lock_guard lock(m_mutex);
    if (reader)
        m_reader.emplace(std::move(*reader));
    else if (reader.error().code != ErrorCode::NotFound)
        qCWarning(logMirror) << "live queries:" << reader.error().detail;
}

void LiveQueries::Worker::runDue()
{
    if (!m_reader)
        openFile();
    // One read transaction for all: what is sent belongs to one state of the mirror.
    if (m_reader && !m_reader->database().execute(QStringLiteral("BEGIN")))
        return;
    for (auto &[id, live] : m_live) {
        if (!live.due && live.delivered)
            continue;
        if (live.due && !refresh(id, live))
            break;
        if (live.address)
            tell(live);
    }
    if (m_reader)
        static_cast<void>(m_reader->database().execute(QStringLiteral("COMMIT")));
}

/// False when it was interrupted.
bool LiveQueries::Worker::refresh(int id, Live &live)
{
    auto rows = read(live);
    if (!rows && rows.error().code == ErrorCode::Cancelled)
        return false;
    live.due = false;
    // Without a mirror, or a table, the result is empty; the next change tries again. What else fails is a bug of ours.
    if (!rows && (rows.error().code == ErrorCode::NotFound || rows.error().detail.contains(u"no such table")))
        qCInfo(logMirror) << "live query" << id << "waits:" << rows.error().detail;
    else if (!rows && !std::exchange(live.complained, true))
        qCCritical(logMirror) << "live query fails:" << rows.error().detail << live.query.sql;
    live.rows = rows ? std::move(*rows) : QList<Row>();
    return true;
}

void LiveQueries::Worker::tell(Live &live)
{
    Difference difference = query::difference(live.told, live.rows, live.query.keyColumns);
    if (!live.delivered && difference.isEmpty())
        difference.append({query::Change::Kind::Insert, 0, 0, 0, {}});
    live.told = live.rows;
    live.delivered = true;
    if (!difference.isEmpty())
        live.address->post(std::move(difference));
}

Result<QList<Row>> LiveQueries::Worker::read(Live &live)
{
    if (!m_reader)
        return failure(ErrorCode::NotFound, QStringLiteral("no mirror yet"));
    if (!live.statement) {
        live.tables.clear();
        auto statement = m_reader->prepare(live.query.sql, &live.tables);
        if (!statement)
            return tl::unexpected(statement.error());
        live.statement.emplace(std::move(*statement));
    }
    return m_reader->rows(*live.statement, live.query.params);
}

void LiveQueries::Worker::closeFile()
{
    for (auto &[id, live] : m_live)
        live.statement.reset();
    const std::lock_guard lock(m_mutex);
    m_reader.reset();
}

namespace {

/// Made by open(); `Worker` is a template parameter since LiveQueries keeps its own private.
template <typename Worker>
class LiveSubscription : public query::Subscription
{
public:
    LiveSubscription(std::weak_ptr<Worker> worker, const Query &query, query::Receiver receiver)
        : m_worker(std::move(worker))
        , m_mailbox(std::move(receiver))
        , m_address(std::make_shared<Address>())
    {
        m_address->mailbox = &m_mailbox;
        if (const auto running = m_worker.lock())
            m_id = running->open(query, m_address);
    }
    ~LiveSubscription() override
    {
        {
            const std::lock_guard lock(m_address->mutex);
            m_address->mailbox = nullptr;
        }
        if (const auto running = m_worker.lock())
            running->close(m_id);
    }
    void replace(const Query &query) override
    {
        if (const auto running = m_worker.lock())
            running->replace(m_id, query);
    }

private:
    std::weak_ptr<Worker> m_worker;
    Mailbox m_mailbox;
    std::shared_ptr<Address> m_address;
    int m_id = 0;
};

} // namespace

LiveQueries::LiveQueries(const QString &folder)
    : LiveQueries(folder, UserId())
{
}

LiveQueries::LiveQueries(const QString &folder, UserId user)
    : m_worker(std::make_shared<Worker>(folder, user))
{
}

LiveQueries::~LiveQueries() = default;

std::unique_ptr<query::Subscription> LiveQueries::open(const Query &query, query::Receiver receiver)
{
    return std::make_unique<LiveSubscription<Worker>>(m_worker, query, std::move(receiver));
}

void LiveQueries::prepare(const Query &query)
{
    m_worker->open(query, nullptr);
}

void LiveQueries::opened()
{
    m_worker->opened();
}

void LiveQueries::changed(const QSet<QString> &tables)
{
    if (!tables.isEmpty())
        m_worker->changed(tables);
}

void LiveQueries::reopen()
{
    m_worker->reopen();
}

} // namespace projective
