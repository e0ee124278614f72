#include "app/settings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QThreadPool>

namespace projective {

namespace {
constexpr int writeAfterMs = 400;

constexpr QLatin1String modeKey{"colours"};
constexpr QLatin1String densityKey{"density"};
constexpr QLatin1String accountKey{"account"};
constexpr QLatin1String tokensKey{"tokens"};
constexpr QLatin1String inFile{"file"};
constexpr QLatin1String workspaceKey{"workspace"};
constexpr QLatin1String workspacesKey{"workspaces"};
constexpr QLatin1String geometryKey{"geometry"};
constexpr QLatin1String keysKey{"keys"};

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QJsonObject jsonOf(const ServerEntry &server)
{
    return {{QStringLiteral("server"), server.address}, {QStringLiteral("sync"), server.sync},
        {QStringLiteral("anon_key"), server.anonKey}};
}

QByteArray bytes(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

void save(const QString &path, const QByteArray &json)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    // What can't be remembered is no reason to disturb anyone. (flush: commit() does not see a full disk.)
    if (file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.flush())
        file.commit();
}
} // namespace

QString Settings::pathIn(const QString &profile)
{
    return profile + QStringLiteral("/window.json");
}

Settings::Settings(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        m_values = QJsonDocument::fromJson(file.readAll()).object();
    m_later.setSingleShot(true);
    m_later.setInterval(writeAfterMs);
    connect(&m_later, &QTimer::timeout, this, &Settings::write);
}

Settings::~Settings()
{
    flush();
}

void Settings::write()
{
    QThreadPool::globalInstance()->start(
        [path = m_path, json = QJsonDocument(m_values).toJson(QJsonDocument::Compact)] { save(path, json); });
}

void Settings::flush()
{
    QThreadPool::globalInstance()->waitForDone();
    if (!m_later.isActive())
        return;
    m_later.stop();
    save(m_path, QJsonDocument(m_values).toJson(QJsonDocument::Compact));
}

void Settings::put(const QString &key, const QJsonValue &value)
{
    if (m_values.value(key) == value)
        return;
    m_values.insert(key, value);
    m_later.start();
}

QJsonObject Settings::of(const Workspace &workspace) const
{
    return m_values.value(workspacesKey).toObject().value(workspace.toString()).toObject();
}

void Settings::putFor(const Workspace &workspace, const QString &key, const QJsonValue &value)
{
    if (workspace.isNull())
        return;
    QJsonObject one = of(workspace);
    one.insert(key, value);
    QJsonObject all = m_values.value(workspacesKey).toObject();
    all.insert(workspace.toString(), one);
    put(workspacesKey, all);
}

Theme::Mode Settings::mode() const
{
    return static_cast<Theme::Mode>(qBound(0, m_values.value(modeKey).toInt(), 2));
}

Theme::Density Settings::density() const
{
    return static_cast<Theme::Density>(qBound(0, m_values.value(densityKey).toInt(1), 2));
}

void Settings::setAppearance(Theme::Mode mode, Theme::Density density)
{
    put(modeKey, static_cast<int>(mode));
    put(densityKey, static_cast<int>(density));
}

QUuid Settings::user() const
{
    return QUuid::fromString(m_values.value(accountKey).toObject().value(u"user").toString());
}

QString Settings::email() const
{
    return m_values.value(accountKey).toObject().value(u"email").toString();
}

ServerEntry Settings::server() const
{
    const QJsonObject account = m_values.value(accountKey).toObject();
    return {
        account.value(u"server").toString(), account.value(u"sync").toString(), account.value(u"anon_key").toString()};
}

void Settings::setAccount(const QUuid &user, const QString &email, const ServerEntry &server)
{
    QJsonObject account = jsonOf(server);
    account.insert(QStringLiteral("user"), user.toString(QUuid::WithoutBraces));
    account.insert(QStringLiteral("email"), email);
    put(accountKey, account);
}

TokenStore::Kind Settings::tokens() const
{
    return m_values.value(tokensKey).toString() == inFile ? TokenStore::Kind::File : TokenStore::Kind::Keychain;
}

void Settings::setTokens(TokenStore::Kind kind)
{
    // "Only until I quit" is asked again: by then there may be a keychain.
    put(tokensKey, kind == TokenStore::Kind::File ? QJsonValue(inFile) : QJsonValue());
}

void Settings::clearAccount()
{
    put(tokensKey, QJsonValue());
    put(accountKey, jsonOf(server()));
    put(workspaceKey, QJsonObject());
    put(workspacesKey, QJsonObject());
}

Workspace Settings::workspace() const
{
    return Workspace::fromString(m_values.value(workspaceKey).toObject().value(u"id").toString());
}

QString Settings::workspaceName() const
{
    return m_values.value(workspaceKey).toObject().value(u"name").toString();
}

void Settings::setWorkspace(const Workspace &workspace, const QString &name)
{
    put(workspaceKey, QJsonObject{{QStringLiteral("id"), workspace.toString()}, {QStringLiteral("name"), name}});
}

Route Settings::route(const Workspace &workspace) const
{
    return Route::fromString(of(workspace).value(u"route").toString());
}

void Settings::setRoute(const Workspace &workspace, const Route &route)
{
    putFor(workspace, QStringLiteral("route"), route.toString());
}

QByteArray Settings::panes(const Workspace &workspace) const
{
    return bytes(of(workspace).value(u"panes"));
}

void Settings::setPanes(const Workspace &workspace, const QByteArray &state)
{
    putFor(workspace, QStringLiteral("panes"), base64(state));
}

QByteArray Settings::geometry() const
{
    return bytes(m_values.value(geometryKey));
}

void Settings::setGeometry(const QByteArray &geometry)
{
    put(geometryKey, base64(geometry));
}

QHash<QString, QKeySequence> Settings::keys() const
{
    QHash<QString, QKeySequence> result;
    const QJsonObject stored = m_values.value(keysKey).toObject();
    for (auto it = stored.begin(); it != stored.end(); ++it)
        result.insert(it.key(), QKeySequence(it.value().toString(), QKeySequence::PortableText));
    return result;
}

void Settings::setKeys(const QHash<QString, QKeySequence> &keys)
{
    QJsonObject stored;
    for (auto it = keys.cbegin(); it != keys.cend(); ++it)
        stored.insert(it.key(), it.value().toString(QKeySequence::PortableText));
    put(keysKey, stored);
}

} // namespace projective
