// What a dialog says next to what is wrong, and where Tab leads in it.
#include "app/navigation.h"
#include "shellworld.h"
#include "sync/commands/fund_stages.h"
#include "ui/dialogs/assigndialog.h"
#include "ui/dialogs/newprojectdialog.h"
#include "ui/dialogs/newstagedialog.h"
#include "ui/dialogs/offerdialog.h"
#include "ui/dialogs/releasedialog.h"
#include "ui/dialogs/revisionanswerdialog.h"
#include "ui/dialogs/revisiondialog.h"
#include "ui/dialogs/submitdialog.h"
#include "ui/dialogs/topupdialog.h"
#include "ui/mainwindow.h"
#include "ui/pages/stagesteps.h"
#include "ui/widgets/messagestrip.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/textlabel.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace projective;
using namespace projective::test;

namespace {

/// The text that is both told in the dialog and by its button.
QString told(const QDialog &dialog)
{
    const QString why = dialog.findChild<PrimaryButton *>()->accessibleDescription();
    for (const TextLabel *label : dialog.findChildren<TextLabel *>()) {
        if (label->isVisible() && label->text() == why)
            return why;
    }
    return {};
}

/// Whether a text of the dialog has these words.
bool says(const QDialog &dialog, const QString &words)
{
    const auto labels = dialog.findChildren<TextLabel *>();
    return std::any_of(
        labels.begin(), labels.end(), [&](const TextLabel *label) { return label->text().contains(words); });
}

QWidgetList tabOrder(QWidget *first)
{
    QWidgetList order;
    for (QWidget *widget = first; !order.contains(widget); widget = widget->nextInFocusChain()) {
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && !widget->focusProxy())
            order.append(widget);
        if (order.isEmpty())
            break;
    }
    return order;
}

} // namespace

class TestDialogs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_world = std::make_unique<ShellWorld>(); }
    void wrongAmount_isNamed_data();
    void wrongAmount_isNamed();
    void tooLongAText_staysWhereItWasWritten_data();
    void tooLongAText_staysWhereItWasWritten();
    void tab_goesThroughTheFieldsFirst();
    void price_isOfferedInTheProjectsCurrency();
    void nameOfATallField_standsBesideItsFirstLine();
    void clickedPerson_canBeAssigned();
    void majorChanges_areAnswered();
    void periods_areTheServersOwn();
    void majorChanges_promiseAnAnswerWhereOneCanBeGiven();
    void stageThatMovedOn_isSaid();
    void stageThatIsGone_keepsWhatWasWritten();
    void refusal_leadsToWhereItIsKept();

private:
    [[nodiscard]] StageRecord stage(const QString &name);
    std::unique_ptr<ShellWorld> m_world;
};

StageRecord TestDialogs::stage(const QString &name)
{
    StageListModel model(m_world->source);
    model.showStage({m_world->context.user(), m_world->context.acting()}, StageId(SqliteSource::id(name)));
    m_world->settle();
    return model.record(0);
}

void TestDialogs::wrongAmount_isNamed_data()
{
    QTest::addColumn<QString>("entered");
    QTest::addColumn<QString>("word");
    QTest::addColumn<bool>("wrong");
    QTest::newRow("nothing") << QString() << QStringLiteral("how much") << false;
    QTest::newRow("no number") << QStringLiteral("lots") << QStringLiteral("1,250.00") << true;
    QTest::newRow("below zero") << QStringLiteral("-5") << QStringLiteral("above zero") << true;
    QTest::newRow("zero") << QStringLiteral("0") << QStringLiteral("above zero") << true;
    QTest::newRow("part of a penny") << QStringLiteral("12.345") << QStringLiteral("1,250.00") << true;
    QTest::newRow("endless") << QString(20, u'9') << QStringLiteral("Enter less") << true;
}

void TestDialogs::wrongAmount_isNamed()
{
    QFETCH(QString, entered);
    QFETCH(QString, word);
    QFETCH(bool, wrong);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    const CommandRules rules(m_world->source);
    m_world->settle();
    TopUpDialog dialog(m_world->context, rules, QStringLiteral("GBP"), nullptr);
    dialog.show();
    auto *amount = dialog.findChild<MoneyEdit *>();
    amount->setText(entered);
    m_world->settle();
    QVERIFY2(told(dialog).contains(word), qPrintable(told(dialog)));
    QCOMPARE(amount->property("wrong").toBool(), wrong);
    QVERIFY(!dialog.findChild<PrimaryButton *>()->isEnabled());
    amount->setText(QStringLiteral("12"));
    QCOMPARE(amount->property("wrong").toBool(), false);
    QVERIFY(dialog.findChild<PrimaryButton *>()->isEnabled());
}

