#include "sync/gateway/authstore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

namespace projective::gateway {

namespace {

/// The user as GoTrue's JSON; the columns that both have.
constexpr const char *userJson
    = "jsonb_build_object('id', u.id, 'aud', u.aud, 'role', u.role, 'email', coalesce(u.email, ''),"
      " 'phone', coalesce(u.phone, ''), 'email_confirmed_at', u.email_confirmed_at, 'confirmed_at', "
      "u.email_confirmed_at,"
      " 'last_sign_in_at', u.last_sign_in_at, 'app_metadata', u.raw_app_meta_data, 'user_metadata', "
      "u.raw_user_meta_data,"
      " 'identities', '[]'::jsonb, 'is_anonymous', u.is_anonymous, 'created_at', u.created_at, 'updated_at', "
      "u.updated_at)";

/// Of a password that nobody has: an unknown address must cost as much time as a wrong password.
constexpr const char *nobodysHash = "$2a$10$abcdefghijklmnopqrstuuvZ7nW0u4cJpQxk6m1d0K8l9bqv5rS2e";
/// bcrypt looks at no more.
constexpr qsizetype maxPasswordBytes = 72;

const AuthRefusal wrongCredentials{400, "invalid_credentials", "Invalid login credentials", {}};
const AuthRefusal banned{400, "user_banned", "User is banned", {}};
const AuthRefusal notConfirmed{400, "email_not_confirmed", "Email not confirmed", {}};
const AuthRefusal tokenNotFound{400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found", {}};
const AuthRefusal sessionExpired{400, "session_expired", "Invalid Refresh Token: Session Expired", {}};

template <typename T>
AuthStore::Answer<T> refuse(const AuthRefusal &refusal)
{
    return tl::expected<T, AuthRefusal>(tl::unexpected(refusal));
}

QUuid toUuid(const Table &table, int column)
{
    return QUuid::fromString(QLatin1String(table.bytes(0, column)));
}

QByteArray text(const QUuid &id)
{
    return id.toByteArray(QUuid::WithoutBraces);
}

QJsonObject toObject(const Table &table, int column)
{
    return QJsonDocument::fromJson(table.bytes(0, column)).object();
}

QByteArray newToken()
{
    QByteArray bytes(32, Qt::Uninitialized);
    QRandomGenerator::system()->generate(
        reinterpret_cast<quint32 *>(bytes.data()), reinterpret_cast<quint32 *>(bytes.data() + bytes.size()));
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

bool isTrue(const Table &table, int column)
{
    return table.view(0, column) == QByteArrayView("t");
}

} // namespace

AuthStore::AuthStore(Database &database)
    : m_database(database)
{
}

AuthStore::Answer<SignIn> AuthStore::signIn(
    const QString &email, const QString &password, const QByteArray &userAgent, const QByteArray &address)
{
    const QByteArray secret = password.toUtf8();
    if (secret.size() > maxPasswordBytes || secret.contains('\0') || email.contains(QChar(0)))
        return refuse<SignIn>(wrongCredentials);
    const auto checked = m_database.query(
        "with known as (select * from auth.users where lower(email) = lower($1) and deleted_at is null)"
        " select u.id::text, coalesce(u.banned_until > now(), false), u.email_confirmed_at is null"
        " from (select extensions.crypt($2, coalesce((select encrypted_password from known), $3)) as hash) tried"
        " left join known u on u.encrypted_password = tried.hash",
        {email.toUtf8(), secret, QByteArray(nobodysHash)});
    if (!checked)
        return tl::unexpected(checked.error());
    if (checked->isNull(0, 0))
        return refuse<SignIn>(wrongCredentials);
    if (isTrue(*checked, 1))
        return refuse<SignIn>(banned);
    if (isTrue(*checked, 2))
        return refuse<SignIn>(notConfirmed);

    if (const auto begun = m_database.run("begin"); !begun)
        return tl::unexpected(begun.error());
    const auto made = m_database.query(
        QByteArray(
            "with u as (update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1::uuid "
            "returning *),"
            " s as (insert into auth.sessions (user_id, user_agent, ip) select id, $2, $3::inet from u returning id)"
            " select u.id::text, s.id::text, u.email, ")
            + userJson + " from u, s",
        {checked->bytes(0, 0), userAgent.left(200), address.isEmpty() ? Field() : address});
    if (!made)
        return tl::unexpected(made.error());
    SignIn signIn{toUuid(*made, 0), toUuid(*made, 1), QString::fromUtf8(made->view(0, 2)), {}, toObject(*made, 3)};
    const auto token = addToken(signIn.user, signIn.session, {});
    if (!token)
        return tl::unexpected(token.error());
    signIn.refreshToken = *token;
    if (const auto done = m_database.run("commit"); !done)
        return tl::unexpected(done.error());
    return tl::expected<SignIn, AuthRefusal>(signIn);
}

Result<QByteArray> AuthStore::addToken(const QUuid &user, const QUuid &session, const Field &parent)
{
    const QByteArray token = newToken();
    const auto added = m_database.query(
        "insert into auth.refresh_tokens (token, user_id, session_id, parent) values ($1, $2::uuid, $3::uuid, $4)",
        {token, text(user), text(session), parent});
    if (!added)
        return tl::unexpected(added.error());
    return token;
}

AuthStore::Answer<SignIn> AuthStore::refresh(const QByteArray &token)
{
    if (const auto begun = m_database.run("begin"); !begun)
        return tl::unexpected(begun.error());
    // The session's row makes two refreshes of one session take turns; what they find is read after the wait.
    const auto locked = m_database.query("select s.id from auth.sessions s where s.id = (select session_id from "
                                         "auth.refresh_tokens where token = $1) for update",
        {token});
    if (!locked)
        return tl::unexpected(locked.error());
    const auto found = m_database.query(QByteArray("select u.id::text, s.id::text, u.email, ") + userJson
            + ", t.revoked, t.updated_at > now() - make_interval(secs => " + QByteArray::number(reuseSeconds)
            + "),"
              " coalesce(u.banned_until > now(), false) or u.deleted_at is not null, coalesce(s.not_after < now(), "
              "false)"
              " from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id join auth.users u on u.id = "
              "t.user_id"
              " where t.token = $1",
        {token});
    if (!found)
        return tl::unexpected(found.error());
    auto answer = refreshLocked(*found, token);
    if (!answer)
        return answer;
    if (const auto done = m_database.run("commit"); !done)
        return tl::unexpected(done.error());
    return answer;
}

AuthStore::Answer<SignIn> AuthStore::refreshLocked(const Table &found, const QByteArray &token)
{
    if (found.rows() == 0)
        return refuse<SignIn>(tokenNotFound);
    if (isTrue(found, 6))
        return refuse<SignIn>(banned);
    if (isTrue(found, 7))
        return refuse<SignIn>(sessionExpired);
    SignIn signIn{toUuid(found, 0), toUuid(found, 1), QString::fromUtf8(found.view(0, 2)), {}, toObject(found, 3)};
    if (isTrue(found, 4))
        return reused(found, signIn, token);
    const auto spent = m_database.query(
        "with t as (update auth.refresh_tokens set revoked = true, updated_at = now() where token = $1)"
        " update auth.sessions set refreshed_at = now(), updated_at = now() where id = $2::uuid",
        {token, text(signIn.session)});
    if (!spent)
        return tl::unexpected(spent.error());
    const auto next = addToken(signIn.user, signIn.session, token);
    if (!next)
        return tl::unexpected(next.error());
    signIn.refreshToken = *next;
    return tl::expected<SignIn, AuthRefusal>(signIn);
}

/// A spent token gives the current one again to whoever has not got it: soon, and, as GoTrue has it, as long as the
/// current one came of it and was not used. Else somebody else has it, and nobody may go on.
AuthStore::Answer<SignIn> AuthStore::reused(const Table &found, SignIn signIn, const QByteArray &token)
{
    const auto current = m_database.query(
        "select token from auth.refresh_tokens where session_id = $1::uuid and not revoked and ($2::boolean or parent "
        "= $3) order by id desc limit 1",
        {text(signIn.session), QByteArray(isTrue(found, 5) ? "true" : "false"), token});
    if (!current)
        return tl::unexpected(current.error());
    if (current->rows() == 1) {
        signIn.refreshToken = current->bytes(0, 0);
        return tl::expected<SignIn, AuthRefusal>(signIn);
    }
    const auto ended = m_database.query("delete from auth.sessions where id = $1::uuid", {text(signIn.session)});
    if (!ended)
        return tl::unexpected(ended.error());
    return refuse<SignIn>({400, "refresh_token_already_used", "Invalid Refresh Token: Already Used", {signIn.session}});
}

AuthStore::Answer<QJsonObject> AuthStore::user(const QUuid &user, const QUuid &session)
{
    const auto found = m_database.query(QByteArray("select ") + userJson
            + " from auth.users u join auth.sessions s on s.user_id = u.id"
              " where u.id = $1::uuid and s.id = $2::uuid and u.deleted_at is null",
        {text(user), text(session)});
    if (!found)
        return tl::unexpected(found.error());
    if (found->rows() == 0)
        return refuse<QJsonObject>(
            {403, "session_not_found", "Session from session_id claim in JWT does not exist", {}});
    return tl::expected<QJsonObject, AuthRefusal>(toObject(*found, 0));
}

Result<QList<QUuid>> AuthStore::signOut(const QUuid &user, const QUuid &session, Scope scope)
{
    const char *condition = scope == Scope::Local ? " and id = $2::uuid"
        : scope == Scope::Others                  ? " and id <> $2::uuid"
                                                  : " and $2::uuid is not null";
    const auto ended = m_database.query(
        QByteArray("delete from auth.sessions where user_id = $1::uuid") + condition + " returning id::text",
        {text(user), text(session)});
    if (!ended)
        return tl::unexpected(ended.error());
    QList<QUuid> sessions;
    for (int row = 0; row < ended->rows(); ++row)
        sessions.append(QUuid::fromString(QLatin1String(ended->bytes(row, 0))));
    return sessions;
}

} // namespace projective::gateway
