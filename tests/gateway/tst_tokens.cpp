#include "sync/gateway/tokens.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace projective;
using namespace projective::gateway;

namespace {

QByteArray secret()
{
    return "0123456789abcdef0123456789abcdef";
}
constexpr qint64 now = 1'800'000'000;

QByteArray user()
{
    return "3f0f6c5e-8c1e-4b39-9b5a-1d4d7d0f7c11";
}

QByteArray goodHeader()
{
    return R"({"alg":"HS256","typ":"JWT"})";
}

QByteArray claims(const QByteArray &exp = QByteArray::number(now + 100), const QByteArray &extra = {},
    const QByteArray &iss = R"("projective")", const QByteArray &aud = R"("authenticated")",
    const QByteArray &sub = '"' + user() + '"', const QByteArray &role = R"("authenticated")")
{
    return R"({"iss":)" + iss + R"(,"aud":)" + aud + R"(,"sub":)" + sub + R"(,"role":)" + role + R"(,"exp":)" + exp
        + extra + '}';
}

QByteArray base64(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray sign(const QByteArray &header, const QByteArray &payload, const QByteArray &key = secret(),
    QCryptographicHash::Algorithm algorithm = QCryptographicHash::Sha256)
{
    const QByteArray text = base64(header) + '.' + base64(payload);
    return text + '.' + base64(QMessageAuthenticationCode::hash(text, key, algorithm));
}

Tokens tokens()
{
    return Tokens({secret(), "projective", "authenticated", 3600});
}

} // namespace

class TestTokens : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void issued_isAccepted();
    void supabasesForms_areAccepted_data();
    void supabasesForms_areAccepted();
    void aSupabaseProject_needsItsIssuer();
    void bad_isRefused_data();
    void bad_isRefused();
    void tooLong_isRefusedUnread();
    void everyChangedCharacter_isRefused();
};

void TestTokens::issued_isAccepted()
{
    const QUuid session = QUuid::createUuid();
    const QByteArray token = tokens().issue(QUuid(QString::fromLatin1(user())), session, QStringLiteral("a@b"), now);
    const auto identity = tokens().verify(token, now + 10);
    QVERIFY(identity.has_value());
    QCOMPARE(identity->user.toByteArray(QUuid::WithoutBraces), user());
    QCOMPARE(identity->session, session);
    QCOMPARE(identity->expires, now + 3600);
}

void TestTokens::supabasesForms_areAccepted_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("plain") << sign(goodHeader(), claims());
    QTest::newRow("kid") << sign(R"({"alg":"HS256","typ":"JWT","kid":"x/../y"})", claims());
    QTest::newRow("audience as a list") << sign(
        goodHeader(), claims(QByteArray::number(now + 1), {}, R"("projective")", R"(["a","authenticated"])"));
    QTest::newRow("expired within the skew") << sign(goodHeader(), claims(QByteArray::number(now - 29)));
    QTest::newRow("issued in the future within the skew")
        << sign(goodHeader(), claims(QByteArray::number(now + 100), ",\"iat\":" + QByteArray::number(now + 29)));
    QTest::newRow("expiry as a real") << sign(goodHeader(), claims(QByteArray::number(now + 5) + ".5"));
    QTest::newRow("nested objects") << sign(
        goodHeader(), claims(QByteArray::number(now + 5), R"(,"app_metadata":{"iss":"x","a":{"b":1}},"c":{"b":1})"));
}

void TestTokens::supabasesForms_areAccepted()
{
    QFETCH(QByteArray, token);
    const auto identity = tokens().verify(token, now);
    QVERIFY2(identity, identity ? "" : qUtf8Printable(identity.error().detail));
}

void TestTokens::aSupabaseProject_needsItsIssuer()
{
    const QByteArray issuer = "https://abcdefghijklmnopqrst.supabase.co/auth/v1";
    const QByteArray token = sign(R"({"alg":"HS256","kid":"1PkvGoBsTnU5LqEV","typ":"JWT"})",
        R"({"iss":")" + issuer + R"(","sub":")" + user() + R"(","aud":"authenticated","exp":)"
            + QByteArray::number(now + 3600) + ",\"iat\":" + QByteArray::number(now)
            + R"(,"email":"ann@example.org","phone":"","app_metadata":{"provider":"email","providers":["email"]},)"
              R"("user_metadata":{"email_verified":true},"role":"authenticated","aal":"aal1",)"
              R"("amr":[{"method":"password","timestamp":1800000000}],)"
              R"("session_id":"7a6c5f1e-52f5-4c43-a4f4-0a7f4b8f0f11","is_anonymous":false})");
    const auto identity = Tokens({secret(), issuer, "authenticated", 3600}).verify(token, now);
    QVERIFY2(identity, identity ? "" : qUtf8Printable(identity.error().detail));
    QCOMPARE(identity->user.toByteArray(QUuid::WithoutBraces), user());
    QVERIFY(!identity->session.isNull());
    const QByteArray said = "a token of the issuer \"" + issuer + "\" is refused: --jwt-issuer says \"projective\"";
    QTest::ignoreMessage(QtWarningMsg, said.constData());
    QVERIFY(!tokens().verify(token, now));
}

