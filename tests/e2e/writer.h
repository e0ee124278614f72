#pragma once

#include "sync/gateway/database.h"

#include <QList>
#include <QUuid>

#include <atomic>
#include <random>
#include <vector>

namespace projective::test {

/// What the writers write on: rows that are there from the beginning. The first project of the list belongs to
/// writer 0 for its long transactions, the second to writer 1, and so on; all write on all of them otherwise.
struct Ground {
    QList<QUuid> projects;
    QList<QUuid> stages;
    QList<QUuid> channels;
    QList<QUuid> users;
    QList<QUuid> freelancers; ///< of whom may be hired
    QList<QUuid> members; ///< logins whose membership in `business` comes and goes
    QList<QUuid> teammates; ///< the same in `team`
    QList<QUuid> threads;
    QList<QUuid> portfolios;
    QUuid business;
    QUuid team;
    QUuid wallet;
    QUuid client; ///< of the login who sends by commands
    QUuid clientUser;
    QUuid owner;
};

/// One of several who edit rows at random, each on connections of their own: short transactions of a few edits, some
/// aborted, some partly rolled back; and beside them one long transaction that stays open over several rounds. Edits
/// that others block or forbid count as aborted. A lost connection is taken up again. Used by one thread at a time.
class Writer
{
public:
    struct Count {
        qint64 committed = 0; ///< edits in transactions whose commit was acknowledged
        qint64 aborted = 0; ///< edits rolled back, by choice or by an error
        qint64 unknown = 0; ///< edits whose commit was not answered: the server was gone
        qint64 lost = 0; ///< connections lost
    };

    Writer(int number, quint32 seed, const QByteArray &conninfo, const Ground &ground);

    /// Makes about `edits` edits; `progress` counts them as they are made.
    void work(int edits, std::atomic<int> &progress);
    /// Ends the long transaction if there is one.
    void finish();

    [[nodiscard]] const Count &count() const { return m_count; }
    /// Messages whose insertion was acknowledged: none of them may ever be missing.
    [[nodiscard]] const QList<QUuid> &acknowledged() const { return m_acknowledged; }
    /// The first error that was not to be expected, with its statement; empty: none.
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    using Edit = QByteArray (Writer::*)();
    struct Kind {
        int weight;
        Edit edit;
    };
    static const std::vector<Kind> &kinds();

    void shortTransaction(std::atomic<int> &progress);
    void longTransaction();
    void endLong();
    [[nodiscard]] bool connected(gateway::Database &database);
    /// False when the transaction is over: the server refused, or is gone.
    [[nodiscard]] bool run(gateway::Database &database, const QByteArray &sql);
    [[nodiscard]] QByteArray randomEdit();

    // One statement each.
    QByteArray editProject();
    QByteArray editStage();
    QByteArray say();
    QByteArray sayByCommand();
    QByteArray changeMessage();
    QByteArray takePart();
    QByteArray leaveProject();
    QByteArray toggleMember();
    QByteArray toggleTeammate();
    QByteArray invite();
    QByteArray moveAssignment();
    QByteArray endAssignment();
    QByteArray toggleChannel();
    QByteArray notify();
    QByteArray readNotification();
    QByteArray deleteNotification();
    QByteArray readChannel();
    QByteArray replaceBudget();
    QByteArray rename();
    QByteArray showOrHide();
    QByteArray joinThread();
    QByteArray leaveThread();
    QByteArray act();
    QByteArray topUp();

    [[nodiscard]] int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(m_random); }
    [[nodiscard]] bool chance(int percent) { return below(100) < percent; }
    [[nodiscard]] QByteArray one(const QList<QUuid> &of);
    [[nodiscard]] QByteArray text(const char *what);
    [[nodiscard]] static QByteArray quote(const QUuid &id);
    [[nodiscard]] QUuid newId();

    const int m_number;
    std::mt19937 m_random;
    const Ground &m_ground;
    gateway::Database m_short;
    gateway::Database m_long;
    int m_longLeft = 0; ///< short transactions until the long one ends; 0: none is open
    int m_longEdits = 0;
    int m_texts = 0;
    QList<QUuid> m_said; ///< in the transaction at hand
    QList<QUuid> m_acknowledged;
    Count m_count;
    QString m_problem;
};

} // namespace projective::test
