#pragma once

#include "modelgolden.h"
#include "models/viewer.h"
#include "sqlitesource.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace projective::test {

/// The database of world.sql, and its people as viewers.
struct World {
    World() { source.executeFile(QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/models/world.sql")); }
    /// What the models asked is answered by the real live queries too.
    ~World()
    {
        const QString difference = source.liveDifference();
        if (!difference.isEmpty())
            qFatal("live queries: %s", qPrintable(difference));
    }
    World(const World &) = delete;
    World &operator=(const World &) = delete;
    [[nodiscard]] static QUuid id(const char *name) { return SqliteSource::id(QString::fromUtf8(name)); }
    [[nodiscard]] static Viewer business(const char *user = "mara")
    {
        return {UserId(id(user)), {WorkspaceKind::Business, id("northwind")}};
    }
    [[nodiscard]] static Viewer ines() { return {UserId(id("ines")), {WorkspaceKind::Freelancer, id("f:ines")}}; }
    [[nodiscard]] static Viewer team(const char *user) { return {UserId(id(user)), {WorkspaceKind::Team, id("kilo")}}; }
    [[nodiscard]] static QDateTime noon()
    {
        return QDateTime::fromString(QStringLiteral("2026-11-22T12:00:00Z"), Qt::ISODate);
    }
    SqliteSource source;
};

} // namespace projective::test

/// Compares all roles with tests/goldens/models/<name>.json.
#define COMPARE_GOLDEN(model, name)                                                                                    \
    do {                                                                                                               \
        const QString difference = projective::test::differenceFromGolden(model, QStringLiteral(name));                \
        QVERIFY2(difference.isEmpty(), qPrintable(difference));                                                        \
    } while (false)
