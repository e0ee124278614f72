#pragma once

#include "sync/gateway/database.h"
#include "tests/e2e/person.h"

#include <QJsonObject>

namespace projective {

/// Says a line at once, whoever reads it through a pipe.
void print(const QString &line);

/// Counts and prints what is checked; the first failure ends the story.
class Story
{
public:
    /// `backend`: what a running backend says of itself; `out`: the folder of the pictures.
    Story(const QJsonObject &backend, const QString &out);

    [[nodiscard]] bool going() const { return m_failures == 0; }
    [[nodiscard]] int pictures() const { return m_pictures; }

    void step(const QString &what);
    void check(bool fine, const QString &what);
    /// Whose window is pictured when a check fails.
    void watch(Person &person) { m_last = &person; }
    void picture(Person &person, const QString &name);
    /// That the window let the person do all that was asked of it.
    void did(const Person &person, const QString &what);
    [[nodiscard]] QString ask(const QByteArray &sql);
    /// Asks Postgres until it says what is expected (a window's act takes its way through outbox and gateway).
    void inPostgres(const QByteArray &sql, const QString &expected, const QString &what, int timeoutMs = 20'000);

private:
    QString m_out;
    gateway::Database m_database;
    Person *m_last = nullptr;
    int m_step = 0;
    int m_pictures = 0;
    int m_failures = 0;
};

/// In a window that shows the sign-in page, with the person's button; then as this workspace.
void signIn(Story &story, Person &person, const QString &title, const QString &workspace);

/// What is in the wallets of those who are paid.
struct Earnings {
    QByteArray inesSql;
    QByteArray teamSql;
    QString ines;
    QString team;
};

[[nodiscard]] Earnings earnings(Story &story);

} // namespace projective
