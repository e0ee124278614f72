#pragma once

#include "tests/e2e/people.h"
#include "tests/e2e/world.h"
#include "tests/support/ctl.h"
#include "tests/support/dump.h"

#include <QObject>

#include <memory>

namespace projective::test {

/// What tests of `projectivectl` begin with: Mara has a project with a channel, for Northwind, and is signed in.
class CtlTest : public QObject
{
    Q_OBJECT
protected:
    /// `name` tells her project and channel from those of others.
    explicit CtlTest(const QString &name);
    /// First of all in initTestCase().
    void begin();

    [[nodiscard]] World &world() { return m_world; }
    [[nodiscard]] const Ctl &mara() const { return *m_mara; }
    [[nodiscard]] QUuid channel() const { return m_channel; }
    [[nodiscard]] static QString northwind() { return acting(QStringLiteral("business:northwind")); }

    /// Mara again; `more`: options of login.
    [[nodiscard]] Ctl::Answer signIn(const QStringList &more = {}) const;
    /// Arguments of send_message.
    [[nodiscard]] static QJsonObject message(const QString &body, const QUuid &channel);
    [[nodiscard]] QJsonObject message(const QString &body) const { return message(body, m_channel); }
    /// Straight into Postgres, in Mara's channel; empty when it is there.
    [[nodiscard]] QString post(const QString &person, const QString &body);
    /// How many messages there have this body.
    [[nodiscard]] int inPostgres(const QString &body);
    [[nodiscard]] Result<Dump> mirror() const;

    /// Refused in the way of `projectivectl`: with this exit code, and with `word` in what it says.
    void expect(const Ctl::Answer &answer, int code, const QString &word) const;
    /// Nothing waits in the outbox, and the mirror is what Postgres shows Mara.
    void expectEqualsServer();

private:
    World m_world;
    Catalog m_catalog;
    QString m_name;
    QUuid m_channel;
    std::unique_ptr<Ctl> m_mara;
};

} // namespace projective::test
