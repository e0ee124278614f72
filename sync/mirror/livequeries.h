#pragma once

#include "sync/base/error.h"
#include "sync/base/ids.h"
#include "sync/query/query.h"

#include <QSet>
#include <QString>

#include <functional>
#include <memory>

namespace projective {

/// Keeps the results of queries up to date: a thread of its own with a read-only connection runs them, and after
/// each commit that changed a table they read it runs them again, all in one snapshot, and sends the difference to the
/// thread that opened them. Made, used and destroyed in the GUI thread, except changed() and reopen(), which any
/// thread may call. Never blocks the caller. Models and Subscriptions may outlive it; they then hear nothing more.
class LiveQueries : public query::Source
{
public:
    /// `folder`: the profile's; its mirror.db may come to be later (then call reopen()).
    explicit LiveQueries(const QString &folder);
    /// For a start that doesn't wait for the mirror's owner: until opened() or reopen() is called, only a mirror of
    /// this user is read.
    LiveQueries(const QString &folder, UserId user);
    ~LiveQueries() override;

    /// The receiver runs in the thread that calls open(), which must have an event loop.
    [[nodiscard]] std::unique_ptr<query::Subscription> open(
        const query::Query &query, query::Receiver receiver) override;

    /// Runs a query before anyone asks for it: an open() of the same one is answered with what is there. It is
    /// forgotten when its tables change before that. Needs no event loop.
    void prepare(const query::Query &query);

    /// A commit changed these tables. Several calls before the thread gets to it count as one.
    void changed(const QSet<QString> &tables);
    /// The file that is there was found to be good.
    void opened();
    /// The file was made or replaced: all queries run again on the new one.
    void reopen();

    /// Called in the reader's thread, once a file, when a query finds it damaged: whoever owns the mirror mends it and
    /// calls reopen(). Until then results stay as they were.
    using Damaged = std::function<void(const Error &error)>;
    void setDamaged(Damaged damaged);

private:
    class Worker;
    std::shared_ptr<Worker> m_worker; // subscriptions hold it weakly: they may outlive us
};

} // namespace projective
