#include "ui/widgets/chatsearch.h"

#include "ui/delegates/foundmessagedelegate.h"
#include "ui/pages/stagewords.h"
#include "ui/theme/theme.h"
#include "ui/widgets/listkeys.h"
#include "ui/widgets/spokenmodel.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QToolButton>

namespace projective {

namespace {
constexpr int mostVisible = 5;
} // namespace

ChatSearch::ChatSearch(query::Source &source, Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_found(new MessageSearchModel(source, this))
    , m_field(new QLineEdit(this))
    , m_note(new TextLabel(theme, Theme::TextStyle::Caption, Theme::Token::Muted, this))
    , m_list(new QListView(this))
{
    m_field->setAccessibleName(tr("Search in this conversation"));
    m_field->setPlaceholderText(tr("Search in this conversation"));
    m_field->installEventFilter(this);
    m_note->setFit(TextLabel::Fit::Wrap);
    auto *close = new QToolButton(this);
    close->setIcon(theme.icon(QStringLiteral("close"), Theme::Token::Muted, true));
    close->setToolTip(tr("Close the search (Esc)"));
    close->setAccessibleName(tr("Close the search"));
    auto *spoken = new SpokenModel(&FoundMessageDelegate::spoken, this);
    spoken->setSourceModel(m_found);
    m_list->setAccessibleName(tr("Messages found"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setItemDelegate(new FoundMessageDelegate(theme, this));
    m_list->setModel(spoken);
    auto *line = new QHBoxLayout;
    line->addWidget(m_field, 1);
    line->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::grid, Theme::grid, 2 * Theme::grid, Theme::grid);
    layout->setSpacing(Theme::halfGrid);
    layout->addLayout(line);
    layout->addWidget(m_note);
    layout->addWidget(m_list);
    hide();
    auto *keys = new ListKeys(m_list);
    connect(keys, &ListKeys::opened, this, [this](const QModelIndex &index) { choose(index, false); });
    connect(keys, &ListKeys::peeked, this, [this](const QModelIndex &index) { choose(index, true); });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { choose(index, false); });
    connect(close, &QToolButton::clicked, this, &ChatSearch::leave);
    connect(m_field, &QLineEdit::textChanged, this, &ChatSearch::typed);
    connect(m_found, &MessageSearchModel::updated, this, &ChatSearch::follow);
    connect(m_found, &MessageSearchModel::reachChanged, this, &ChatSearch::follow);
    connect(&theme, &Theme::changed, this, &ChatSearch::follow);
}

void ChatSearch::open(ChannelId channel)
{
    m_channel = channel;
    typed();
    show();
    m_field->selectAll();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void ChatSearch::leave()
{
    if (isHidden())
        return;
    hide();
    m_field->clear();
    Q_EMIT left();
}

void ChatSearch::typed()
{
    m_found->search(m_channel, m_field->text());
    follow();
}

void ChatSearch::follow()
{
    const QDateTime since = m_found->reach();
    const QString where = since.isValid()
        ? tr("in what is on this device, since %1").arg(words::shortDate(since, QDateTime::currentDateTime()))
        : tr("in all that was said here");
    const int rows = m_found->rowCount();
    const bool asked = !m_field->text().trimmed().isEmpty();
    const QString what = !asked                ? tr("Looks", "followed by: in what is on this device")
        : rows == 0                            ? tr("Nothing found")
        : rows == MessageSearchModel::mostRows ? tr("The newest %Ln found", nullptr, rows)
                                               : tr("%Ln found", nullptr, rows);
    m_note->setText(tr("%1 %2", "how many were found, and where one looked").arg(what, where));
    m_note->setToolTip(words::exactTime(since));
    m_list->setVisible(rows > 0);
    if (rows > 0)
        m_list->setFixedHeight(qMin(rows, mostVisible) * m_list->sizeHintForRow(0));
}

void ChatSearch::choose(const QModelIndex &index, bool peek)
{
    if (index.isValid())
        Q_EMIT chosen(MessageId(index.data(MessageSearchModel::IdRole).toUuid()),
            index.data(MessageSearchModel::SeqRole).toLongLong(), peek);
}

bool ChatSearch::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress && m_list->model()->rowCount() > 0) {
        const QModelIndex first = m_list->model()->index(0, 0);
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            m_list->setCurrentIndex(first);
            m_list->setFocus(Qt::OtherFocusReason);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose(first, false);
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ChatSearch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.color(Theme::Token::Line));
}

} // namespace projective
