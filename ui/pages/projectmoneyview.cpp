#include "ui/pages/projectmoneyview.h"

#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/focusforward.h"
#include "ui/widgets/tabletextmodel.h"
#include "ui/widgets/textlabel.h"
#include "ui/widgets/texttable.h"
#include "ui/words.h"

#include <QVBoxLayout>

#include <algorithm>

namespace projective {

namespace {

/// An amount of the index's column; a dash for none, so that the eye finds what is there.
QString amount(const QModelIndex &index)
{
    const qint64 cents = index.data(ProjectMoneyModel::CentsRole).toLongLong();
    return cents == 0 ? QStringLiteral("–")
                      : formatMoney({cents, index.data(ProjectMoneyModel::CurrencyRole).toString()});
}

} // namespace

ProjectMoneyView::ProjectMoneyView(PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_money(context.source())
    , m_totals(new TextLabel(context.theme(), Theme::TextStyle::Figures, Theme::Token::Text, this))
{
    const auto name = [](const QModelIndex &index) {
        const auto state = static_cast<StageState>(index.data(ProjectMoneyModel::StateRole).toInt());
        const QString stage = index.data(ProjectMoneyModel::NameRole).toString();
        return state == StageState::Closed ? tr("%1 (closed)").arg(stage) : stage;
    };
    QList<TableTextModel::Column> columns{{tr("Stage"), name}};
    for (const QString &header :
        {tr("Price"), tr("Funded"), tr("Released"), tr("Refunded"), tr("In dispute"), tr("In escrow")})
        columns.append({header, amount, true});
    m_table = new TextTable(context.theme(), tr("Money of the project"),
        new TableTextModel(m_money, columns, context.theme().font(Theme::TextStyle::Figures)),
        ProjectMoneyModel::StageColumn, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    m_totals->setFit(TextLabel::Fit::Wrap);
    layout->addWidget(m_totals);
    layout->addWidget(m_table, 1);
    new FocusForward(this, m_table);
    connect(&m_money, &QueryModel::updated, this, &ProjectMoneyView::showTotals);
    connect(static_cast<TextTable *>(m_table), &TextTable::opened, this,
        [this](const QModelIndex &index) { Q_EMIT opened(m_money.record(index.row()).stage); });
}

void ProjectMoneyView::showProject(ProjectId project)
{
    m_money.showProject(project);
}

void ProjectMoneyView::showTotals()
{
    QStringList lines;
    const QList<ProjectMoneyRecord> totals = m_money.totals();
    for (const ProjectMoneyRecord &sum : totals) {
        const auto money = [&](qint64 cents) { return formatMoney({cents, sum.currency}); };
        QStringList parts{tr("Agreed %1").arg(money(sum.priceCents)), tr("funded %1").arg(money(sum.fundedCents)),
            tr("released %1").arg(money(sum.releasedCents)), tr("in escrow %1").arg(money(sum.remainingCents))};
        if (sum.refundedCents > 0)
            parts.append(tr("refunded %1").arg(money(sum.refundedCents)));
        if (sum.disputedCents > 0)
            parts.append(tr("of that in dispute %1").arg(money(sum.disputedCents)));
        lines.append(parts.join(QStringLiteral(" · ")));
    }
    // Rare ones only take room from the stages' names.
    const auto none = [&totals](qint64 ProjectMoneyRecord::*cents) {
        return std::all_of(
            totals.cbegin(), totals.cend(), [cents](const ProjectMoneyRecord &sum) { return sum.*cents == 0; });
    };
    m_table->setColumnHidden(ProjectMoneyModel::RefundedColumn, none(&ProjectMoneyRecord::refundedCents));
    m_table->setColumnHidden(ProjectMoneyModel::DisputedColumn, none(&ProjectMoneyRecord::disputedCents));
    m_totals->setText(
        lines.isEmpty() ? tr("No money is agreed or moved in this project yet.") : lines.join(QLatin1Char('\n')));
}

} // namespace projective
