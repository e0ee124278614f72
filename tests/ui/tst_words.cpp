#include "ui/markdown.h"
#include "ui/pages/route.h"
#include "ui/pages/stagewords.h"
#include "ui/theme/theme.h"
#include "ui/words.h"

#include <QTest>

using namespace projective;

class TestWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void figures_areWrittenOneWay();
    void refusals_fillParameters();
    void unsentWork_saysWhy();
    void unknownCode_isNamed();
    void notification_isFilledOnce();
    void namesOfTheOtherDirection_turnNothingAround();
    void relativeTimes();
    void timeIn_isSaidWhereACountryHasOne();
    void routes_surviveText();
    void markdown_escapesEverything_data();
    void markdown_escapesEverything();
    void markdown_opensOnlySafeLinks();
    void theme_contrastHolds_data();
    void theme_contrastHolds();
};

void TestWords::figures_areWrittenOneWay()
{
    QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const int days : {16, -16}) {
        const QString due = words::dueDate(now.addDays(days), now);
        QVERIFY2(due.contains(QString::fromUtf8("\u0661\u0666")), qPrintable(due));
        QVERIFY2(!due.contains(QLatin1String("16")), qPrintable(due));
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestWords::refusals_fillParameters()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QJsonObject params{
        {QStringLiteral("remaining_cents"), 120000}, {QStringLiteral("currency"), QStringLiteral("GBP")}};
    QVERIFY(words::refusal(QStringLiteral("amount_too_large"), {}, params).contains(QStringLiteral("1,200.00")));
    const QJsonObject status{
        {QStringLiteral("entity"), QStringLiteral("stage")}, {QStringLiteral("status"), QStringLiteral("in_progress")}};
    QVERIFY(words::refusal(QStringLiteral("wrong_status"), {}, status).contains(QStringLiteral("In progress")));
    QVERIFY(words::refusal(QStringLiteral("shares_do_not_add_up"), {}, {{QStringLiteral("sum"), 9950}})
                .contains(QStringLiteral("99.5%")));
    // Without its parameter, a sentence without a hole.
    QVERIFY(!words::refusal(QStringLiteral("plan_limit")).contains(u'{'));
}

void TestWords::unsentWork_saysWhy()
{
    QVERIFY(words::unsent(QStringLiteral("predecessor_refused")).contains(QStringLiteral("builds on")));
    QVERIFY(words::unsent(QStringLiteral("ambiguous")).contains(QStringLiteral("Check whether")));
    QCOMPARE(words::unsent(QStringLiteral("offline")), words::failure(ErrorCode::Offline));
}

void TestWords::unknownCode_isNamed()
{
    QVERIFY(words::refusal(QStringLiteral("brand_new")).contains(QStringLiteral("brand_new")));
    QCOMPARE(words::command(QStringLiteral("do_a_thing")), QStringLiteral("Do a thing"));
}

void TestWords::notification_isFilledOnce()
{
    const QJsonObject params{{QStringLiteral("sender"), QStringLiteral("{channel}")},
        {QStringLiteral("channel"), QStringLiteral("#general")}};
    QCOMPARE(words::notification(QStringLiteral("message.mention"), params),
        QStringLiteral("{channel} mentioned you in #general"));
    QCOMPARE(words::activity(QStringLiteral("stage.submitted"), QStringLiteral("Ines"),
                 {{QStringLiteral("stage"), QStringLiteral("UI")}}),
        QStringLiteral("Ines submitted UI"));
}

void TestWords::namesOfTheOtherDirection_turnNothingAround()
{
    const QString noor = QStringLiteral("\u0646\u0648\u0631");
    const QString told = words::notification(QStringLiteral("assignment.accepted"),
        {{QStringLiteral("assignee"), noor}, {QStringLiteral("stage"), QStringLiteral("UI design")}});
    QVERIFY(told.contains(noor));
    QVERIFY(!told.isRightToLeft());
    QVERIFY(words::isolated(noor).size() > noor.size());
    QCOMPARE(words::isolated(QStringLiteral("Ines")), QStringLiteral("Ines"));
}

void TestWords::relativeTimes()
{
    const QDateTime now(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
    QCOMPARE(words::relativeTime(now.addSecs(-20), now), QStringLiteral("just now"));
    QCOMPARE(words::relativeTime(now.addSecs(-720), now), words::unbroken(QStringLiteral("12 min ago")));
    QCOMPARE(words::relativeTime(now.addDays(9), now), words::unbroken(QStringLiteral("in 9 d")));
    // A date in a narrow column goes onto the next line as a whole.
    QCOMPARE(words::relativeTime(now.addDays(-20), now), QStringLiteral("2\u00a0Nov"));
    QCOMPARE(words::dueDate(now.addDays(9), now), QStringLiteral("1\u00a0Dec (in\u00a09\u00a0d)"));
    QVERIFY(words::relativeTime(now.addDays(-1), now).startsWith(QStringLiteral("yesterday")));
    QCOMPARE(words::day(QDate(2026, 11, 22), QDate(2026, 11, 22)), QStringLiteral("Today"));
}

void TestWords::timeIn_isSaidWhereACountryHasOne()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QDateTime noon(QDate(2026, 11, 22), QTime(12, 0), Qt::UTC);
    QCOMPARE(words::timeIn(QStringLiteral("GB"), noon), QStringLiteral("12:00"));
    QCOMPARE(words::timeIn(QStringLiteral("CZ"), noon), QStringLiteral("13:00"));
    QCOMPARE(words::timeIn(QStringLiteral("US"), noon), QString()); // several
    QCOMPARE(words::timeIn(QStringLiteral("ZZ"), noon), QString());
    QCOMPARE(words::timeIn({}, noon), QString());
}

