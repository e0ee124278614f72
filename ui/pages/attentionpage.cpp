#include "ui/pages/attentionpage.h"

#include "models/attentionmodel.h"
#include "ui/commandtext.h"
#include "ui/delegates/attentiondelegate.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/spokenmodel.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QListView>
#include <QMessageBox>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace projective {

AttentionPage::AttentionPage(PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_rows(new AttentionModel(context.source(), this))
    , m_stack(new QStackedWidget(this))
    , m_list(new QListView)
    , m_empty(new EmptyState(context.theme(), m_stack))
{
    auto *spoken = new SpokenModel(&AttentionDelegate::spoken, this);
    spoken->setSourceModel(m_rows);
    m_list->setAccessibleName(title());
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setItemDelegate(new AttentionDelegate(theme(), this));
    m_list->setModel(spoken);
    m_list->setMinimumWidth(220);
    auto *splitter = new QSplitter(m_stack);
    splitter->addWidget(m_list);
    splitter->addWidget(makeDetails());
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({320, 600});
    m_empty->setContent(QStringLiteral("check"), tr("Nothing needs your attention"),
        tr("When the server refuses something you did, it waits here with the reason until you decide. Nothing is lost "
           "silently."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    offerActions();
    auto *keys = new ListKeys(m_list);
    connect(keys, &ListKeys::opened, m_retry, [this] { m_retry->setFocus(); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &index) { show(index.row()); });
    connect(m_rows, &AttentionModel::updated, this, &AttentionPage::rowsChanged);
    connect(&context, &PageContext::onlineChanged, this, &AttentionPage::rowsChanged);
}

QWidget *AttentionPage::makeDetails()
{
    m_details = new QWidget;
    auto *layout = new QVBoxLayout(m_details);
    layout->setContentsMargins(3 * Theme::grid, 2 * Theme::grid, 3 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid);
    m_what = new TextLabel(theme(), Theme::TextStyle::Section, Theme::Token::Text, m_details);
    m_asWhom = new TextLabel(theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, m_details);
    m_why = new TextLabel(theme(), Theme::TextStyle::Body, Theme::Token::Bad, m_details);
    for (TextLabel *label : {m_what, m_asWhom, m_why}) {
        label->setFit(TextLabel::Fit::Wrap);
        layout->addWidget(label);
    }
    auto *scroll = new QScrollArea(m_details);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    m_versions = new QWidget(scroll);
    scroll->setWidget(m_versions);
    layout->addSpacing(Theme::grid);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeButtons(m_details));
    return m_details;
}

QWidget *AttentionPage::makeButtons(QWidget *parent)
{
    auto *bar = new QWidget(parent);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    m_retry = new PrimaryButton(theme(), bar);
    m_retry->setText(tr("Try again"));
    m_edit = new QPushButton(tr("Edit"), bar);
    m_copy = new QPushButton(tr("Copy"), bar);
    m_discard = new QPushButton(tr("Discard…"), bar);
    layout->addWidget(m_retry);
    layout->addWidget(m_edit);
    layout->addWidget(m_copy);
    layout->addStretch();
    layout->addWidget(m_discard);
    connect(m_retry, &QPushButton::clicked, this, &AttentionPage::retry);
    connect(m_edit, &QPushButton::clicked, this, &AttentionPage::edit);
    connect(m_copy, &QPushButton::clicked, this, &AttentionPage::copy);
    connect(m_discard, &QPushButton::clicked, this, &AttentionPage::discard);
    return bar;
}

void AttentionPage::offerActions()
{
    for (const auto &[button, id, icon] :
        {std::tuple(static_cast<QPushButton *>(m_retry), "retry", "retry"), std::tuple(m_edit, "edit", "edit"),
            std::tuple(m_copy, "copy", "copy"), std::tuple(m_discard, "discard", "trash")}) {
        auto *action = new QAction(button->text(), this);
        offer(action, QString::fromLatin1(id), QString::fromLatin1(icon));
        connect(action, &QAction::triggered, button, &QPushButton::click);
        m_offered.append({action, button});
    }
}

void AttentionPage::judgeActions()
{
    for (const auto &[action, button] : std::as_const(m_offered))
        action->setVisible(current() && !button->isHidden());
}

void AttentionPage::open(const Route &route)
{
    m_wanted = EntryId(route.id);
    rowsChanged();
}

QString AttentionPage::title() const
{
    return tr("Needs attention");
}

QWidget *AttentionPage::focusTarget()
{
    return m_list;
}

void AttentionPage::rowsChanged()
{
    const bool empty = m_rows->rowCount() == 0;
    m_stack->setCurrentIndex(empty && m_rows->isLoaded() ? 0 : 1);
    m_details->setVisible(!empty);
    judgeActions();
    if (empty)
        return;
    const int wanted = m_rows->rowOf(m_wanted);
    const int row = wanted >= 0 ? wanted : qMax(0, m_list->currentIndex().row());
    m_wanted = EntryId();
    m_list->setCurrentIndex(m_list->model()->index(qMin(row, m_rows->rowCount() - 1), 0));
    show(m_list->currentIndex().row());
}

const AttentionRow *AttentionPage::current() const
{
    const int row = m_list->currentIndex().row();
    return row >= 0 && row < m_rows->rowCount() ? &m_rows->record(row) : nullptr;
}

void AttentionPage::show(int index)
{
    if (index < 0 || index >= m_rows->rowCount())
        return;
    const AttentionRow &row = m_rows->record(index);
    const QString what = words::command(row.command);
    m_what->setText(row.subject.isEmpty() ? what : tr("%1: %2", "command: subject").arg(what, row.subject));
    const QString when = words::relativeTime(row.triedAt, QDateTime::currentDateTime());
    m_asWhom->setText(row.actingName.isEmpty() ? when : tr("As %1, %2", "workspace, time").arg(row.actingName, when));
    m_why->setText(
        row.outcome == u"failed" ? words::unsent(row.code) : words::refusal(row.code, row.field, row.params));
    m_edit->setVisible(commandtext::isEditable(row.command));
    showVersions(row);
    judgeActions();
}

void AttentionPage::showVersions(const AttentionRow &row)
{
    delete m_versions->layout();
    qDeleteAll(m_versions->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    auto *grid = new QGridLayout(m_versions);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(Theme::grid);
    const auto put
        = [this, grid](int line, int column, const QString &text, Theme::TextStyle style, Theme::Token token) {
              auto *label = new TextLabel(theme(), style, token, m_versions);
              label->setFit(TextLabel::Fit::Wrap);
              label->setText(text);
              if (!label->isBroken())
                  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
              grid->addWidget(label, line, column, Qt::AlignTop);
          };
    const QList<commandtext::Line> lines = commandtext::lines(row.args, row.expected, row.current);
    m_copy->setVisible(!lines.isEmpty());
    if (lines.isEmpty())
        return;
    const bool two = !row.current.isEmpty();
    put(0, 1, tr("What you entered"), Theme::TextStyle::Secondary, Theme::Token::Muted);
    if (two)
        put(0, 2, tr("What the server has"), Theme::TextStyle::Secondary, Theme::Token::Muted);
    int line = 1;
    for (const commandtext::Line &entry : lines) {
        put(line, 0, entry.name, Theme::TextStyle::Secondary, Theme::Token::Muted);
        put(line, 1, entry.entered, Theme::TextStyle::Body, Theme::Token::Text);
        if (two)
            put(line, 2, entry.current, Theme::TextStyle::Body, Theme::Token::Text);
        ++line;
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, two ? 1 : 0);
    grid->setRowStretch(line, 1);
}

void AttentionPage::retry()
{
    const AttentionRow *row = current();
    if (!row)
        return;
    context().commands().retry(row->entry);
    // If it is refused again, it comes back here.
    context().say(context().isOnline() ? tr("Trying again.") : tr("It is sent once you are online again."));
}

void AttentionPage::edit()
{
    const AttentionRow *row = current();
    if (!row)
        return;
    // A text goes back to where it was written; the refused try is done with.
    const QString channel = row->args.value(u"channel").toString();
    context().commands().saveDraft(QStringLiteral("channel:") + channel, row->args.value(u"body").toString());
    context().commands().discard(row->entry);
    Q_EMIT routeRequested({Route::Kind::Messages, QUuid::fromString(channel), {}, {}});
}

void AttentionPage::copy()
{
    const AttentionRow *row = current();
    if (!row)
        return;
    QStringList text;
    for (const commandtext::Line &entry : commandtext::lines(row->args, row->expected, row->current))
        text.append(tr("%1: %2", "name: value").arg(entry.name, entry.entered));
    QApplication::clipboard()->setText(text.join(u'\n'));
    context().say(tr("Copied."));
}

void AttentionPage::discard()
{
    const AttentionRow *row = current();
    if (!row)
        return;
    const EntryId entry = row->entry;
    QMessageBox box(QMessageBox::NoIcon, tr("Discard"), tr("Discard what you entered?"), QMessageBox::Cancel, this);
    box.setInformativeText(tr("“%1” is thrown away. This can't be undone.").arg(words::command(row->command)));
    box.setTextFormat(Qt::PlainText);
    QPushButton *yes = box.addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == yes)
        context().commands().discard(entry);
}

} // namespace projective
