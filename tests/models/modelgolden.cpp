#include "modelgolden.h"

#include <QDate>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

namespace projective::test {

namespace {

QJsonValue asJson(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QUuid:
        return value.toUuid().isNull() ? QString() : value.toUuid().toString(QUuid::WithoutBraces);
    case QMetaType::QDateTime:
        return value.toDateTime().isValid() ? value.toDateTime().toUTC().toString(Qt::ISODate) : QString();
    case QMetaType::QDate:
        return value.toDate().toString(Qt::ISODate);
    default:
        return QJsonValue::fromVariant(value);
    }
}

} // namespace

QByteArray rolesAsJson(const QAbstractItemModel &model)
{
    const QHash<int, QByteArray> names = model.roleNames();
    QJsonArray rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QJsonObject roles;
        for (auto it = names.begin(); it != names.end(); ++it) {
            const QVariant value = model.data(model.index(row, 0), it.key());
            // Structs are for delegates; what they hold stands in the other roles.
            if (value.isValid() && value.metaType().flags().testFlag(QMetaType::IsPointer) == false
                && QByteArrayView(value.typeName()).indexOf("projective::") < 0)
                roles.insert(QString::fromLatin1(it.value()), asJson(value));
        }
        rows.append(roles);
    }
    return QJsonDocument(rows).toJson();
}

QString differenceFromGolden(const QAbstractItemModel &model, const QString &name)
{
    const QString path
        = QStringLiteral(PROJECTIVE_SOURCE_DIR "/tests/goldens/models/") + name + QStringLiteral(".json");
    const QByteArray now = rolesAsJson(model);
    QFile file(path);
    if (qEnvironmentVariable("PROJECTIVE_GOLDENS") == QLatin1String("write")) {
        const bool written = file.open(QIODevice::WriteOnly) && file.write(now) == now.size();
        return written ? QString() : path + QStringLiteral(" can't be written");
    }
    if (!file.open(QIODevice::ReadOnly))
        return path + QStringLiteral(" is missing");
    const QList<QByteArray> expected = file.readAll().split('\n');
    const QList<QByteArray> lines = now.split('\n');
    for (int i = 0; i < qMax(expected.size(), lines.size()); ++i) {
        if (expected.value(i) != lines.value(i)) {
            return QStringLiteral("%1, line %2: expected %3, is %4")
                .arg(path, QString::number(i + 1), QString::fromUtf8(expected.value(i)),
                    QString::fromUtf8(lines.value(i)));
        }
    }
    return {};
}

} // namespace projective::test
