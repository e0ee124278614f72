#include "ui/dialogs/palette.h"

#include "models/searchmodel.h"
#include "ui/actionset.h"
#include "ui/delegates/palettedelegate.h"
#include "ui/pages/pagecontext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPointer>
#include <QVBoxLayout>

#include <algorithm>

namespace projective {

namespace {
constexpr int mostActions = 12;
constexpr int visibleRows = 10;
} // namespace

Palette::Palette(PageContext &context, ActionSet &actions, QWidget *parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_context(context)
    , m_actions(actions)
    , m_search(new SearchModel(context.source(), this))
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_none(new TextLabel(context.theme(), Theme::TextStyle::Body, Theme::Token::Muted, this))
{
    setAccessibleName(tr("Search"));
    m_field->setAccessibleName(tr("Search"));
    m_field->setPlaceholderText(tr("Type a project, stage, person or command"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setAccessibleName(tr("Results"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new PaletteDelegate(context.theme(), this));
    m_list->setModel(&m_results);
    m_list->viewport()->setAutoFillBackground(false);
    m_none->setText(tr("Nothing has that name here."));
    m_none->setAlignment(Qt::AlignCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::grid, Theme::grid, Theme::grid, Theme::grid);
    layout->setSpacing(Theme::grid);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_none, 1);
    connect(m_field, &QLineEdit::textEdited, this, &Palette::typed);
    connect(m_search, &SearchModel::updated, this, &Palette::fill);
    connect(m_list, &QListView::clicked, this, &Palette::choose);
}

void Palette::popUp()
{
    m_field->clear();
    typed();
    QWidget *window = parentWidget();
    const int width = qMin(640, window->width() - 8 * Theme::grid);
    const int height = (visibleRows + 1) * m_context.theme().rowHeight() + 5 * Theme::grid;
    resize(width, qMin(height, window->height() - 8 * Theme::grid));
    const QPoint corner = window->mapToGlobal(QPoint((window->width() - width) / 2, window->height() / 8));
    QDialog::move(corner);
    show();
    m_field->setFocus();
}

void Palette::typed()
{
    m_search->search({m_context.user(), m_context.acting()}, m_field->text());
    fill();
}

int Palette::match(const QString &typed, const QString &text)
{
    const QString needle = typed.simplified().toCaseFolded();
    const QString hay = text.toCaseFolded();
    if (needle.isEmpty())
        return 0;
    const qsizetype whole = hay.indexOf(needle);
    if (whole == 0)
        return 1000;
    if (whole > 0)
        return hay.at(whole - 1).isLetterOrNumber() ? 600 : 800;
    qsizetype at = 0;
    int gaps = 0;
    for (const QChar character : needle) {
        const qsizetype found = hay.indexOf(character, at);
        if (found < 0)
            return -1;
        gaps += static_cast<int>(found - at);
        at = found + 1;
    }
    return qMax(0, 400 - 10 * gaps);
}

void Palette::fill()
{
    m_results.clear();
    const QString text = m_field->text();
    // With nothing typed the places are the start, else whatever matches better by kind: commands first.
    addActions(text);
    if (!text.trimmed().isEmpty())
        addPlaces();
    const bool none = m_results.rowCount() == 0;
    m_list->setVisible(!none);
    m_none->setVisible(none);
    for (int row = 0; row < m_results.rowCount(); ++row) {
        if (m_results.item(row)->isEnabled()) {
            m_list->setCurrentIndex(m_results.index(row, 0));
            break;
        }
    }
}

void Palette::addActions(const QString &text)
{
    struct Found {
        const QAction *action;
        QString blocked;
        int score;
        [[nodiscard]] auto rank() const
        {
            // What can't be done now comes after what can, and what is in hand before what is always there.
            return std::tuple(blocked.isEmpty(), score, ActionSet::group(action) == ActionSet::Group::Page);
        }
    };
    QList<Found> found;
    for (const QAction *action : m_actions.actions()) {
        const bool listed = ActionSet::isInPalette(action) && action->isVisible();
        const int score = listed ? match(text, action->text()) : -1;
        if (score >= 0)
            found.append({action, m_actions.blocked(action), score});
    }
    std::stable_sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.rank() > b.rank(); });
    for (const Found &one : found.mid(0, mostActions)) {
        const QString key = one.action->shortcut().toString(QKeySequence::NativeText);
        auto *item = new QStandardItem(one.action->text());
        item->setData(ActionSet::iconName(one.action), PaletteDelegate::IconRole);
        item->setData(one.blocked.isEmpty() ? key : one.blocked, PaletteDelegate::NoteRole);
        item->setData(one.action->objectName(), PaletteDelegate::ActionRole);
        item->setEnabled(one.blocked.isEmpty());
        m_results.appendRow(item);
    }
}

void Palette::addPlaces()
{
    using Kind = SearchRow::Kind;
    static const QString icons[] = {QStringLiteral("projects"), QStringLiteral("work"), QStringLiteral("hash"),
        QStringLiteral("user"), QStringLiteral("business"), QStringLiteral("team"), QStringLiteral("work")};
    for (const SearchRow &row : m_search->records()) {
        auto *item = new QStandardItem(row.text);
        item->setData(icons[static_cast<int>(row.kind)], PaletteDelegate::IconRole);
        item->setData(row.context, PaletteDelegate::NoteRole);
        if (row.kind == Kind::Person || row.kind == Kind::Business || row.kind == Kind::Team) {
            item->setData(row.id, PaletteDelegate::ProfileRole);
        } else {
            Route route{Route::Kind::Project, row.project, {}, {}};
            if (row.kind == Kind::Channel)
                route = {Route::Kind::Messages, row.id, {}, {}};
            else if (row.kind != Kind::Project)
                route.detail = row.id;
            item->setData(route.toString(), PaletteDelegate::RouteRole);
        }
        m_results.appendRow(item);
    }
}

void Palette::choose(const QModelIndex &index)
{
    if (!index.isValid() || !(index.flags() & Qt::ItemIsEnabled))
        return;
    const QString id = index.data(PaletteDelegate::ActionRole).toString();
    const QString route = index.data(PaletteDelegate::RouteRole).toString();
    const QUuid profile = index.data(PaletteDelegate::ProfileRole).toUuid();
    hide();
    if (!profile.isNull())
        Q_EMIT profileRequested(profile);
    else if (!route.isEmpty())
        Q_EMIT routeRequested(Route::fromString(route));
    else if (QAction *action = m_actions.find(id))
        action->trigger();
}

void Palette::move(int step)
{
    const int rows = m_results.rowCount();
    if (rows > 0)
        m_list->setCurrentIndex(m_results.index((m_list->currentIndex().row() + step + rows) % rows, 0));
}

bool Palette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose(m_list->currentIndex());
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void Palette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_context.theme().color(Theme::Token::Raised));
    painter.setPen(m_context.theme().color(Theme::Token::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace projective
