#pragma once

#include "sync/query/query.h"

#include <QHash>
#include <QJsonValue>
#include <QObject>
#include <QSet>

#include <memory>

namespace projective {

/// One row of the server's table of legal transitions: the guards of its commands and our buttons read the same rows.
struct Transition {
    QString entity; ///< "project", "stage", "assignment", "escrow", …
    QString fromStatus; ///< empty: it comes into being
    QString toStatus;
    QString command;
    QString actor;
};

/// The catalog as synced: legal transitions, and which commands need a connection. GUI thread; kept by a page.
class CommandRules : public QObject
{
    Q_OBJECT
public:
    explicit CommandRules(query::Source &source, QObject *parent = nullptr);
    ~CommandRules() override;

    [[nodiscard]] const QList<Transition> &transitions() const { return m_transitions; }
    /// Whether the table has this transition, whoever may make it.
    [[nodiscard]] bool isLegal(const Transition &asked) const;
    /// Money and rights: never queued without a connection.
    [[nodiscard]] bool needsServer(const QString &command) const { return m_online.contains(command); }
    /// Whether the server has this command at all.
    [[nodiscard]] bool knows(const QString &command) const { return m_commands.contains(command); }
    /// A value of ops.settings; undefined where it is not set.
    [[nodiscard]] QJsonValue setting(const QString &key) const { return m_settings.value(key, QJsonValue::Undefined); }
    /// One that is a number of days, hours or rounds; `otherwise` is what the server takes where it is not set.
    [[nodiscard]] int number(const QString &key, int otherwise) const { return setting(key).toInt(otherwise); }
    /// How many minor rounds are included in a hire.
    [[nodiscard]] int includedRounds() const { return number(QStringLiteral("minor_revision_rounds"), 2); }

Q_SIGNALS:
    void changed();

private:
    class Rows;
    void readAgain();

    QList<Transition> m_transitions;
    QSet<QString> m_online;
    QSet<QString> m_commands;
    QHash<QString, QJsonValue> m_settings;
    std::unique_ptr<Rows> m_transitionRows;
    std::unique_ptr<Rows> m_commandRows;
    std::unique_ptr<Rows> m_settingRows;
};

} // namespace projective