void TestDialogs::tooLongAText_staysWhereItWasWritten_data()
{
    QTest::addColumn<bool>("declines");
    QTest::addColumn<int>("most");
    QTest::newRow("description of a project") << false << 16'000;
    QTest::newRow("reason to decline") << true << 2'000;
}

void TestDialogs::tooLongAText_staysWhereItWasWritten()
{
    QFETCH(bool, declines);
    QFETCH(int, most);
    std::unique_ptr<FormDialog> form;
    if (declines)
        form = std::make_unique<OfferDialog>(
            m_world->context, OfferDialog::Answer::Decline, stage(QStringLiteral("ui")), nullptr);
    else
        form = std::make_unique<NewProjectDialog>(m_world->context, nullptr);
    FormDialog &dialog = *form;
    dialog.show();
    if (auto *name = dialog.findChild<QLineEdit *>())
        name->setText(QStringLiteral("Shop"));
    auto *description = dialog.findChild<QPlainTextEdit *>();
    auto *create = dialog.findChild<PrimaryButton *>();
    description->setPlainText(QString(70'000, u'x'));
    create->click();
    QVERIFY(dialog.isVisible());
    QVERIFY2(told(dialog).contains(QStringLiteral("shorten it")), qPrintable(told(dialog)));
    QCOMPARE(description->toPlainText().size(), 70'000);
    description->setPlainText(QString(most + 1, u'x'));
    QVERIFY(!create->isEnabled());
    description->setPlainText(QString(most, u'x'));
    create->click();
    QVERIFY(!dialog.isVisible());
}

void TestDialogs::tab_goesThroughTheFieldsFirst()
{
    const CommandRules rules(m_world->source);
    m_world->settle();
    NewStageDialog dialog(m_world->context, ProjectRecord(), QString(), rules, nullptr);
    dialog.show();
    m_world->settle();
    QWidget *first = dialog.focusWidget();
    QVERIFY(first != nullptr);
    QCOMPARE(first->accessibleName(), QStringLiteral("Name"));
    QStringList names;
    const QWidgetList order = tabOrder(first);
    for (const QWidget *widget : order)
        names.append(widget->accessibleName());
    const auto place = [&names](const char *name) { return names.indexOf(QLatin1String(name)); };
    QVERIFY2(place("Kind") < place("Amount") && place("Amount") < place("Currency")
            && place("Currency") < place("Rights") && place("Kind") >= 0,
        qPrintable(names.join(u'|')));
    QVERIFY(qobject_cast<QPushButton *>(order.last()) || qobject_cast<PrimaryButton *>(order.last()));
    QVERIFY(order.indexOf(dialog.findChild<QPlainTextEdit *>()) < order.indexOf(dialog.findChild<PrimaryButton *>()));
}

void TestDialogs::price_isOfferedInTheProjectsCurrency()
{
    const CommandRules rules(m_world->source);
    m_world->settle();
    for (const QString &currency : {QStringLiteral("GBP"), QStringLiteral("EUR")}) {
        const NewStageDialog dialog(m_world->context, ProjectRecord(), currency, rules, nullptr);
        const auto boxes = dialog.findChildren<QComboBox *>();
        const auto box = std::find_if(boxes.begin(), boxes.end(),
            [](const QComboBox *candidate) { return candidate->accessibleName() == QLatin1String("Currency"); });
        QVERIFY(box != boxes.end());
        QCOMPARE((*box)->currentText(), currency);
    }
}

void TestDialogs::nameOfATallField_standsBesideItsFirstLine()
{
    const CommandRules rules(m_world->source);
    SubmitDialog dialog(m_world->context, stage(QStringLiteral("ui")), rules, nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    const auto *notes = dialog.findChild<QPlainTextEdit *>();
    const auto labels = dialog.findChildren<TextLabel *>();
    const auto name
        = std::find_if(labels.begin(), labels.end(), [&](const TextLabel *label) { return label->buddy() == notes; });
    QVERIFY(name != labels.end());
    const int line = notes->cursorRect().center().y() + notes->viewport()->mapTo(&dialog, QPoint()).y();
    const int said = (*name)->mapTo(&dialog, (*name)->rect().center()).y();
    QVERIFY2(qAbs(line - said) <= 4, qPrintable(QStringLiteral("%1, %2").arg(line).arg(said)));
}

void TestDialogs::clickedPerson_canBeAssigned()
{
    const CommandRules rules(m_world->source);
    AssignDialog dialog(m_world->context, stage(QStringLiteral("ui")), rules, nullptr);
    dialog.show();
    m_world->settle();
    auto *list = dialog.findChild<RowList *>();
    const auto *button = dialog.findChild<PrimaryButton *>();
    QVERIFY(list->model()->rowCount() > 0);
    QVERIFY(!button->isEnabled());
    const QPoint row = list->visualRect(list->model()->index(0, 0)).center();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row);
    QVERIFY(button->isEnabled());
    QVERIFY2(button->text().startsWith(QStringLiteral("Assign to ")), qPrintable(button->text()));
}

void TestDialogs::majorChanges_areAnswered()
{
    const auto submitted = [this] {
        const QList<Command> answers = m_world->sink.named(QStringLiteral("answer_revision"));
        return answers.isEmpty() ? QJsonObject() : answers.last().args;
    };
    const auto open = [this] {
        auto dialog = std::make_unique<RevisionAnswerDialog>(m_world->context, stage(QStringLiteral("copy")), nullptr);
        dialog->show();
        m_world->settle();
        return dialog;
    };
    auto dialog = open();
    const auto labels = dialog->findChildren<TextLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
        [](const TextLabel *label) { return label->text().contains(QStringLiteral("trade customers")); }));
    for (const TextLabel *label : labels)
        QVERIFY2(
            !label->isVisible() || label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    const auto choices = dialog->findChildren<QRadioButton *>();
    QCOMPARE(choices.size(), 3);
    auto *extra = dialog->findChild<MoneyEdit *>();
    QVERIFY(!extra->isEnabled());
    choices[1]->click();
    QVERIFY2(told(*dialog).contains(QStringLiteral("how much")), qPrintable(told(*dialog)));
    QVERIFY(!dialog->findChild<PrimaryButton *>()->isEnabled());
    extra->setText(QStringLiteral("120"));
    dialog->findChild<PrimaryButton *>()->click();
    QCOMPARE(submitted(),
        (QJsonObject{{QStringLiteral("request"), ShellWorld::text(QStringLiteral("q:copy"))},
            {QStringLiteral("answer"), QStringLiteral("accept")}, {QStringLiteral("extra_cents"), 12000}}));
    dialog = open();
    dialog->findChildren<QRadioButton *>().last()->click();
    dialog->findChild<PrimaryButton *>()->click();
    QCOMPARE(submitted().value(QStringLiteral("answer")).toString(), QStringLiteral("decline"));
    QVERIFY(!submitted().contains(QStringLiteral("extra_cents")));
}

void TestDialogs::periods_areTheServersOwn()
{
    m_world->execute(QStringLiteral("insert into settings (id, key, value) values "
                                    "(id('s8'), 'auto_approve_days', '9'), (id('s9'), 'assignment_expiry_days', '4'), "
                                    "(id('s10'), 'refund_answer_days', '6')"));
    const CommandRules rules(m_world->source);
    m_world->settle();
    const StageRecord ui = stage(QStringLiteral("ui"));
    const SubmitDialog submit(m_world->context, ui, rules, nullptr);
    QVERIFY(says(submit, QStringLiteral("has 9 day")));
    const AssignDialog assign(m_world->context, ui, rules, nullptr);
    QVERIFY(says(assign, QStringLiteral("have 4 day")));
    const ReleaseDialog release(m_world->context, Step::ApproveAndRelease, ui, rules, nullptr);
    QVERIFY(release.findChild<QCheckBox *>()->toolTip().contains(QStringLiteral("within 6 day")));
}

void TestDialogs::majorChanges_promiseAnAnswerWhereOneCanBeGiven()
{
    m_world->execute(
        QStringLiteral("insert into settings (id, key, value) values (id('s8'), 'major_revision_answer_days', '3')"));
    const CommandRules rules(m_world->source);
    m_world->settle();
    const StageRecord ui = stage(QStringLiteral("ui"));
    const auto promises = [&] {
        const RevisionDialog dialog(m_world->context, ui, rules, nullptr);
        return says(dialog, QStringLiteral("Ines Ribeiro has 3 day"));
    };
    QVERIFY(!promises());
    m_world->execute(
        QStringLiteral("insert into commands (id, name, class) values (id('c20'), 'answer_revision', 'precondition')"));
    m_world->settle();
    QVERIFY(promises());
}

void TestDialogs::stageThatMovedOn_isSaid()
{
    QWidget over;
    StageSteps steps(m_world->context);
    m_world->settle();
    const StageRecord ui = stage(QStringLiteral("ui"));
    steps.take(steps.judge(Step::ApproveAndRelease, ui), ui, &over);
    m_world->settle();
    const auto *dialog = over.findChild<ReleaseDialog *>();
    if (dialog == nullptr)
        QFAIL("no dialog");
    const auto *verb = dialog->findChild<PrimaryButton *>();
    QVERIFY2(verb->isEnabled(), qPrintable(verb->accessibleDescription()));
    m_world->execute(QStringLiteral("update project_stages set status = 'revisions' where id = id('ui')"));
    m_world->settle();
    QVERIFY(!verb->isEnabled());
    QVERIFY2(told(*dialog).contains(QStringLiteral("moved on")), qPrintable(told(*dialog)));
    m_world->execute(QStringLiteral("update project_stages set status = 'submitted' where id = id('ui')"));
    m_world->settle();
    QVERIFY(verb->isEnabled());
    m_world->execute(
        QStringLiteral("update escrows set amount_cents = amount_cents - 100 where project_stage_id = id('ui')"));
    m_world->settle();
    QVERIFY(!verb->isEnabled()); // its sum is no longer what would be released
    QVERIFY2(told(*dialog).contains(QStringLiteral("changed while")), qPrintable(told(*dialog)));
}

void TestDialogs::stageThatIsGone_keepsWhatWasWritten()
{
    QWidget over;
    StageSteps steps(m_world->context);
    m_world->settle();
    const StageRecord ui = stage(QStringLiteral("ui"));
    steps.take(steps.judge(Step::RequestRevision, ui), ui, &over);
    m_world->settle();
    const auto *dialog = over.findChild<QDialog *>();
    if (dialog == nullptr)
        QFAIL("no dialog");
    auto *reason = dialog->findChild<QPlainTextEdit *>();
    reason->setPlainText(QStringLiteral("The colours"));
    QVERIFY(dialog->findChild<PrimaryButton *>()->isEnabled());
    m_world->execute(QStringLiteral("delete from project_stages where id = id('ui')"));
    m_world->settle();
    QVERIFY(!dialog->findChild<PrimaryButton *>()->isEnabled());
    QVERIFY2(told(*dialog).contains(QStringLiteral("no longer see")), qPrintable(told(*dialog)));
    QVERIFY(dialog->isVisible());
    QCOMPARE(reason->toPlainText(), QStringLiteral("The colours"));
}

void TestDialogs::refusal_leadsToWhereItIsKept()
{
    const auto none = [] { return QString(); };
    MainWindow window(m_world->context, m_world->workspaces, m_world->actions,
        navigation({none, none, [](Theme::Mode, Theme::Density) {}, [] {}, [] {}}));
    window.show();
    window.go({Route::Kind::MyWork, {}, {}, {}});
    m_world->settle();
    const EntryId entry = m_world->context.submit(FundStages().command(m_world->context.acting()));
    m_world->sink.answer(CommandState::Kind::Rejected, QStringLiteral("insufficient_funds"));
    const auto *strip = window.findChild<MessageStrip *>();
    QVERIFY(strip->isVisible());
    auto *show = strip->findChild<QPushButton *>();
    QCOMPARE(show->text(), QStringLiteral("Show"));
    show->click();
    QCOMPARE(window.route().kind, Route::Kind::Attention);
    QCOMPARE(window.route().id, entry.uuid());
    QVERIFY(!strip->isVisible());
}

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
