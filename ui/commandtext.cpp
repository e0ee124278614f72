#include "ui/commandtext.h"

#include "sync/base/money.h"
#include "ui/pages/stagewords.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QUuid>

#include <algorithm>
#include <iterator>

namespace projective::commandtext {

namespace {

struct Name {
    const char *key;
    const char *text;
};

constexpr Name names[] = {
    {"body", QT_TRANSLATE_NOOP("CommandText", "Message")},
    {"title", QT_TRANSLATE_NOOP("CommandText", "Title")},
    {"name", QT_TRANSLATE_NOOP("CommandText", "Name")},
    {"description", QT_TRANSLATE_NOOP("CommandText", "Description")},
    {"notes", QT_TRANSLATE_NOOP("CommandText", "Notes")},
    {"reason", QT_TRANSLATE_NOOP("CommandText", "Reason")},
    {"type", QT_TRANSLATE_NOOP("CommandText", "Kind")},
    {"stage_type", QT_TRANSLATE_NOOP("CommandText", "Kind of stage")},
    {"ip_mode", QT_TRANSLATE_NOOP("CommandText", "Rights")},
    {"due_date", QT_TRANSLATE_NOOP("CommandText", "Due")},
    {"visibility", QT_TRANSLATE_NOOP("CommandText", "Visible to")},
    {"status", QT_TRANSLATE_NOOP("CommandText", "Status")},
    {"amount_cents", QT_TRANSLATE_NOOP("CommandText", "Amount")},
    {"answer", QT_TRANSLATE_NOOP("CommandText", "Answer")},
    {"release_cents", QT_TRANSLATE_NOOP("CommandText", "Amount to release")},
};

/// Codes of the closed sets that commands take, where words of people could not be mistaken for them.
constexpr Name codes[] = {
    {"minor", QT_TRANSLATE_NOOP("CommandText", "Minor changes")},
    {"major", QT_TRANSLATE_NOOP("CommandText", "Major changes")},
    {"fixed", QT_TRANSLATE_NOOP("CommandText", "Fixed price")},
    {"cap", QT_TRANSLATE_NOOP("CommandText", "Up to a cap")},
    {"free", QT_TRANSLATE_NOOP("CommandText", "Free of charge")},
    {"invite_only", QT_TRANSLATE_NOOP("CommandText", "Only people you invite")},
    {"public", QT_TRANSLATE_NOOP("CommandText", "Shown in the market")},
    {"accept", QT_TRANSLATE_NOOP("CommandText", "Accepted")},
    {"decline", QT_TRANSLATE_NOOP("CommandText", "Declined")},
    {"invited", QT_TRANSLATE_NOOP("CommandText", "Offered")},
    {"draft", QT_TRANSLATE_NOOP("CommandText", "Draft")},
    {"active", QT_TRANSLATE_NOOP("CommandText", "Active")},
    {"on_hold", QT_TRANSLATE_NOOP("CommandText", "On hold")},
    {"open", QT_TRANSLATE_NOOP("CommandText", "Open")},
    {"assigned", QT_TRANSLATE_NOOP("CommandText", "Assigned")},
    {"in_progress", QT_TRANSLATE_NOOP("CommandText", "In progress")},
    {"submitted", QT_TRANSLATE_NOOP("CommandText", "Submitted")},
    {"revisions", QT_TRANSLATE_NOOP("CommandText", "Revisions")},
    {"approved", QT_TRANSLATE_NOOP("CommandText", "Approved")},
    {"paid", QT_TRANSLATE_NOOP("CommandText", "Paid")},
    {"closed", QT_TRANSLATE_NOOP("CommandText", "Closed")},
    {"completed", QT_TRANSLATE_NOOP("CommandText", "Completed")},
    {"cancelled", QT_TRANSLATE_NOOP("CommandText", "Cancelled")},
};

/// Whose values are such codes.
bool isCoded(const QString &key)
{
    static const QStringList keys{QStringLiteral("type"), QStringLiteral("visibility"), QStringLiteral("stage_type"),
        QStringLiteral("ip_mode"), QStringLiteral("status"), QStringLiteral("answer")};
    return keys.contains(key);
}

QString codeText(const QString &key, const QString &code)
{
    if (key == u"stage_type")
        return words::stageType(code);
    if (key == u"ip_mode")
        return words::ipMode(code);
    const auto found = std::find_if(
        std::begin(codes), std::end(codes), [&code](const Name &name) { return code == QLatin1String(name.key); });
    return found == std::end(codes) ? code : QCoreApplication::translate("CommandText", found->text);
}

const char *nameOf(const QString &key)
{
    const auto found = std::find_if(
        std::begin(names), std::end(names), [&key](const Name &name) { return key == QLatin1String(name.key); });
    return found == std::end(names) ? nullptr : found->text;
}

QString valueText(const QString &key, const QJsonObject &object)
{
    const QJsonValue value = object.value(key);
    if (value.isUndefined() || value.isNull())
        return QString();
    if (key.endsWith(u"_cents")) {
        const QString amount = object.value(u"amount_currency").toString();
        const QString currency = amount.isEmpty() ? object.value(u"currency").toString() : amount;
        return formatMoney({static_cast<qint64>(value.toDouble()), currency});
    }
    if (value.isBool())
        return value.toBool() ? QCoreApplication::translate("CommandText", "Yes")
                              : QCoreApplication::translate("CommandText", "No");
    if (value.isDouble())
        return QLocale().toString(static_cast<qint64>(value.toDouble()));
    if (isCoded(key))
        return codeText(key, value.toString());
    const QDateTime time
        = key == u"due_date" ? QDateTime::fromString(value.toString(), Qt::ISODateWithMs) : QDateTime();
    return time.isValid() ? words::exactTime(time) : value.toString();
}

void append(QList<Line> &lines, const QString &key, const QJsonObject &entered, const QJsonObject &current)
{
    const char *name = nameOf(key);
    if (name)
        lines.append(
            {QCoreApplication::translate("CommandText", name), valueText(key, entered), valueText(key, current)});
}

} // namespace

QList<Line> lines(const QJsonObject &args, const QJsonObject &expected, const QJsonObject &current)
{
    QList<Line> result;
    for (const QString &key : args.keys()) {
        append(result, key, args, current);
        const QJsonObject inner = args.value(key).toObject();
        for (const QString &innerKey : inner.keys())
            append(result, innerKey, inner, {});
    }
    for (const QString &key : expected.keys())
        append(result, key, expected, current);
    return result;
}

bool isEditable(const QString &command)
{
    return command == u"send_message";
}

} // namespace projective::commandtext
