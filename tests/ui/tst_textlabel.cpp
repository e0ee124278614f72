#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QFontInfo>
#include <QTest>

using namespace projective;

/// What a label that wraps says of its height: remembered by width, and never of another text or font.
class TestTextLabel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void height_followsWidth();
    void height_followsText();
    void height_followsFont();
    void height_followsFit();

private:
    static constexpr int narrow = 120;
    Theme m_theme;
    std::unique_ptr<TextLabel> m_label;
};

void TestTextLabel::init()
{
    m_label = std::make_unique<TextLabel>(m_theme);
    m_label->setFit(TextLabel::Fit::Wrap);
    m_label->setText(QStringLiteral("The wallet of the business pays when the stage is approved, and not before."));
}

void TestTextLabel::height_followsWidth()
{
    const int high = m_label->heightForWidth(narrow);
    const int low = m_label->heightForWidth(10 * narrow);
    QVERIFY(low > 0);
    QVERIFY2(high > low, qPrintable(QStringLiteral("%1, %2").arg(high).arg(low)));
    QCOMPARE(m_label->heightForWidth(narrow), high);
}

void TestTextLabel::height_followsText()
{
    const int high = m_label->heightForWidth(narrow);
    m_label->setText(QStringLiteral("Short"));
    QVERIFY(m_label->heightForWidth(narrow) < high);
}

void TestTextLabel::height_followsFont()
{
    const int before = m_label->heightForWidth(narrow);
    QFont larger = m_label->font();
    larger.setPointSizeF(2 * QFontInfo(larger).pointSizeF());
    m_label->setFont(larger);
    QVERIFY(m_label->heightForWidth(narrow) > before);
}

void TestTextLabel::height_followsFit()
{
    const int wrapped = m_label->heightForWidth(narrow);
    m_label->setFit(TextLabel::Fit::Natural);
    QVERIFY(m_label->heightForWidth(narrow) < wrapped);
}

QTEST_MAIN(TestTextLabel)
#include "tst_textlabel.moc"
