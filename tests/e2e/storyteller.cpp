#include "tests/e2e/storyteller.h"

#include "tests/support/until.h"

#include <QFile>

#include <cstdio>

namespace projective {

void print(const QString &line)
{
    std::fputs(qPrintable(line), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

Story::Story(const QJsonObject &backend, const QString &out)
    : m_out(out)
    , m_database(backend.value(QLatin1String("postgres")).toString().toUtf8(), "projective-story")
{
    const auto open = m_database.reopen();
    check(open.has_value(), open ? QStringLiteral("Postgres answers") : open.error().detail);
}

void Story::step(const QString &what)
{
    print(QStringLiteral("\n%1. %2").arg(++m_step).arg(what));
}

void Story::check(bool fine, const QString &what)
{
    if (!going())
        return;
    print((fine ? QStringLiteral("   ok    ") : QStringLiteral("   FAIL  ")) + what);
    m_failures += fine ? 0 : 1;
    if (!fine && m_last)
        m_last->shot(m_out + QStringLiteral("/failed.png"));
}

void Story::picture(Person &person, const QString &name)
{
    if (!going())
        return;
    const QString file = QStringLiteral("%1/%2-%3.png").arg(m_out).arg(++m_pictures, 2, 10, QLatin1Char('0')).arg(name);
    person.shot(file);
    check(person.failure().isEmpty() && QFile::exists(file),
        person.failure().isEmpty() ? QStringLiteral("picture ") + file : person.failure());
}

void Story::did(const Person &person, const QString &what)
{
    check(person.failure().isEmpty(), person.failure().isEmpty() ? what : person.failure());
}

QString Story::ask(const QByteArray &sql)
{
    const auto table = m_database.query(sql);
    if (!table)
        return QStringLiteral("error: ") + table.error().detail;
    return table->rows() == 0 || table->isNull(0, 0) ? QString() : QString::fromUtf8(table->view(0, 0));
}

void Story::inPostgres(const QByteArray &sql, const QString &expected, const QString &what, int timeoutMs)
{
    if (!going())
        return;
    QString found;
    const auto same = [&] { return (found = ask(sql)) == expected; };
    const bool fine = test::until(same, timeoutMs);
    check(fine, fine ? what : QStringLiteral("%1: expected \"%2\", found \"%3\"").arg(what, expected, found));
}

void signIn(Story &story, Person &person, const QString &title, const QString &workspace)
{
    if (!story.going())
        return;
    person.resize(1400, 900);
    person.click(QStringLiteral("Sign in as ") + title);
    // There is no keychain in this process's session; a person would be asked the same.
    person.click(QStringLiteral("Forget it when I quit"));
    person.waitFor(QStringLiteral("Synced"));
    if (!person.sees(QStringLiteral("Workspace: ") + workspace, 3'000)) {
        person.click(QStringLiteral("Workspace: "));
        person.click(workspace);
        person.waitFor(QStringLiteral("Workspace: ") + workspace);
    }
    story.did(person, QStringLiteral("%1 is signed in and acts as %2").arg(person.name(), workspace));
}

Earnings earnings(Story &story)
{
    Earnings now;
    now.inesSql = "select coalesce(sum(balance_cents), 0)::text from finance.wallets w join "
                  "org.freelancer_profiles f on f.id = w.owner_id"
                  " join org.users_public u on u.user_id = f.user_id where w.owner_type = "
                  "'freelancer' and w.currency = 'GBP' and u.display_name = 'Inês Romero'";
    now.teamSql = "select coalesce(sum(balance_cents), 0)::text from finance.wallets w join "
                  "org.freelancer_profiles f on f.id = w.owner_id"
                  " join auth.users u on u.id = f.user_id where w.owner_type = 'freelancer' and "
                  "w.currency = 'GBP' and u.email like '%studionord%'";
    now.ines = story.ask(now.inesSql);
    now.team = story.ask(now.teamSql);
    return now;
}

} // namespace projective
