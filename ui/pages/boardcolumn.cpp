#include "ui/pages/boardcolumn.h"

#include "ui/delegates/stagedelegates.h"
#include "ui/pages/stagewords.h"
#include "ui/widgets/focusforward.h"
#include "ui/widgets/stagebadge.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QDragMoveEvent>
#include <QLocale>
#include <QMimeData>
#include <QPainter>
#include <QVBoxLayout>

namespace projective {

namespace {

StageId stageIn(const QMimeData *data)
{
    return StageId::fromString(QString::fromLatin1(data->data(QString::fromLatin1(StageListModel::mimeType))));
}

QString spoken(const QModelIndex &index)
{
    const auto stage = index.data(StageListModel::RecordRole).value<StageRecord>();
    const QStringList parts{stage.name, words::stageState(stage.state()), stage.worker(), words::price(stage),
        words::shortDate(stage.dueDate, QDateTime::currentDateTimeUtc()), words::pending(stage.pending)};
    QStringList said;
    for (const QString &part : parts) {
        if (!part.isEmpty())
            said.append(part);
    }
    return said.join(QStringLiteral(", "));
}

} // namespace

BoardColumn::BoardColumn(Theme &theme, StageListModel &stages, StageState state, Judge judge, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_state(state)
    , m_judge(std::move(judge))
    , m_stages(stages)
    , m_list(new RowList(theme, words::stageState(state), this))
    , m_name(new TextLabel(theme, Theme::TextStyle::Strong, Theme::Token::Text, this))
    , m_count(new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this))
    , m_hint(new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this))
{
    m_stages.setStates({state});
    m_list->setRows(&m_stages, new StageCardDelegate(theme, m_list), spoken);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragDrop);
    m_list->setDefaultDropAction(Qt::MoveAction);
    m_list->setFocusPolicy(Qt::StrongFocus);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->viewport()->installEventFilter(this);
    new FocusForward(this, m_list);
    m_name->setText(words::stageState(state));
    m_name->setFit(TextLabel::Fit::Elide);
    m_hint->setFit(TextLabel::Fit::Wrap);
    m_hint->hide();
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Theme::grid, 0, Theme::grid, 0);
    head->setSpacing(Theme::grid);
    head->addWidget(m_name);
    head->addWidget(m_count);
    head->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::halfGrid, Theme::grid, Theme::halfGrid, Theme::halfGrid);
    layout->setSpacing(Theme::halfGrid);
    layout->addLayout(head);
    layout->addWidget(m_hint);
    layout->addWidget(m_list, 1);
    connect(&m_stages, &QAbstractItemModel::rowsInserted, this, &BoardColumn::recount);
    connect(&m_stages, &QAbstractItemModel::rowsRemoved, this, &BoardColumn::recount);
    recount();
}

const StageRecord *BoardColumn::stage(const QModelIndex &row) const
{
    return row.isValid() ? &m_stages.stage(row) : nullptr;
}

const StageRecord *BoardColumn::current() const
{
    return stage(m_list->currentRow());
}

bool BoardColumn::select(StageId stage)
{
    for (int row = 0; row < m_stages.rowCount(); ++row) {
        const QModelIndex index = m_stages.index(row, 0);
        if (m_stages.stage(index).id == stage) {
            m_list->setCurrentRow(index);
            return true;
        }
    }
    return false;
}

void BoardColumn::clearSelection()
{
    m_list->setCurrentIndex({});
    m_list->clearSelection();
}

void BoardColumn::recount()
{
    m_count->setText(QLocale().toString(count()));
    m_list->setAccessibleName(tr("%1, %Ln stages", nullptr, count()).arg(words::stageState(m_state)));
    Q_EMIT countChanged();
}

void BoardColumn::hover(const std::optional<Drop> &drop)
{
    m_drop = drop;
    m_hint->setVisible(drop.has_value());
    if (drop) {
        m_hint->setToken(drop->allowed ? Theme::Token::Accent : Theme::Token::Bad);
        m_hint->setText(drop->words);
    }
    update();
}

bool BoardColumn::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_list->viewport())
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        return dragOver(event);
    case QEvent::DragLeave:
        hover(std::nullopt);
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

bool BoardColumn::dragOver(QEvent *event)
{
    auto *drag = static_cast<QDropEvent *>(event);
    const StageId stage = stageIn(drag->mimeData());
    if (stage.isNull())
        return false;
    if (event->type() == QEvent::Drop) {
        hover(std::nullopt);
        // The view would take the row out of its model; the command, when it is done, moves it.
        drag->setDropAction(Qt::CopyAction);
        drag->accept();
        Q_EMIT dropped(stage);
        return true;
    }
    if (event->type() == QEvent::DragEnter)
        hover(m_judge(stage));
    // Refused ones are accepted too: the drop then says why.
    drag->setDropAction(Qt::CopyAction);
    drag->accept();
    return true;
}

void BoardColumn::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Theme::Token::Sunken));
    if (m_drop) {
        const Theme::Token token = m_drop->allowed ? Theme::Token::Accent : Theme::Token::Bad;
        painter.setPen(QPen(m_theme.color(token), 2));
        painter.setBrush(m_theme.tint(token, 0.06, Theme::Token::Sunken));
    }
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Theme::cardRadius, Theme::cardRadius);
}

} // namespace projective
