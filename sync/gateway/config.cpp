#include "sync/gateway/config.h"

#include "sync/gateway/tokens.h"

#include <QCommandLineParser>
#include <QFile>
#include <QSettings>

namespace projective::gateway {

namespace {

struct Option {
    const char *name;
    const char *value; ///< null: a switch
    const char *text;
};

constexpr std::array options{
    Option{"database", "conninfo", "The database, as libpq reads it; to serve, with user=projective_gateway."},
    Option{"auth-database", "conninfo", "The same for the owner of schema auth; with --embedded-auth."},
    Option{"db", "folder", "Folder of the SQL files to migrate with."},
    Option{"listen", "address:port", "Where to listen; port 0 takes a free one (127.0.0.1:0)."},
    Option{"jwt-secret-file", "file", "File with the secret of the access tokens (HS256, at least 32 bytes)."},
    Option{"jwt-issuer", "text",
        "The tokens' issuer; of a Supabase project https://<project>.supabase.co/auth/v1 (projective, as "
        "--embedded-auth "
        "issues them)."},
    Option{"jwt-audience", "text", "The tokens' audience (authenticated)."},
    Option{"jwt-lifetime", "seconds", "Lifetime of the tokens that --embedded-auth issues (3600)."},
    Option{"embedded-auth", nullptr, "Answer Supabase Auth's interface under /auth/v1 from schema auth."},
    Option{"behind-proxy", nullptr,
        "A TLS proxy stands in front: any address may be listened on, X-Forwarded-For counts."},
    Option{"ready-file", "file", "Written with the URLs as JSON as soon as connections are accepted."},
    Option{"allow-origin", "origin", "An Origin that is accepted from browsers; may be given again."},
    Option{"log", "rules", "Qt's logging rules, separated by semicolons."},
    Option{"poll", "ms", "Look at the change feed at least so often (50)."},
    Option{"prune", "seconds", "Have the database forget the old part of the feed so often (3600)."},
    Option{"readers", "count", "Connections for catch-ups (4)."},
    Option{"commands", "count", "Connections for commands (4)."},
    Option{"newcomers", "count", "WebSockets of one address whose user is not known yet (100)."},
    Option{"hellos", "count", "Hellos of one user at once; each comes back after two seconds (100)."},
};

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("projective-gateway [migrate]: serves sync, or brings a database up to date."));
    parser.addPositionalArgument(QStringLiteral("migrate"),
        QStringLiteral("Apply the folder --db to --database and end."), QStringLiteral("[migrate]"));
    parser.addHelpOption();
    parser.addVersionOption();
    for (const Option &option : options) {
        parser.addOption(
            {QString::fromLatin1(option.name), QString::fromLatin1(option.text), QString::fromLatin1(option.value)});
    }
    parser.addOption(
        {QStringLiteral("config"), QStringLiteral("File with lines \"name = value\"."), QStringLiteral("file")});
}

/// Command line before environment before file.
class Values
{
public:
    Values(const QCommandLineParser &parser, const QString &file)
        : m_parser(parser)
    {
        if (!file.isEmpty())
            m_file = std::make_unique<QSettings>(file, QSettings::IniFormat);
    }
    [[nodiscard]] QStringList all(const char *name) const
    {
        const QString option = QString::fromLatin1(name);
        if (m_parser.isSet(option))
            return m_parser.values(option);
        const QByteArray variable = "PROJECTIVE_" + QByteArray(name).toUpper().replace('-', '_');
        if (qEnvironmentVariableIsSet(variable.constData()))
            return qEnvironmentVariable(variable.constData()).split(QLatin1Char(','));
        return m_file ? m_file->value(option).toStringList() : QStringList();
    }
    [[nodiscard]] QString text(const char *name, const QString &fallback = {}) const
    {
        const QStringList values = all(name);
        return values.isEmpty() ? fallback : values.join(QLatin1Char(','));
    }
    [[nodiscard]] bool isOn(const char *name) const
    {
        if (m_parser.isSet(QString::fromLatin1(name)))
            return true;
        const QString value = text(name).toLower();
        return value == QLatin1String("1") || value == QLatin1String("true") || value == QLatin1String("yes");
    }

private:
    const QCommandLineParser &m_parser;
    std::unique_ptr<QSettings> m_file;
};

Result<int> positive(const Values &values, const char *name, int fallback)
{
    bool isNumber = false;
    const int number = values.text(name, QString::number(fallback)).toInt(&isNumber);
    if (!isNumber || number < 1)
        return failure(
            ErrorCode::InvalidArgument, QStringLiteral("--%1 needs a positive number").arg(QLatin1String(name)));
    return number;
}

Result<QByteArray> secretFrom(const QString &path)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--jwt-secret-file can't be read"));
    const QByteArray secret = file.readAll().trimmed();
    if (secret.size() < Tokens::minSecretBytes)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the secret is shorter than 32 bytes"));
    return secret;
}

Result<void> readNumbers(const Values &values, Config &config)
{
    const std::array<std::pair<const char *, int *>, 7> numbers{{{"jwt-lifetime", &config.jwtLifetimeSeconds},
        {"poll", &config.pollMs}, {"prune", &config.pruneSeconds}, {"readers", &config.readers},
        {"commands", &config.commands}, {"newcomers", &config.newcomers}, {"hellos", &config.hellos}}};
    for (const auto &[name, target] : numbers) {
        const auto number = positive(values, name, *target);
        if (!number)
            return tl::unexpected(number.error());
        *target = *number;
    }
    return {};
}

} // namespace

Result<Config> Config::fromCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return failure(ErrorCode::InvalidArgument, parser.errorText());
    const QStringList positional = parser.positionalArguments();
    if (positional.size() > 1 || (positional.size() == 1 && positional.first() != QLatin1String("migrate")))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("unknown argument %1").arg(positional.last()));
    const Values values(parser, parser.value(QStringLiteral("config")));
    Config config;
    config.migrate = positional.size() == 1;
    config.database = values.text("database").toUtf8();
    config.authDatabase = values.text("auth-database").toUtf8();
    config.db = values.text("db", QStringLiteral(PROJECTIVE_DB_DIR));
    config.listen = values.text("listen", config.listen);
    config.jwtIssuer = values.text("jwt-issuer", QString::fromUtf8(config.jwtIssuer)).toUtf8();
    config.jwtAudience = values.text("jwt-audience", QString::fromUtf8(config.jwtAudience)).toUtf8();
    config.embeddedAuth = values.isOn("embedded-auth");
    config.behindProxy = values.isOn("behind-proxy");
    config.readyFile = values.text("ready-file");
    config.log = values.text("log");
    for (const QString &origin : values.all("allow-origin"))
        config.allowedOrigins.append(origin.toUtf8());
    if (config.database.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--database is missing"));
    if (const auto numbers = readNumbers(values, config); !numbers)
        return tl::unexpected(numbers.error());
    if (config.migrate)
        return config;
    if (config.embeddedAuth && config.authDatabase.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("--embedded-auth needs --auth-database"));
    const auto secret = secretFrom(values.text("jwt-secret-file"));
    if (!secret)
        return tl::unexpected(secret.error());
    config.jwtSecret = *secret;
    return config;
}

QString Config::help()
{
    QCommandLineParser parser;
    addOptions(parser);
    return parser.helpText();
}

} // namespace projective::gateway
