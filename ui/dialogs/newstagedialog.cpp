#include "ui/dialogs/newstagedialog.h"

#include "sync/commands/create_stage.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/moneyedit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace projective {

namespace {

constexpr int endOfWork = 17; // hour of the buyer's day at which a due date ends

template <typename Word>
QComboBox *choiceOf(QWidget *parent, const QStringList &codes, Word word)
{
    auto *box = new QComboBox(parent);
    for (const QString &code : codes)
        box->addItem(word(code), code);
    return box;
}

} // namespace

NewStageDialog::NewStageDialog(PageContext &context, const ProjectRecord &project, const QString &currency,
    const CommandRules &rules, QWidget *parent)
    : FormDialog(context, tr("New stage of %1").arg(project.title), false, parent)
    , m_project(project)
    , m_name(new QLineEdit(this))
    , m_description(new QPlainTextEdit(this))
    , m_type(choiceOf(this,
          {QStringLiteral("file_based"), QStringLiteral("session"), QStringLiteral("group_session"),
              QStringLiteral("management")},
          words::stageType))
    , m_rights(choiceOf(this,
          {QString(), QStringLiteral("exclusive_transfer"), QStringLiteral("licensed_use"),
              QStringLiteral("template_only"), QStringLiteral("internal_only")},
          [](const QString &mode) { return mode.isEmpty() ? tr("Not agreed here") : words::ipMode(mode); }))
    , m_hasDue(new QCheckBox(tr("Due"), this))
    , m_due(new QDateEdit(QDate::currentDate().addDays(28), this))
    , m_channel(new QCheckBox(tr("With a channel of its own"), this))
{
    m_name->setMaxLength(200);
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(72);
    m_due->setCalendarPopup(true);
    m_due->setMinimumDate(QDate::currentDate());
    m_due->setEnabled(false);
    m_due->setAccessibleName(tr("Due date"));
    m_channel->setChecked(true);
    addField(tr("Name"), m_name);
    addField(tr("What to deliver"), m_description);
    addField(tr("Kind"), m_type);
    addPrice(rules, currency);
    addField(tr("Rights"), m_rights);
    m_hasDue->setMinimumHeight(m_due->sizeHint().height()); // in line with it
    form()->addRow(m_hasDue, m_due);
    form()->addRow(new QWidget(this), m_channel);
    setVerb(tr("Add stage"));
    connect(m_hasDue, &QCheckBox::toggled, m_due, &QWidget::setEnabled);
    connect(m_name, &QLineEdit::textChanged, this, &NewStageDialog::check);
    check();
}

void NewStageDialog::addPrice(const CommandRules &rules, const QString &currency)
{
    m_budget
        = choiceOf(this, {QStringLiteral("fixed"), QStringLiteral("cap"), QStringLiteral("free")}, words::budgetType);
    m_amount = new MoneyEdit(this);
    m_amount->setAccessibleName(tr("Amount"));
    m_currency = new QComboBox(this);
    m_currency->setAccessibleName(tr("Currency"));
    const QJsonArray currencies = rules.setting(QStringLiteral("currencies")).toArray();
    for (const auto &known : currencies)
        m_currency->addItem(known.toString());
    const QString offered = currency.isEmpty() ? QLocale().currencySymbol(QLocale::CurrencyIsoCode) : currency;
    m_currency->setCurrentIndex(qMax(0, m_currency->findText(offered)));
    m_amount->setCurrency(m_currency->currentText());
    auto *price = new QWidget(this);
    auto *row = new QHBoxLayout(price);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::grid);
    row->addWidget(m_budget);
    row->addWidget(m_amount, 1);
    row->addWidget(m_currency);
    addField(tr("Price"), price);
    if (auto *label = qobject_cast<QLabel *>(form()->labelForField(price)))
        label->setBuddy(m_budget);
    m_budget->setAccessibleName(tr("Kind of price"));
    connect(m_amount, &QLineEdit::textChanged, this, &NewStageDialog::check);
    connect(m_currency, &QComboBox::currentTextChanged, m_amount, &MoneyEdit::setCurrency);
    connect(m_budget, &QComboBox::currentIndexChanged, this, [this] {
        m_amount->setEnabled(!isFree());
        m_currency->setEnabled(!isFree());
        check();
    });
}

bool NewStageDialog::isFree() const
{
    return m_budget->currentData().toString() == QLatin1String("free");
}

FormProblem NewStageDialog::problem() const
{
    if (m_name->text().trimmed().isEmpty())
        return tr("Give it a name.");
    if (!isFree() && m_currency->count() == 0)
        return tr("The currencies are not known yet: connect once.");
    if (isFree() || m_amount->money())
        return {};
    return m_amount->isWrong() ? FormProblem(m_amount->complaint(), true) : tr("Say what it pays.");
}

void NewStageDialog::submit()
{
    CreateStage create;
    create.stage = StageId(newUuid());
    create.project = m_project.id;
    create.title = m_name->text().trimmed();
    create.order = m_project.lastOrder + 1;
    create.description = m_description->toPlainText().trimmed();
    create.stageType = m_type->currentData().toString();
    create.ipMode = m_rights->currentData().toString();
    if (m_hasDue->isChecked())
        create.dueDate = QDateTime(m_due->date(), QTime(endOfWork, 0)).toUTC();
    create.budgetRule = BudgetRuleId(newUuid());
    create.budgetType = m_budget->currentData().toString();
    if (!isFree())
        create.budget = m_amount->money().value_or(Money());
    if (m_channel->isChecked())
        create.channel = ChannelId(newUuid());
    const EntryId entry = context().submit(create.command(context().acting()));
    CommandSink &commands = context().commands();
    context().say(tr("Added %1").arg(create.title), [&commands, entry] { commands.withdraw(entry); });
    Q_EMIT created(create.stage);
}

} // namespace projective
