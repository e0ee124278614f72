#include "ui/widgets/texttable.h"

#include "ui/theme/theme.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/tabletextmodel.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace projective {

namespace {

/// Room beside the text, and the focus on the row as a whole.
class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(2 * Theme::grid, 0);
    }
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        // The page decides on which side it stands, its own letters in which direction it reads.
        option->displayAlignment
            = QStyle::visualAlignment(option->direction, option->displayAlignment) | Qt::AlignAbsolute;
        option->direction = option->text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem cell = option;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, option.palette.brush(QPalette::Highlight));
        cell.state &= ~(QStyle::State_HasFocus | QStyle::State_Selected | QStyle::State_MouseOver);
        cell.rect.adjust(Theme::grid, 0, -Theme::grid, 0);
        if (option.state & QStyle::State_Selected)
            cell.palette.setBrush(QPalette::Text, option.palette.brush(QPalette::HighlightedText));
        QStyledItemDelegate::paint(painter, cell, index);
    }
};

} // namespace

TextTable::TextTable(Theme &theme, const QString &name, TableTextModel *model, int wide, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
{
    setAccessibleName(name);
    setModel(model);
    model->setParent(this);
    setItemDelegate(new CellDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setAlternatingRowColors(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(wide, QHeaderView::Stretch);
    horizontalHeader()->setMinimumSectionSize(64);
    // Where rows go and come at once, Qt's header lays itself out in between and then counts those that came twice.
    const auto recount = [this] {
        if (verticalHeader()->count() != this->model()->rowCount())
            verticalHeader()->reset();
    };
    connect(model, &QAbstractItemModel::rowsInserted, this, recount);
    connect(model, &QAbstractItemModel::rowsRemoved, this, recount);
    auto *keys = new ListKeys(this);
    const auto open = [this, model](const QModelIndex &index) { Q_EMIT opened(model->mapToSource(index)); };
    connect(keys, &ListKeys::opened, this, open);
    connect(this, &QAbstractItemView::doubleClicked, this, open);
    connect(&theme, &Theme::changed, this, &TextTable::restyle);
    restyle();
}

void TextTable::restyle()
{
    verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    horizontalHeader()->setFont(m_theme.font(Theme::TextStyle::Secondary));
    QPalette colours = m_theme.palette();
    colours.setColor(QPalette::ButtonText, m_theme.color(Theme::Token::Muted));
    horizontalHeader()->setPalette(colours);
}

} // namespace projective
