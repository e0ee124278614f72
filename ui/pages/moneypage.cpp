#include "ui/pages/moneypage.h"

#include "ui/delegates/listdelegates.h"
#include "ui/dialogs/topupdialog.h"
#include "ui/pages/stagewords.h"
#include "ui/pages/statementcsv.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/monthchart.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/skeleton.h"
#include "ui/widgets/tabletextmodel.h"
#include "ui/widgets/textlabel.h"
#include "ui/widgets/texttable.h"
#include "ui/widgets/walletcard.h"
#include "ui/words.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPointer>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTabWidget>
#include <QThreadPool>
#include <QTimer>
#include <QToolButton>

namespace projective {

namespace {

constexpr int clockTickMs = 10 * 60'000; // money on hold becomes free

QString subject(const QModelIndex &index)
{
    const QString stage = index.data(TransactionModel::StageNameRole).toString();
    const QString project = index.data(TransactionModel::ProjectTitleRole).toString();
    return stage.isEmpty() || project.isEmpty() ? stage + project
                                                : MoneyPage::tr("%1 · %2", "stage and project").arg(stage, project);
}

QString reason(const QModelIndex &index)
{
    const QString words = words::transactionReason(index.data(TransactionModel::ReasonRole).toString());
    const QDateTime free = index.data(TransactionModel::AvailableAtRole).toDateTime();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return free.isValid() && free > now ? MoneyPage::tr("%1, on hold until %2").arg(words, words::shortDate(free, now))
                                        : words;
}

QString amount(const QModelIndex &index)
{
    const qint64 cents = index.data(TransactionModel::AmountCentsRole).toLongLong();
    const QString money = formatMoney({cents, index.data(TransactionModel::CurrencyRole).toString()});
    return cents > 0 ? signOf(QLocale().positiveSign()) + money : money;
}

QString balance(const QModelIndex &index)
{
    return formatMoney({index.data(TransactionModel::BalanceAfterCentsRole).toLongLong(),
        index.data(TransactionModel::CurrencyRole).toString()});
}

} // namespace

MoneyPage::MoneyPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_rules(context.source())
    , m_wallets(context.source())
    , m_months(context.source())
    , m_transactions(context.source())
    , m_escrows(context.source())
    , m_topUp(new QAction(tr("Top up…"), this))
    , m_export(new QAction(tr("Export CSV…"), this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(context.theme(), this))
    , m_skeleton(new Skeleton(context.theme(), 6, this))
{
    offer(m_topUp, QStringLiteral("topup"), QStringLiteral("plus"));
    offer(m_export, QStringLiteral("export"), QStringLiteral("file"));
    m_export->setEnabled(false);
    m_content = buildContent();
    for (QWidget *view : {m_content, static_cast<QWidget *>(m_empty), m_skeleton})
        m_stack->addWidget(view);
    m_stack->setCurrentWidget(m_skeleton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_topUp, &QAction::triggered, this, &MoneyPage::topUp);
    connect(m_export, &QAction::triggered, this, &MoneyPage::exportStatement);
    connect(&m_wallets, &QueryModel::updated, this, &MoneyPage::showCards);
    connect(&m_rules, &CommandRules::changed, this, &MoneyPage::judgeTopUp);
    connect(&context, &PageContext::onlineChanged, this, &MoneyPage::judgeTopUp);
    connect(&context.held(), &HeldCommand::changed, this, &MoneyPage::judgeTopUp);
    connect(&context, &PageContext::actingChanged, this, &MoneyPage::reopen);
    connect(&context, &PageContext::userChanged, this, &MoneyPage::reopen);
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, &MoneyPage::reopen);
    clock->start(clockTickMs);
}

QWidget *MoneyPage::buildContent()
{
    auto *content = new QWidget(this);
    m_cardRow = new QHBoxLayout;
    m_cardRow->setSpacing(Theme::grid);
    m_cardGroup = new QButtonGroup(this);
    m_chart = new MonthChart(theme(), m_months, content);
    auto *tabs = new QTabWidget(content);
    tabs->setDocumentMode(true);
    tabs->setAccessibleName(tr("Statement and escrows"));
    tabs->addTab(buildStatement(), tr("Statement"));
    tabs->addTab(buildEscrows(), tr("In escrow"));
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 0);
    layout->setSpacing(2 * Theme::grid);
    layout->addLayout(m_cardRow);
    layout->addWidget(m_chart);
    layout->addWidget(tabs, 1);
    return content;
}