// ---- rows of bad_isRefused: what is no token, and then each part of one

namespace {

QByteArray later()
{
    return QByteArray::number(now + 100);
}

void header(const char *name, const QByteArray &text)
{
    QTest::newRow(name) << sign(text, claims());
}

void payload(const char *name, const QByteArray &text)
{
    QTest::newRow(name) << sign(goodHeader(), text);
}

void badForms()
{
    const QByteArray good = sign(goodHeader(), claims());
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one part") << QByteArray("abc");
    QTest::newRow("two parts") << good.left(good.lastIndexOf('.'));
    QTest::newRow("four parts") << good + ".abc";
    QTest::newRow("only dots") << QByteArray("..");
    QTest::newRow("empty signature") << good.left(good.lastIndexOf('.') + 1);
    QTest::newRow("empty header") << good.mid(good.indexOf('.'));
    QTest::newRow("space in front") << ' ' + good;
    QTest::newRow("newline behind") << good + '\n';
    QTest::newRow("padding behind") << good + '=';
    QTest::newRow("embedded nul") << good + '\0';
    QTest::newRow("nul inside") << QByteArray(good).replace(5, 1, QByteArray(1, '\0'));
    QTest::newRow("Bearer in front") << "Bearer " + good;
    QTest::newRow("one megabyte") << sign(
        goodHeader(), claims(later(), ",\"x\":\"" + QByteArray(1'000'000, 'x') + '"'));
    QTest::newRow("nine kilobytes") << sign(goodHeader(), claims(later(), ",\"x\":\"" + QByteArray(9'000, 'x') + '"'));
    QTest::newRow("signature in plain base64")
        << good.left(good.lastIndexOf('.') + 1) + "++//" + good.mid(good.lastIndexOf('.') + 5);
}

void badAlgorithms()
{
    header("alg none", R"({"alg":"none","typ":"JWT"})");
    header("alg None", R"({"alg":"None","typ":"JWT"})");
    header("alg nOnE", R"({"alg":"nOnE","typ":"JWT"})");
    header("alg empty", R"({"alg":"","typ":"JWT"})");
    header("alg missing", R"({"typ":"JWT"})");
    header("alg null", R"({"alg":null,"typ":"JWT"})");
    header("alg number", R"({"alg":256,"typ":"JWT"})");
    header("alg list", R"({"alg":["HS256"],"typ":"JWT"})");
    header("alg lowercase", R"({"alg":"hs256","typ":"JWT"})");
    header("alg with a space", R"({"alg":"HS256 ","typ":"JWT"})");
    header("alg RS256", R"({"alg":"RS256","typ":"JWT"})");
    header("alg ES256", R"({"alg":"ES256","typ":"JWT"})");
    header("alg HS384 signed as HS256", R"({"alg":"HS384","typ":"JWT"})");
    header("alg twice", R"({"alg":"none","typ":"JWT","alg":"HS256"})");
}

void badHeaders()
{
    header("typ missing", R"({"alg":"HS256"})");
    header("typ JWE", R"({"alg":"HS256","typ":"JWE"})");
    header("typ at+jwt", R"({"alg":"HS256","typ":"at+jwt"})");
    header("typ number", R"({"alg":"HS256","typ":1})");
    header("jku", R"({"alg":"HS256","typ":"JWT","jku":"https://evil.example/keys"})");
    header("jwk", R"({"alg":"HS256","typ":"JWT","jwk":{"kty":"oct","k":"AAAA"}})");
    header("x5u", R"({"alg":"HS256","typ":"JWT","x5u":"https://evil.example/cert"})");
    header("x5c", R"({"alg":"HS256","typ":"JWT","x5c":["AAAA"]})");
    header("crit", R"({"alg":"HS256","typ":"JWT","crit":["exp"]})");
    header("header a list", "[]");
    header("header a string", R"("HS256")");
    header("header no JSON", "{alg:HS256}");
    header("header with trailing bytes", goodHeader() + "{}");
    header("header with a nul", R"({"alg":"HS256","typ":"JWT"})" + QByteArray(1, '\0'));
}

void badSignatures()
{
    const QByteArray good = sign(goodHeader(), claims());
    QTest::newRow("HS512 by the secret") << sign(
        R"({"alg":"HS512","typ":"JWT"})", claims(), secret(), QCryptographicHash::Sha512);
    QTest::newRow("none without a signature") << base64(R"({"alg":"none","typ":"JWT"})") + '.' + base64(claims()) + '.';
    QTest::newRow("another secret") << sign(goodHeader(), claims(), "another secret of thirty-two bytes");
    QTest::newRow("empty secret") << sign(goodHeader(), claims(), "");
    QTest::newRow("secret cut short") << sign(goodHeader(), claims(), secret().chopped(1));
    QTest::newRow("signature of another token") << good.left(good.lastIndexOf('.'))
            + sign(goodHeader(), claims(later(), ",\"a\":1"))
                  .mid(sign(goodHeader(), claims(later(), ",\"a\":1")).lastIndexOf('.'));
    QTest::newRow("signature too short") << good.chopped(2);
    QTest::newRow("signature too long") << good + "AA";
}

void badClaims()
{
    payload("claims a list", "[]");
    payload("claims a number", "1");
    payload("claims no JSON", "{sub}");
    payload("claims empty", "{}");
    payload("claims nested too deep to be honest", "{\"a\":" + QByteArray(2'000, '[') + QByteArray(2'000, ']') + '}');
}

void badTimes()
{
    payload("no exp", R"({"iss":"projective","aud":"authenticated","role":"authenticated","sub":")" + user() + R"("})");
    payload("expired", claims(QByteArray::number(now - 31)));
    payload("expired long ago", claims("1"));
    payload("exp zero", claims("0"));
    payload("exp negative", claims("-1"));
    payload("exp text", claims('"' + later() + '"'));
    payload("exp null", claims("null"));
    payload("exp a list", claims('[' + later() + ']'));
    payload("exp huge", claims("1e300"));
    payload("exp true", claims("true"));
    payload("exp twice", claims(later(), ",\"exp\":1"));
    payload("nbf in the future", claims(later(), ",\"nbf\":" + QByteArray::number(now + 31)));
    payload("nbf text", claims(later(), R"(,"nbf":"0")"));
    payload("iat in the future", claims(later(), ",\"iat\":" + QByteArray::number(now + 31)));
    payload("iat text", claims(later(), R"(,"iat":"0")"));
}

void badIdentities()
{
    payload("another issuer", claims(later(), {}, R"("https://evil.example")"));
    payload("issuer with more behind", claims(later(), {}, R"("projective.evil")"));
    payload("issuer null", claims(later(), {}, "null"));
    payload("issuer a list", claims(later(), {}, R"(["projective"])"));
    payload("another audience", claims(later(), {}, R"("projective")", R"("anon")"));
    payload("audience empty list", claims(later(), {}, R"("projective")", "[]"));
    payload("audience null", claims(later(), {}, R"("projective")", "null"));
    payload("role anon", claims(later(), {}, R"("projective")", R"("authenticated")", '"' + user() + '"', R"("anon")"));
    payload("role service_role",
        claims(later(), {}, R"("projective")", R"("authenticated")", '"' + user() + '"', R"("service_role")"));
    payload("subject missing", claims(later(), {}, R"("projective")", R"("authenticated")", "null"));
    payload("subject empty", claims(later(), {}, R"("projective")", R"("authenticated")", R"("")"));
    payload("subject nil",
        claims(later(), {}, R"("projective")", R"("authenticated")", R"("00000000-0000-0000-0000-000000000000")"));
    payload("subject no uuid", claims(later(), {}, R"("projective")", R"("authenticated")", R"("admin")"));
    payload("subject in braces", claims(later(), {}, R"("projective")", R"("authenticated")", "\"{" + user() + "}\""));
    payload("subject with SQL",
        claims(later(), {}, R"("projective")", R"("authenticated")", '"' + user() + R"('; drop table x --")"));
    payload("subject a number", claims(later(), {}, R"("projective")", R"("authenticated")", "1"));
    payload("subject twice", claims(later(), R"(,"sub":"3f0f6c5e-8c1e-4b39-9b5a-1d4d7d0f7c12")"));
}

} // namespace

void TestTokens::bad_isRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    badForms();
    badAlgorithms();
    badHeaders();
    badSignatures();
    badClaims();
    badTimes();
    badIdentities();
}

void TestTokens::bad_isRefused()
{
    QFETCH(QByteArray, token);
    const auto identity = tokens().verify(token, now);
    QVERIFY(!identity);
    QCOMPARE(identity.error().code, ErrorCode::Unauthorized);
    QVERIFY2(token.size() < 20 || !identity.error().detail.contains(QString::fromLatin1(token.left(20))),
        "nothing of a token is said");
}

/// What bounds the work of a refusal: of a token that is too long nothing is read, whatever else is wrong with it.
void TestTokens::tooLong_isRefusedUnread()
{
    const QByteArray noToken(Tokens::maxBytes, ' ');
    QCOMPARE(tokens().verify(noToken, now).error().detail, QStringLiteral("form"));
    QCOMPARE(tokens().verify(noToken + ' ', now).error().detail, QStringLiteral("too long"));
}

void TestTokens::everyChangedCharacter_isRefused()
{
    const QByteArray good = sign(goodHeader(), claims());
    QVERIFY(tokens().verify(good, now));
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray changed = good;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        QVERIFY2(!tokens().verify(changed, now), qPrintable(QString::number(i)));
    }
}

QTEST_APPLESS_MAIN(TestTokens)
#include "tst_tokens.moc"
