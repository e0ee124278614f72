#pragma once

#include "sync/base/workspace.h"
#include "sync/client/tokenstore.h"
#include "ui/pages/route.h"
#include "ui/pages/signinpage.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QJsonObject>
#include <QKeySequence>
#include <QObject>
#include <QTimer>
#include <QUrl>

namespace projective {

/// What the window remembers: a small JSON file, read once before there is a window, kept in memory, and written from
/// a pool thread a moment after a change. Nothing secret is in it.
class Settings : public QObject
{
    Q_OBJECT
public:
    /// The file's place in a profile's folder.
    [[nodiscard]] static QString pathIn(const QString &profile);
    explicit Settings(const QString &path, QObject *parent = nullptr);
    ~Settings() override;

    [[nodiscard]] Theme::Mode mode() const;
    [[nodiscard]] Theme::Density density() const;
    void setAppearance(Theme::Mode mode, Theme::Density density);

    [[nodiscard]] QUuid user() const;
    [[nodiscard]] QString email() const;
    [[nodiscard]] ServerEntry server() const;
    void setAccount(const QUuid &user, const QString &email, const ServerEntry &server);
    /// Where the sign-in is kept: the keychain, or the file that the user agreed to for want of one.
    [[nodiscard]] TokenStore::Kind tokens() const;
    void setTokens(TokenStore::Kind kind);
    /// Sign-out: forgets the person, keeps the server and how things look.
    void clearAccount();

    [[nodiscard]] Workspace workspace() const;
    [[nodiscard]] QString workspaceName() const;
    void setWorkspace(const Workspace &workspace, const QString &name);
    [[nodiscard]] Route route(const Workspace &workspace) const;
    void setRoute(const Workspace &workspace, const Route &route);
    [[nodiscard]] QByteArray panes(const Workspace &workspace) const;
    void setPanes(const Workspace &workspace, const QByteArray &state);
    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);
    /// Keys that the user chose himself, by the action's id.
    [[nodiscard]] QHash<QString, QKeySequence> keys() const;
    void setKeys(const QHash<QString, QKeySequence> &keys);

    /// Writes what is not written yet, and waits: before quitting.
    void flush();

private:
    void put(const QString &key, const QJsonValue &value);
    void putFor(const Workspace &workspace, const QString &key, const QJsonValue &value);
    [[nodiscard]] QJsonObject of(const Workspace &workspace) const;
    void write();

    const QString m_path;
    QJsonObject m_values;
    QTimer m_later;
};

} // namespace projective