QWidget *MoneyPage::buildStatement()
{
    auto *box = new QWidget(this);
    m_filter = new QComboBox(box);
    m_filter->setAccessibleName(tr("Which movements"));
    for (const QString &name : {tr("In and out"), tr("In"), tr("Out")})
        m_filter->addItem(name);
    connect(m_filter, &QComboBox::currentIndexChanged, this, [this] { chooseCurrency(m_currency); });
    auto *save = new QToolButton(box);
    save->setDefaultAction(m_export);
    const auto date = [](const QModelIndex &index) {
        return QLocale().toString(
            index.data(TransactionModel::CreatedAtRole).toDateTime().toLocalTime().date(), QLocale::ShortFormat);
    };
    const auto colour = [this](const QModelIndex &index) -> QVariant {
        const bool in = index.data(TransactionModel::AmountCentsRole).toLongLong() > 0;
        return in ? QVariant(theme().readable(Theme::Token::Good, theme().color(Theme::Token::Canvas))) : QVariant();
    };
    const QList<TableTextModel::Column> columns{{tr("Date"), date}, {tr("What"), reason}, {tr("For"), subject},
        {tr("Amount"), amount, true, colour}, {tr("Balance"), balance, true}};
    m_statement = new TextTable(theme(), tr("Statement"),
        new TableTextModel(m_transactions, columns, theme().font(Theme::TextStyle::Figures)),
        TransactionModel::SubjectColumn, box);
    connect(m_statement, &TextTable::opened, this, [this](const QModelIndex &row) {
        const TransactionRecord &entry = m_transactions.record(row.row());
        if (!entry.project.isNull())
            Q_EMIT routeRequested({Route::Kind::Project, entry.project, {}, entry.stage});
    });
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter);
    bar->addStretch();
    bar->addWidget(save);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, Theme::grid, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(m_statement, 1);
    return box;
}

QWidget *MoneyPage::buildEscrows()
{
    auto *list = new RowList(theme(), tr("In escrow"), this);
    list->setRows(&m_escrows, new EscrowRowDelegate(theme(), list), [](const QModelIndex &index) {
        const QString currency = index.data(EscrowListModel::CurrencyRole).toString();
        return tr("%1, %2, for %3")
            .arg(index.data(EscrowListModel::StageNameRole).toString(),
                formatMoney({index.data(EscrowListModel::RemainingCentsRole).toLongLong(), currency}),
                index.data(EscrowListModel::PayeeNameRole).toString());
    });
    connect(list, &RowList::opened, this, [this](const QModelIndex &row) {
        const EscrowRecord &escrow = m_escrows.record(row.row());
        if (!escrow.project.isNull())
            Q_EMIT routeRequested({Route::Kind::Project, escrow.project.uuid(), {}, escrow.stage.uuid()});
    });
    auto *pane = new ListPane(theme(), list, m_escrows, this);
    pane->setEmpty(QStringLiteral("lock"), tr("Nothing in escrow"),
        tr("Money that is set aside for accepted stages stands here until it is released."));
    return pane;
}

void MoneyPage::open(const Route &)
{
    reopen();
}

void MoneyPage::reopen()
{
    m_wallets.showOf({context().user(), context().acting()}, QDateTime::currentDateTimeUtc());
    m_escrows.showLiveOf(context().acting());
    judgeTopUp();
    Q_EMIT titleChanged();
}

void MoneyPage::showCards()
{
    const bool pays = context().acting().kind == WorkspaceKind::Business;
    while (m_cards.size() > m_wallets.rowCount())
        delete m_cards.takeLast();
    while (m_cards.size() < m_wallets.rowCount()) {
        auto *card = new WalletCard(theme(), m_content);
        m_cardGroup->addButton(card);
        m_cardRow->insertWidget(static_cast<int>(m_cards.size()), card, 1);
        m_cards.append(card);
        // Not by clicks: a screen reader ticks it.
        connect(card, &QAbstractButton::toggled, this, [this, card](bool chosen) {
            if (chosen && card->wallet().currency != m_currency)
                chooseCurrency(card->wallet().currency);
        });
    }
    if (m_cardRow->count() == m_cards.size())
        m_cardRow->addStretch();
    bool found = false;
    for (int i = 0; i < m_cards.size(); ++i) {
        m_cards.at(i)->setWallet(m_wallets.record(i), pays);
        found = found || m_wallets.record(i).currency == m_currency;
    }
    judgeTopUp();
    if (m_wallets.rowCount() == 0 || !context().rights().seesMoney) {
        showEmpty();
        return;
    }
    m_stack->setCurrentWidget(m_content);
    const QString local = QLocale().currencySymbol(QLocale::CurrencyIsoCode);
    const QString first = m_wallets.inCurrency(local) ? local : m_wallets.record(0).currency;
    chooseCurrency(found ? m_currency : first);
}

