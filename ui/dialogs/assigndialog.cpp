#include "ui/dialogs/assigndialog.h"

#include "models/commandrules.h"
#include "sync/commands/assign_stage.h"
#include "ui/delegates/listdelegates.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/rowlist.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace projective {

AssignDialog::AssignDialog(PageContext &context, const StageRecord &stage, const CommandRules &rules, QWidget *parent)
    : FormDialog(context, tr("Assign %1").arg(stage.name), true, parent)
    , m_stage(stage)
    , m_candidates(context.source())
    , m_search(new QLineEdit(this))
    , m_list(new RowList(context.theme(), tr("People and teams"), this))
{
    setMinimumSize(520, 480);
    const int days = rules.number(QStringLiteral("assignment_expiry_days"), 7);
    setIntroduction(tr("They see the terms (%1) and have %Ln days to answer. Nothing is paid yet.", nullptr, days)
                        .arg(words::price(stage)));
    m_found.setSourceModel(&m_candidates);
    m_found.setFilterRole(CandidateModel::NameRole);
    m_found.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setRows(&m_found, new CandidateRowDelegate(theme(), m_list), [](const QModelIndex &index) {
        return tr("%1, %2").arg(
            index.data(CandidateModel::NameRole).toString(), index.data(CandidateModel::HeadlineRole).toString());
    });
    m_search->setPlaceholderText(tr("Search by name"));
    m_search->setAccessibleName(tr("Search by name"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    auto *pane = new ListPane(theme(), m_list, m_candidates, this);
    pane->setEmpty(QStringLiteral("user"), tr("Nobody found"),
        tr("Here stand the freelancers and teams with whom you share a project, a thread or a deal."));
    body()->addWidget(m_search);
    body()->addWidget(pane, 1);
    setVerb(tr("Assign"));
    connect(m_search, &QLineEdit::textChanged, &m_found, &QSortFilterProxyModel::setFilterFixedString);
    // A click makes a row the current one before it selects it.
    connect(m_list, &RowList::selectedRowsChanged, this, [this] {
        const CandidateRecord *candidate = chosen();
        setVerb(candidate ? tr("Assign to %1").arg(candidate->name) : tr("Assign"));
        check();
    });
    connect(&m_found, &QAbstractItemModel::rowsRemoved, this, &AssignDialog::check);
    m_candidates.showFor(BusinessId(context.acting().id));
    m_search->setFocus();
    check();
}

bool AssignDialog::eventFilter(QObject *watched, QEvent *event)
{
    // From the search field the arrows walk through what it found.
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if ((key == Qt::Key_Down || key == Qt::Key_Up) && m_found.rowCount() > 0) {
            const int row
                = m_list->currentRow().isValid() ? m_list->currentRow().row() + (key == Qt::Key_Down ? 1 : -1) : 0;
            m_list->setCurrentRow(m_found.index(qBound(0, row, m_found.rowCount() - 1), 0));
            return true;
        }
    }
    return FormDialog::eventFilter(watched, event);
}

const CandidateRecord *AssignDialog::chosen() const
{
    const QModelIndexList rows = m_list->selectedRows();
    return rows.isEmpty() ? nullptr : &m_candidates.record(m_found.mapToSource(rows.first()).row());
}

FormProblem AssignDialog::problem() const
{
    return chosen() ? QString() : tr("Choose a person or a team.");
}

void AssignDialog::submit()
{
    const CandidateRecord *candidate = chosen();
    AssignStage assign;
    assign.assignment = AssignmentId(newUuid());
    assign.stage = m_stage.id;
    if (candidate->team)
        assign.team = TeamId(candidate->id);
    else
        assign.freelancer = FreelancerId(candidate->id);
    const QString said = tr("%1 was offered to %2").arg(m_stage.name, candidate->name);
    PageContext &pages = context();
    pages.submit(assign.command(pages.acting()), [&pages, said](const CommandState &state) {
        if (state.kind == CommandState::Kind::Applied)
            pages.say(said);
    });
}

} // namespace projective
