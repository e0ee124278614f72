#include "app/backendfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QThreadPool>

namespace projective {

namespace {
/// "Northwind Ltd, freelancer": as whom this person can act, where the file says nothing better.
QString roleOf(const QJsonArray &workspaces)
{
    QStringList names;
    for (const auto &value : workspaces) {
        const QJsonObject workspace = value.toObject();
        if (workspace.value(u"kind").toString() == u"freelancer")
            names.append(QCoreApplication::translate("BackendFile", "freelancer"));
        else
            names.append(workspace.value(u"name").toString());
    }
    return names.join(QStringLiteral(", "));
}
} // namespace

std::optional<BackendFile> BackendFile::parse(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    BackendFile result;
    result.server = object.value(u"http").toString();
    if (result.server.isEmpty())
        return std::nullopt;
    const QJsonArray people = object.value(u"people").toArray();
    for (const auto &value : people) {
        const QJsonObject person = value.toObject();
        const QString about = person.value(u"about").toString();
        result.people.append(
            {person.value(u"name").toString(), about.isEmpty() ? roleOf(person.value(u"workspaces").toArray()) : about,
                person.value(u"email").toString(), person.value(u"password").toString()});
    }
    return result;
}

void BackendFile::read(
    const QString &path, QObject *receiver, std::function<void(const std::optional<BackendFile> &)> done)
{
    const QPointer<QObject> target(receiver);
    QThreadPool::globalInstance()->start([path, target, done = std::move(done)] {
        QFile file(path);
        const auto result = file.open(QIODevice::ReadOnly) ? parse(file.readAll()) : std::nullopt;
        // Posted to the application, which outlives the pool's jobs: the receiver may be gone by then.
        QMetaObject::invokeMethod(QCoreApplication::instance(), [target, result, done] {
            if (target)
                done(result);
        });
    });
}

} // namespace projective