void TestWords::routes_surviveText()
{
    const QUuid id = QUuid::createUuid();
    const QUuid detail = QUuid::createUuid();
    for (const Route &route : {Route{Route::Kind::MyWork, {}, {}, {}}, Route{Route::Kind::Messages, id, {}, {}},
             Route{Route::Kind::Project, id, QStringLiteral("board"), detail},
             Route{Route::Kind::Project, id, {}, detail}})
        QCOMPARE(Route::fromString(route.toString()), route);
    QCOMPARE(Route::fromString(QStringLiteral("nonsense/../x")), Route());
}

void TestWords::markdown_escapesEverything_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("expected");
    QTest::newRow("html") << QStringLiteral("<img src=x onerror=y>") << QStringLiteral("&lt;img src=x onerror=y&gt;");
    QTest::newRow("image") << QStringLiteral("![a](https://e.org/a.png)")
                           << QStringLiteral("!<a href=\"https://e.org/a.png\"");
    QTest::newRow("script link") << QStringLiteral("[a](javascript:alert)") << QStringLiteral("[a](javascript:alert)");
    QTest::newRow("file link") << QStringLiteral("[a](file:///etc/passwd)")
                               << QStringLiteral("[a](file:///etc/passwd)");
    QTest::newRow("quote in link") << QStringLiteral("[a](https://e.org/\"x)") << QStringLiteral("[a](");
    QTest::newRow("code") << QStringLiteral("`<b>`") << QStringLiteral("&lt;b&gt;</span>");
    QTest::newRow("strong") << QStringLiteral("**a *b* c**") << QStringLiteral("<b>a <i>b</i> c</b>");
    QTest::newRow("snake case") << QStringLiteral("a_b_c") << QStringLiteral("a_b_c");
    QTest::newRow("escaped") << QStringLiteral("\\*a\\*") << QStringLiteral("*a*");
    QTest::newRow("fence") << QStringLiteral("```\n<b>\n```") << QStringLiteral("&lt;b&gt;</pre>");
    QTest::newRow("open fence") << QStringLiteral("```\nx") << QStringLiteral("x</pre>");
    QTest::newRow("entity") << QStringLiteral("&lt;") << QStringLiteral("&amp;lt;");
}

void TestWords::markdown_escapesEverything()
{
    QFETCH(QString, input);
    QFETCH(QString, expected);
    const QString html = markdownToHtml(input, {Qt::gray, Qt::blue, Qt::lightGray, QStringLiteral("Mono"), {}});
    QVERIFY2(html.contains(expected), qPrintable(html));
    QVERIFY(!html.contains(QStringLiteral("<img")));
}

void TestWords::markdown_opensOnlySafeLinks()
{
    QVERIFY(isSafeLink(QStringLiteral("https://example.com/a?b=c")));
    QVERIFY(isSafeLink(QStringLiteral("mailto:a@example.com")));
    for (const char *link : {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://",
             "ftp://example.com", "//example.com", ""})
        QVERIFY2(!isSafeLink(QLatin1String(link)), link);
}

void TestWords::theme_contrastHolds_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestWords::theme_contrastHolds()
{
    QFETCH(bool, dark);
    using Token = Theme::Token;
    Theme theme;
    theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    for (const Token ground : {Token::Canvas, Token::Sunken, Token::Raised}) {
        QVERIFY(Theme::contrast(theme.color(Token::Edge), theme.color(ground)) >= 3.0);
        QVERIFY(Theme::contrast(theme.color(Token::Muted), theme.tint(Token::Muted, 0.10, ground)) >= 4.5);
        for (const Token token : {Token::Text, Token::Muted})
            QVERIFY(Theme::contrast(theme.color(token), theme.color(ground)) >= 4.5);
        for (const Token token :
            {Token::Freelancer, Token::Business, Token::Team, Token::Good, Token::Warn, Token::Bad, Token::Info}) {
            QVERIFY(Theme::contrast(theme.color(token), theme.color(ground)) >= 3.0);
            QVERIFY(Theme::contrast(theme.readable(token, theme.color(ground)), theme.color(ground)) >= 4.5);
            // The row that is selected, or under the mouse; a stage's mark on it.
            const QColor selected = theme.tint(token, 0.14, ground);
            QVERIFY(Theme::contrast(theme.color(Token::Text), selected) >= 4.5);
            QVERIFY(Theme::contrast(theme.color(Token::Muted), selected) >= 4.5);
            const QColor pill = theme.tint(token, 0.12);
            QVERIFY(Theme::contrast(theme.readable(token, pill), pill) >= 4.5);
        }
    }
    for (const WorkspaceKind kind : {WorkspaceKind::Freelancer, WorkspaceKind::Business, WorkspaceKind::Team})
        QVERIFY(Theme::contrast(Theme::textOn(theme.accent(kind)), theme.accent(kind)) >= 4.5);
}

QTEST_MAIN(TestWords)
#include "tst_words.moc"
