#include "arguments.h"

#include "exitcodes.h"

#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace projective::ctl {

namespace {

Result<QJsonObject> objectFrom(const QString &text, const QString &option)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    if (!document.isObject())
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("%1 is no JSON object: %2").arg(option, error.errorString()));
    return document.object();
}

/// Text, unless it is written as JSON: a list, an object, a quoted text, a whole number, true, false or null.
Result<QJsonValue> valueFrom(const QString &key, const QString &text)
{
    static const QRegularExpression json(QStringLiteral("^([\\[{\"].*|-?(0|[1-9]\\d{0,17})|true|false|null)$"),
        QRegularExpression::DotMatchesEverythingOption);
    if (text == QLatin1String("@new"))
        return newUuid().toString(QUuid::WithoutBraces);
    if (!json.match(text).hasMatch())
        return text;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson("[" + text.toUtf8() + "]", &error);
    if (document.array().size() != 1)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(key, error.errorString()));
    return document.array().at(0);
}

} // namespace

QString usage()
{
    return QStringLiteral(
               "projectivectl --profile DIR VERB …\n\n"
               "  login --server URL --email E --password-stdin [--sync-url URL] [--anon-key KEY]\n"
               "  logout [--discard-unsent]\n"
               "  sync [--until-idle] [--timeout S]\n"
               "  status\n"
               "  run COMMAND --as KIND:UUID [key=value …] [--args JSON] [--expected JSON] [--wait] [--timeout S]\n"
               "  outbox [discard|retry ENTRY]\n"
               "  sql SELECT\n"
               "  watch RELATION\n\n"
               "Values of key=value are text unless they are JSON ([…], {…}, \"…\", a whole number, true, false, "
               "null);\n"
               "@new stands for a new id. Output is JSON, one value a line; errors go to stderr.\n"
               "The session is kept in DIR/session.json, readable by you alone; logout deletes it.\n\n")
        + exitCodeHelp();
}

Result<Arguments> parseArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    const auto value = [&parser](const char *name) {
        parser.addOption({QString(QLatin1String(name)), QString(), QStringLiteral("value")});
    };
    for (const char *name : {"profile", "server", "sync-url", "anon-key", "email", "timeout", "as", "args", "expected"})
        value(name);
    for (const char *name : {"password-stdin", "until-idle", "wait", "discard-unsent", "help"})
        parser.addOption(QCommandLineOption(QString(QLatin1String(name))));
    if (!parser.parse(arguments))
        return failure(ErrorCode::InvalidArgument, parser.errorText());
    const auto text = [&parser](const char *name) { return parser.value(QLatin1String(name)); };
    const auto flag = [&parser](const char *name) { return parser.isSet(QLatin1String(name)); };
    Arguments result{text("profile"), {}, parser.positionalArguments(), text("server"), text("sync-url"),
        text("anon-key"), text("email"), flag("password-stdin"), flag("until-idle"), flag("wait"),
        flag("discard-unsent"), 0, text("as"), text("args"), text("expected"), flag("help")};
    if (result.help)
        return result;
    if (result.profile.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--profile DIR is missing"));
    if (result.words.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no verb; see --help"));
    result.verb = result.words.takeFirst();
    if (flag("timeout")) {
        bool number = false;
        const double seconds = text("timeout").toDouble(&number);
        if (!number || !(seconds > 0) || seconds > 86'400)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("--timeout is a number of seconds"));
        result.timeoutMs = static_cast<qint64>(seconds * 1000);
    }
    return result;
}

Result<Command> commandFrom(const Arguments &arguments)
{
    static const QRegularExpression name(QStringLiteral("^[a-z][a-z0-9_]{0,62}$"));
    if (arguments.words.isEmpty() || !name.match(arguments.words.first()).hasMatch())
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("run needs the name of a command, such as send_message"));
    Command command{arguments.words.first(), Workspace::fromString(arguments.actingAs), {}, {}};
    if (command.actingAs.isNull())
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("--as is freelancer:UUID, business:UUID or team:UUID"));
    if (!arguments.args.isEmpty()) {
        const auto object = objectFrom(arguments.args, QStringLiteral("--args"));
        if (!object)
            return tl::unexpected(object.error());
        command.args = *object;
    }
    if (!arguments.expected.isEmpty()) {
        const auto object = objectFrom(arguments.expected, QStringLiteral("--expected"));
        if (!object)
            return tl::unexpected(object.error());
        command.expected = *object;
    }
    for (const QString &word : arguments.words.mid(1)) {
        const qsizetype split = word.indexOf(QLatin1Char('='));
        if (split <= 0)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("'%1' is not key=value").arg(word));
        const auto parsed = valueFrom(word.left(split), word.mid(split + 1));
        if (!parsed)
            return tl::unexpected(parsed.error());
        command.args.insert(word.left(split), *parsed);
    }
    return command;
}

} // namespace projective::ctl