void MoneyPage::showEmpty()
{
    const Workspace acting = context().acting();
    const bool pays = acting.kind == WorkspaceKind::Business;
    if (acting.isNull())
        m_empty->setContent(QStringLiteral("user"), words::noWorkspace(), words::noWorkspaceYet());
    else if (!context().rights().seesMoney)
        m_empty->setContent(QStringLiteral("lock"), tr("Not yours to see"),
            pays ? tr("The owner, administrators and finance members of %1 see its money.").arg(context().actingName())
                 : tr("The owner and leads of %1 see its money, and members whose role lets them. What is shared out "
                      "to you arrives in your own wallet.")
                       .arg(context().actingName()));
    else
        m_empty->setContent(QStringLiteral("money"), tr("No wallet yet"),
            pays ? tr("Top up a wallet to fund stages. What is in escrow and what was paid will stand here.")
                 : tr("What you earn arrives here when a buyer releases it."),
            m_topUp->isVisible() ? m_topUp : nullptr);
    m_export->setEnabled(false);
    m_stack->setCurrentWidget(m_empty);
}

void MoneyPage::chooseCurrency(const QString &currency)
{
    m_currency = currency;
    const WalletRecord *wallet = m_wallets.inCurrency(currency);
    if (!wallet)
        return;
    for (WalletCard *card : std::as_const(m_cards))
        card->setChecked(card->wallet().currency == currency);
    m_chart->setCurrency(currency);
    m_months.showOf(wallet->wallet, QDateTime::currentDateTimeUtc().date());
    m_transactions.showOf(wallet->wallet, static_cast<TransactionModel::Filter>(m_filter->currentIndex()));
    m_export->setEnabled(!wallet->wallet.isNull());
    m_export->setToolTip(m_export->isEnabled() ? QString() : tr("There is no statement yet."));
}

void MoneyPage::judgeTopUp()
{
    const bool possible = m_rules.knows(QStringLiteral("top_up_wallet"))
        && m_rules.setting(QStringLiteral("top_up")).toObject().value(QStringLiteral("enabled")).toBool();
    const bool may = context().rights().funds;
    const bool business = context().acting().kind == WorkspaceKind::Business;
    const Command &held = context().held().command();
    const bool underWay = held.name == QLatin1String("top_up_wallet") && held.actingAs == context().acting();
    m_topUp->setVisible(possible && !context().acting().isNull() && context().rights().seesMoney);
    m_topUp->setEnabled(possible && may && !underWay && context().isOnline());
    m_topUp->setToolTip(!may && business ? tr("Its owner, administrators and finance members can top up.")
            : !may                       ? tr("The owner of the team can top up.")
            : underWay                   ? tr("A top-up is about to be sent. Undo it first to change it.")
            : !context().isOnline()      ? PageContext::offlineReason()
                                         : m_topUp->text());
    Q_EMIT primaryActionChanged();
}

QString MoneyPage::subtitle() const
{
    return context().actingName();
}

QAction *MoneyPage::primaryAction() const
{
    return m_topUp->isVisible() ? m_topUp : nullptr;
}

QWidget *MoneyPage::focusTarget()
{
    return m_statement;
}

void MoneyPage::topUp()
{
    auto *dialog = new TopUpDialog(context(), m_rules, m_currency, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MoneyPage::exportStatement()
{
    const QString suggested = tr("statement-%1.csv").arg(m_currency.toLower());
    auto *dialog = new QFileDialog(window(), tr("Export the statement"), suggested, tr("CSV files (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(suggested);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this](const QString &path) { writeStatement(path, m_transactions.records()); });
    dialog->open();
}

void MoneyPage::writeStatement(const QString &path, const QList<TransactionRecord> &transactions)
{
    // A network folder can hang: files are not the window's business (ARCHITECTURE.md, "Threads").
    QPointer<MoneyPage> page(this);
    QThreadPool::globalInstance()->start([page, path, transactions] {
        QSaveFile file(path);
        const QByteArray csv = statementCsv(transactions);
        // commit() alone does not see a full disk.
        const bool saved
            = file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.flush() && file.commit();
        const QString said = saved ? tr("%Ln movements exported", nullptr, static_cast<int>(transactions.size()))
                                   : tr("The statement could not be written: %1").arg(file.errorString());
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [page, said] {
                if (page)
                    page->context().say(said);
            },
            Qt::QueuedConnection);
    });
}

} // namespace projective
