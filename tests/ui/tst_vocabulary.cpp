// Whatever the database can say has words: the tables of words are compared with the sources in db.
#include "ui/pages/stagewords.h"
#include "ui/words.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace projective;

namespace {

QString contents(const QString &path)
{
    QFile file(path.startsWith(u'/') ? path : QStringLiteral(PROJECTIVE_SOURCE_DIR "/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

/// What the first group of the pattern catches, everywhere in the text.
QSet<QString> caught(const QString &text, const char *pattern)
{
    QSet<QString> found;
    const QRegularExpression expression(QString::fromLatin1(pattern), QRegularExpression::MultilineOption);
    for (auto match = expression.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured(1));
    return found;
}

/// From the first place of `from` to the next of `to`.
QString part(const QString &text, const char *from, const char *to)
{
    const qsizetype begin = text.indexOf(QLatin1String(from));
    return text.mid(begin, text.indexOf(QLatin1String(to), begin) - begin);
}

QSet<QString> raisedCodes()
{
    QSet<QString> codes;
    QDirIterator files(QStringLiteral(PROJECTIVE_SOURCE_DIR "/db/commands"), {QStringLiteral("*.sql")});
    while (files.hasNext()) {
        const QString sql = contents(files.next());
        codes |= caught(sql, "api\\.reject\\('([a-z_]+)'");
        codes |= caught(sql, "api\\.expect\\(.*, '([a-z_]+)'\\);");
        codes |= caught(part(sql, "function api.code_of_constraint", "$$;"), "then '([a-z_]+)'");
    }
    return codes;
}

QSet<QString> listedCodes()
{
    const QString readme = contents(QStringLiteral("db/commands/README.md"));
    QSet<QString> codes = caught(part(readme, "`conflict` with a code (", ")"), "`([a-z]+_?[a-z]*)`");
    codes.remove(QStringLiteral("conflict"));
    static const QRegularExpression row(QStringLiteral("^\\| (`[^|]+`) \\|"), QRegularExpression::MultilineOption);
    for (auto match = row.globalMatch(readme.mid(readme.indexOf(QLatin1String("## Codes of refusals"))));
         match.hasNext();)
        codes |= caught(match.next().captured(1), "`([a-z_]+)`");
    return codes;
}

QString sorted(const QSet<QString> &names)
{
    QStringList list(names.cbegin(), names.cend());
    list.sort();
    return list.join(u' ');
}

QSet<QString> set(const QStringList &names)
{
    return QSet<QString>(names.cbegin(), names.cend());
}

} // namespace

class TestVocabulary : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyRefusalCode_hasWords();
    void everyCommand_hasAName();
    void everyEvent_hasWords();
    void everyShownActivity_hasWords();
    void everyMovementOfMoney_hasWords();
};

void TestVocabulary::everyRefusalCode_hasWords()
{
    const QSet<QString> listed = listedCodes();
    QVERIFY(listed.size() > 50);
    const QSet<QString> raised = raisedCodes();
    QVERIFY(raised.size() > 40);
    QCOMPARE(sorted(raised - listed), QString()); // said by SQL, but not in the list of codes
    QCOMPARE(sorted(set(words::refusalCodes())), sorted(listed));
    for (const QString &code : listed) {
        const QString sentence = words::refusal(code);
        QVERIFY2(sentence.endsWith(u'.') && !sentence.contains(u'{') && !sentence.contains(u'!'), qPrintable(sentence));
        QVERIFY2(!sentence.contains(code) || !code.contains(u'_'), qPrintable(sentence));
    }
}

void TestVocabulary::everyCommand_hasAName()
{
    const QString catalog = contents(QStringLiteral("db/commands/99_catalog.sql"));
    const QSet<QString> commands = caught(catalog, "^  \\('([a-z_]+)', '(?:queue|precondition|online)',");
    QVERIFY(commands.size() > 40);
    QCOMPARE(sorted(set(words::commandNames())), sorted(commands));
}

void TestVocabulary::everyEvent_hasWords()
{
    QSet<QString> events
        = caught(contents(QStringLiteral("db/commands/03_emit.sql")), "^    \\('([a-z_.]+)', (?:true|false),");
    QVERIFY(events.size() > 40);
    QCOMPARE(sorted(set(words::eventNames())), sorted(events));
    for (const QString &event : std::as_const(events))
        QVERIFY2(!words::notification(event, {}).contains(u'{'), qPrintable(event));
}

void TestVocabulary::everyShownActivity_hasWords()
{
    const QSet<QString> shown
        = caught(contents(QStringLiteral("db/commands/03_emit.sql")), "^    \\('([a-z_.]+)', true,");
    QVERIFY(shown.size() > 20);
    QCOMPARE(sorted(shown - set(words::activityKinds())), QString());
}

void TestVocabulary::everyMovementOfMoney_hasWords()
{
    QSet<QString> reasons;
    QDirIterator files(QStringLiteral(PROJECTIVE_SOURCE_DIR "/db/commands"), {QStringLiteral("*.sql")});
    while (files.hasNext())
        reasons |= caught(contents(files.next()), "'([a-z_]+)'(?: end)?,\\s+'(?:finance|marketplace)\\.[a-z_]+'");
    QVERIFY(reasons.contains(QStringLiteral("asset_sale")) && reasons.size() > 6);
    for (const QString &reason : std::as_const(reasons))
        QVERIFY2(words::transactionReason(reason).front().isUpper(), qPrintable(reason)); // else it is the code itself
}

QTEST_GUILESS_MAIN(TestVocabulary)
#include "tst_vocabulary.moc"
