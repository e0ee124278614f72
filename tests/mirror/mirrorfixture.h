#pragma once

#include "sync/base/ids.h"
#include "sync/commands/entities.h"
#include "sync/mirror/mirror.h"
#include "sync/protocol/tuple.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <limits>

// What the mirror's tests share: a small catalog, binary tuples as Postgres writes them, and effects to predict.
namespace projective::fixture {

using protocol::Scope;

/// Fails the test with the error's words.
#define VERIFY_OK(expression)                                                                                          \
    do {                                                                                                               \
        const auto &verified = (expression);                                                                           \
        QVERIFY2(verified.has_value(),                                                                                 \
            verified ? "" : qPrintable(errorCodeName(verified.error().code) + u' ' + verified.error().detail));        \
    } while (false)

inline constexpr int projectsId = 1;
inline constexpr int messagesId = 2;
inline constexpr int resultsId = 3;
inline constexpr int notificationsId = 4;

inline QJsonObject column(const QString &name, const QString &type)
{
    return {{QStringLiteral("name"), name}, {QStringLiteral("type"), type}, {QStringLiteral("select"), name}};
}

inline QJsonObject relation(int id, const QString &name, const QList<std::pair<QString, QString>> &columns,
    const QJsonValue &window = QJsonValue::Null)
{
    QJsonArray all{column(QStringLiteral("id"), QStringLiteral("uuid")),
        column(QStringLiteral("scope_kind"), QStringLiteral("text")),
        column(QStringLiteral("scope_id"), QStringLiteral("uuid")),
        column(QStringLiteral("row_version"), QStringLiteral("int"))};
    for (const auto &[columnName, type] : columns)
        all.append(column(columnName, type));
    return {{QStringLiteral("id"), id}, {QStringLiteral("name"), name},
        {QStringLiteral("table"), QStringLiteral("x.") + name}, {QStringLiteral("key"), QStringLiteral("id")},
        {QStringLiteral("grants"), false}, {QStringLiteral("public"), false}, {QStringLiteral("window"), window},
        {QStringLiteral("columns"), all}};
}

inline QJsonObject window(const QString &column, int rows, const QJsonValue &keep = QJsonValue::Null)
{
    return {{QStringLiteral("column"), column}, {QStringLiteral("rows"), rows},
        {QStringLiteral("months"), QJsonValue::Null}, {QStringLiteral("keep"), keep}};
}

inline QList<QJsonObject> relations()
{
    const QString uuid = QStringLiteral("uuid"), text = QStringLiteral("text"), integer = QStringLiteral("int"),
                  time = QStringLiteral("time"), json = QStringLiteral("json"), boolean = QStringLiteral("bool");
    return {
        relation(projectsId, QStringLiteral("projects"),
            {{QStringLiteral("title"), text}, {QStringLiteral("status"), text}, {QStringLiteral("created_at"), time},
                {QStringLiteral("details"), json}, {QStringLiteral("open"), boolean}}),
        relation(messagesId, QStringLiteral("project_messages"),
            {{QStringLiteral("channel_id"), uuid}, {QStringLiteral("sender_user_id"), uuid},
                {QStringLiteral("body"), text}, {QStringLiteral("seq"), integer}, {QStringLiteral("created_at"), time}},
            window(QStringLiteral("seq"), 200)),
        relation(resultsId, QStringLiteral("results"),
            {{QStringLiteral("client_id"), uuid}, {QStringLiteral("number"), integer},
                {QStringLiteral("command"), text}, {QStringLiteral("outcome"), text}, {QStringLiteral("code"), text},
                {QStringLiteral("field"), text}, {QStringLiteral("params"), json}, {QStringLiteral("current"), json}}),
        relation(notificationsId, QStringLiteral("notifications"),
            {{QStringLiteral("title"), text}, {QStringLiteral("created_at"), time}, {QStringLiteral("read_at"), time}},
            window(QStringLiteral("created_at"), 500, QStringLiteral("read_at is null")))};
}

inline QByteArray catalogJson(const QList<QJsonObject> &of = relations(), const QString &version = QStringLiteral("v1"))
{
    QJsonArray array;
    for (const QJsonObject &one : of)
        array.append(one);
    return QJsonDocument(QJsonObject{{QStringLiteral("version"), version}, {QStringLiteral("relations"), array}})
        .toJson();
}

/// One tuple of a binary COPY. Values: QUuid, QString, bool, qint64 (also µs since the Unix epoch for a `time`),
/// QJsonObject, or invalid for null.
inline QByteArray tuple(const QVariantList &values, const QList<int> &times = {})
{
    const auto big = [](auto value) {
        QByteArray bytes(sizeof value, Qt::Uninitialized);
        qToBigEndian(value, bytes.data());
        return bytes;
    };
    QByteArray bytes = big(static_cast<qint16>(values.size()));
    for (int i = 0; i < values.size(); ++i) {
        const QVariant &value = values[i];
        QByteArray field;
        if (!value.isValid()) {
            bytes += big(qint32(-1));
            continue;
        }
        if (value.typeId() == QMetaType::QUuid)
            field = value.toUuid().toRfc4122();
        else if (value.typeId() == QMetaType::Bool)
            field = QByteArray(1, value.toBool() ? '\1' : '\0');
        else if (value.typeId() == QMetaType::QString)
            field = value.toString().toUtf8();
        else if (value.typeId() == QMetaType::QJsonObject)
            field = '\1' + QJsonDocument(value.toJsonObject()).toJson(QJsonDocument::Compact);
        else
            field = big(value.toLongLong() - (times.contains(i) ? protocol::postgresEpochUs : 0));
        bytes += big(static_cast<qint32>(field.size())) + field;
    }
    return bytes;
}

struct Project {
    QUuid id;
    Scope scope;
    QString title;
    QString status = QStringLiteral("draft");
    qint64 version = 1;
};

inline QByteArray projectTuple(const Project &p)
{
    return tuple({p.id, p.scope.kind, p.scope.id, p.version, p.title, p.status, qint64(1'700'000'000'000'000),
                     QJsonObject{{QStringLiteral("a"), 1}}, true},
        {6});
}

struct Message {
    QUuid id;
    Scope scope;
    QUuid sender;
    QString body;
    qint64 seq = 0;
};

inline QByteArray messageTuple(const Message &m)
{
    return tuple({m.id, m.scope.kind, m.scope.id, qint64(1), m.scope.id, m.sender, m.body, m.seq,
                     qint64(1'700'000'000'000'000) + m.seq},
        {8});
}

inline QByteArray resultTuple(InstallationId client, quint64 number, const QString &outcome, const QString &code = {})
{
    return tuple({newUuid(), QStringLiteral("client"), client.uuid(), qint64(1), client.uuid(), qint64(number),
        QStringLiteral("x"), outcome, code.isEmpty() ? QVariant() : QVariant(code), {},
        QJsonObject{{QStringLiteral("why"), QStringLiteral("because")}}, {}});
}

inline protocol::Rows rows(int relationId, const QList<QByteArray> &tuples)
{
    return {relationId, static_cast<int>(tuples.size()), tuples.join()};
}

inline Scope scope(const QString &kind)
{
    return {kind, newUuid()};
}

inline protocol::Cursor cursor(int n)
{
    return {QStringLiteral("1/1/1"), QStringLiteral("%1:%1:").arg(n)};
}

/// Effects of the test's own commands: post (adds a message), rename (changes a title, on top of what it is), status.
inline Result<void> effect(const Command &command, Prediction &prediction)
{
    const auto id = [&](const char *name) { return QUuid::fromString(command.args[QLatin1String(name)].toString()); };
    if (command.name == QLatin1String("post")) {
        return prediction.insert(QLatin1String("project_messages"), {QStringLiteral("channel"), id("channel")},
            {{QLatin1String("id"), id("message")}, {QLatin1String("channel_id"), id("channel")},
                {QLatin1String("sender_user_id"), prediction.user().uuid()},
                {QLatin1String("body"), command.args[QLatin1String("body")].toString()}});
    }
    if (command.name == QLatin1String("rename")) {
        const auto row = prediction.row(QLatin1String("projects"), id("project"));
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return {};
        return prediction.update(QLatin1String("projects"), id("project"),
            {{QLatin1String("title"),
                (**row)[QStringLiteral("title")].toString() + command.args[QLatin1String("add")].toString()}});
    }
    if (command.name == QLatin1String("status"))
        return prediction.update(QLatin1String("projects"), id("project"),
            {{QLatin1String("status"), command.args[QLatin1String("to")].toString()}});
    return {};
}

inline Workspace workspace()
{
    static const QUuid id = newUuid();
    return {WorkspaceKind::Business, id};
}

inline Command post(const QUuid &message, const QUuid &channel, const QString &body)
{
    return {QStringLiteral("post"), workspace(),
        {{QStringLiteral("message"), message.toString(QUuid::WithoutBraces)},
            {QStringLiteral("channel"), channel.toString(QUuid::WithoutBraces)}, {QStringLiteral("body"), body}},
        {}};
}

inline Command rename(const QUuid &project, const QString &add)
{
    return {QStringLiteral("rename"), workspace(),
        {{QStringLiteral("project"), project.toString(QUuid::WithoutBraces)}, {QStringLiteral("add"), add}}, {}};
}

inline Entities entitiesOfTest(const Command &command)
{
    Entities entities;
    if (command.name == QLatin1String("post"))
        entities.creates.append(
            QStringLiteral("project_messages:") + command.args[QLatin1String("message")].toString());
    else
        entities.changes.append(QStringLiteral("projects:") + command.args[QLatin1String("project")].toString());
    return entities;
}

/// A profile folder with an outbox and a mirror, as the engine would hold them.
class Profile
{
public:
    Profile() = default;
    explicit Profile(const QString &folder)
        : m_folder(folder)
    {
    }
    [[nodiscard]] QString folder() const
    {
        return m_folder.isEmpty() ? m_directory.path() + QStringLiteral("/profile") : m_folder;
    }

    Result<std::unique_ptr<Mirror>> openMirror() const { return Mirror::open({folder(), user, installation, effect}); }

    UserId user{newUuid()};
    InstallationId installation{newUuid()};

private:
    QTemporaryDir m_directory;
    QString m_folder;
};

/// One round; `begin` may carry grants.
inline Result<MirrorChange> round(Mirror &mirror, const protocol::RoundBegin &begin,
    const QList<RoundBuffer::Frame> &frames, int at, const QList<protocol::Floors> &floors = {})
{
    auto done = mirror.begin(begin);
    for (const auto &one : floors) {
        if (done)
            done = mirror.floors(one);
    }
    for (const RoundBuffer::Frame &frame : frames) {
        if (done)
            done = std::holds_alternative<protocol::Rows>(frame) ? mirror.rows(std::get<protocol::Rows>(frame))
                                                                 : mirror.deletes(std::get<protocol::Deletes>(frame));
    }
    if (!done)
        return tl::unexpected(done.error());
    return mirror.commit({cursor(at)});
}

inline QVariantList column(Mirror &mirror, const QString &sql, const QVariantList &params = {})
{
    const auto rows = mirror.database().rows(sql, params);
    QVariantList values;
    if (!rows)
        qFatal("%s", qPrintable(rows.error().detail));
    for (const QVariantList &row : *rows)
        values.append(row.first());
    return values;
}

inline QVariant value(Mirror &mirror, const QString &sql, const QVariantList &params = {})
{
    const auto found = mirror.database().value(sql, params);
    if (!found)
        qFatal("%s", qPrintable(found.error().detail));
    return *found;
}

/// All of the mirror's server tables as text, to be compared.
inline QString dump(Mirror &mirror)
{
    QString text;
    for (const CatalogRelation &relation : mirror.catalog().relations) {
        text += relation.name + u'\n';
        const auto rows = mirror.database().rows(
            QStringLiteral("SELECT * FROM %1 ORDER BY %2").arg(quoted(relation.name), quoted(relation.key)));
        if (!rows)
            qFatal("%s", qPrintable(rows.error().detail));
        for (const QVariantList &row : *rows) {
            for (const QVariant &value : row)
                text += (value.typeId() == QMetaType::QByteArray ? QString::fromLatin1(value.toByteArray().toHex())
                                : value.isValid()                ? value.toString()
                                                                 : QStringLiteral("∅"))
                    + u'|';
            text += u'\n';
        }
    }
    return text;
}

} // namespace projective::fixture
