#include "ui/delegates/messagedelegate.h"

#include "models/chatmodel.h"
#include "ui/theme/theme.h"
#include "ui/words.h"

#include <QAbstractTextDocumentLayout>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

namespace projective {

namespace {
constexpr int margin = 2 * Theme::grid;
constexpr int face = 32;
constexpr int indent = margin + face + Theme::grid; ///< of bodies
constexpr int stateWidth = Theme::iconSize + Theme::grid;

/// A document that loads nothing, whatever its text asks for.
class ClosedDocument : public QTextDocument
{
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int, const QUrl &) override { return QVariant(); }
};

QString keyOf(const QModelIndex &index)
{
    const QUuid id = index.data(ChatModel::IdRole).toUuid();
    const QUuid entry = index.data(ChatModel::EntryRole).toUuid();
    return (id.isNull() ? entry : id).toString()
        + QString::number(qHash(index.data(ChatModel::BodyRole).toString()), 36)
        + QString::number(index.data(ChatModel::EditedAtRole).toDateTime().toMSecsSinceEpoch(), 36)
        + (index.data(ChatModel::DeletedRole).toBool() ? u'd' : u'-');
}

MessageState stateOf(const QModelIndex &index)
{
    return static_cast<MessageState>(index.data(ChatModel::StateRole).toInt());
}

QString senderOf(const QModelIndex &index)
{
    const QString name = index.data(ChatModel::SenderNameRole).toString();
    return name.isEmpty() ? MessageDelegate::tr("Former member") : name;
}

QString timeOf(const QModelIndex &index)
{
    return words::clockTime(index.data(ChatModel::TimeRole).toDateTime());
}

int textHeight(const Theme &theme, Theme::TextStyle style)
{
    return QFontMetrics(theme.font(style)).height();
}
} // namespace

MessageDelegate::MessageDelegate(Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
    m_look.monospace = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    clear();
}

void MessageDelegate::setWidth(int width)
{
    if (m_width == width)
        return;
    m_width = width;
    m_documents.clear();
    m_heights.clear();
}

void MessageDelegate::setMentions(const QStringList &names)
{
    if (m_look.mentions == names)
        return;
    m_look.mentions = names;
    clear();
}

void MessageDelegate::clear()
{
    m_look.muted = m_theme.color(Theme::Token::Muted);
    m_look.accent = m_theme.readable(Theme::Token::Accent, m_theme.color(Theme::Token::Canvas));
    m_look.well = m_theme.color(Theme::Token::Sunken);
    m_documents.clear();
    m_heights.clear();
}

int MessageDelegate::bodyWidth() const
{
    return qMax(80, m_width - indent - margin - stateWidth);
}

QString MessageDelegate::html(const QModelIndex &index) const
{
    if (index.data(ChatModel::DeletedRole).toBool())
        return QStringLiteral("<i style=\"color:%1\">%2</i>")
            .arg(m_look.muted.name(), tr("Message deleted").toHtmlEscaped());
    QString text = markdownToHtml(index.data(ChatModel::BodyRole).toString(), m_look);
    if (index.data(ChatModel::EditedAtRole).toDateTime().isValid()) {
        text += QStringLiteral("<p style=\"margin:0;color:%1;font-size:%2pt\">%3</p>")
                    .arg(m_look.muted.name())
                    .arg(m_theme.font(Theme::TextStyle::Caption).pointSizeF())
                    .arg(tr("edited").toHtmlEscaped());
    }
    return text;
}

QTextDocument *MessageDelegate::document(const QModelIndex &index) const
{
    const QString key = keyOf(index);
    if (QTextDocument *cached = m_documents.object(key))
        return cached;
    auto *made = new ClosedDocument;
    made->setDocumentMargin(0);
    made->setIndentWidth(2 * Theme::grid);
    made->setDefaultFont(m_theme.font(Theme::TextStyle::Body));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    // Each paragraph reads in the direction of its own first strong character, but all begin beside the face.
    option.setTextDirection(Qt::LayoutDirectionAuto);
    const bool mirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    option.setAlignment((mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute);
    made->setDefaultTextOption(option);
    made->setHtml(html(index));
    made->setTextWidth(bodyWidth());
    m_heights.insert(key, qCeil(made->size().height()));
    m_documents.insert(key, made);
    return made;
}

MessageDelegate::Parts MessageDelegate::parts(const QModelIndex &index) const
{
    Parts result;
    if (index.data(ChatModel::StartsDayRole).toBool())
        result.day = textHeight(m_theme, Theme::TextStyle::Caption) + 3 * Theme::grid;
    if (index.data(ChatModel::StartsUnreadRole).toBool())
        result.unread = textHeight(m_theme, Theme::TextStyle::Caption) + Theme::grid;
    const bool head = index.data(ChatModel::StartsGroupRole).toBool();
    if (head)
        result.head = textHeight(m_theme, Theme::TextStyle::Strong) + Theme::grid + Theme::halfGrid;
    const QString key = keyOf(index);
    const auto known = m_heights.constFind(key);
    if (known == m_heights.constEnd())
        (void)document(index);
    result.body = m_heights.value(key) + Theme::halfGrid;
    if (head)
        result.body = qMax(result.body, face - textHeight(m_theme, Theme::TextStyle::Strong));
    if (stateOf(index) == MessageState::Refused)
        result.foot = textHeight(m_theme, Theme::TextStyle::Secondary) + Theme::halfGrid;
    return result;
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return QSize(m_width, parts(index).height());
}

QRect MessageDelegate::bodyRect(const QRect &row, const Parts &parts, Qt::LayoutDirection direction) const
{
    const QRect body(row.left() + indent, row.top() + parts.top(), bodyWidth(), parts.body);
    return QStyle::visualRect(direction, row, body);
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Parts parts = this->parts(index);
    const QRect row = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect content = row.adjusted(Theme::halfGrid, parts.day + parts.unread, -Theme::halfGrid, 0);
    const bool current = option.state & QStyle::State_Selected;
    const bool focused = current && (option.state & QStyle::State_HasFocus);
    if (current || index.data(ChatModel::MentionsMeRole).toBool() || (option.state & QStyle::State_MouseOver)) {
        const Theme::Token token
            = index.data(ChatModel::MentionsMeRole).toBool() || current ? Theme::Token::Accent : Theme::Token::Muted;
        painter->setBrush(m_theme.tint(token, token == Theme::Token::Accent ? 0.08 : 0.05));
        painter->setPen(focused ? QPen(m_theme.color(Theme::Token::Accent), 2) : QPen(Qt::NoPen));
        painter->drawRoundedRect(QRectF(content).adjusted(1, 1, -1, -1), Theme::controlRadius, Theme::controlRadius);
    }
    if (parts.day > 0)
        paintDay(painter, QRect(row.left(), row.top(), row.width(), parts.day), index);
    if (parts.unread > 0)
        paintUnread(painter, QRect(row.left(), row.top() + parts.day, row.width(), parts.unread), index);
    if (parts.head > 0)
        paintHead(painter, QRect(row.left(), row.top() + parts.day + parts.unread, row.width(), parts.head), index,
            option.direction);

    const QRect body = bodyRect(row, parts, option.direction);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette = option.palette;
    context.palette.setColor(
        QPalette::Text, m_theme.color(stateOf(index) == MessageState::Sent ? Theme::Token::Text : Theme::Token::Muted));
    painter->translate(body.topLeft());
    document(index)->documentLayout()->draw(painter, context);
    painter->translate(-body.topLeft());
    paintState(painter, row, parts, index, option.direction);
    painter->restore();
}

void MessageDelegate::paintDay(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const QDate date = index.data(ChatModel::TimeRole).toDateTime().toLocalTime().date();
    const QString text = words::day(date, QDate::currentDate());
    painter->setFont(m_theme.font(Theme::TextStyle::Caption));
    const int width = painter->fontMetrics().horizontalAdvance(text) + 2 * Theme::grid;
    QRect label(0, 0, width, rect.height());
    label.moveCenter(rect.center());
    painter->setPen(m_theme.color(Theme::Token::Line));
    const int y = rect.center().y();
    painter->drawLine(rect.left() + margin, y, label.left(), y);
    painter->drawLine(label.right(), y, rect.right() - margin, y);
    painter->setPen(m_theme.color(Theme::Token::Muted));
    painter->drawText(label, Qt::AlignCenter, text);
}

void MessageDelegate::paintUnread(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const int above = index.data(ChatModel::UnreadAboveRole).toInt();
    const QString text = above > 0 ? tr("New · %Ln earlier are not loaded yet", nullptr, above) : tr("New");
    painter->setFont(m_theme.font(Theme::TextStyle::Caption));
    const int width = painter->fontMetrics().horizontalAdvance(text) + 2 * Theme::grid;
    QRect label(0, rect.top(), width, rect.height());
    label.moveCenter(rect.center());
    painter->setPen(m_theme.color(Theme::Token::Accent));
    const int y = rect.center().y();
    painter->drawLine(rect.left() + margin, y, label.left(), y);
    painter->drawLine(label.right(), y, rect.right() - margin, y);
    painter->setPen(m_look.accent);
    painter->drawText(label, Qt::AlignCenter, text);
}

void MessageDelegate::paintHead(
    QPainter *painter, const QRect &rect, const QModelIndex &index, Qt::LayoutDirection direction) const
{
    const QString name = senderOf(index);
    const bool mine = index.data(ChatModel::MineRole).toBool();
    const QRect disc
        = QStyle::visualRect(direction, rect, QRect(rect.left() + margin, rect.top() + Theme::grid, face, face));
    m_theme.paintAvatar(painter, disc, name, mine ? m_theme.color(Theme::Token::Accent) : QColor());

    const int top = rect.top() + Theme::grid - 2;
    const int height = rect.bottom() - top;
    const int room = rect.width() - indent - margin;
    constexpr Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter;
    painter->setFont(m_theme.font(Theme::TextStyle::Strong));
    const QString shown = painter->fontMetrics().elidedText(name, Qt::ElideRight, room - 8 * Theme::grid);
    const int width = painter->fontMetrics().horizontalAdvance(shown);
    painter->setPen(m_theme.color(Theme::Token::Text));
    painter->drawText(QStyle::visualRect(direction, rect, QRect(rect.left() + indent, top, width + 1, height)),
        lineFlags(direction, align, shown), shown);
    painter->setFont(m_theme.font(Theme::TextStyle::Caption));
    painter->setPen(m_theme.color(Theme::Token::Muted));
    const int from = rect.left() + indent + width + Theme::grid;
    painter->drawText(QStyle::visualRect(direction, rect, QRect(from, top, rect.right() - from, height)),
        lineFlags(direction, align, timeOf(index)), timeOf(index));
}

void MessageDelegate::paintState(QPainter *painter, const QRect &row, const Parts &parts, const QModelIndex &index,
    Qt::LayoutDirection direction) const
{
    const MessageState state = stateOf(index);
    if (state == MessageState::Sent)
        return;
    const QRect body = bodyRect(row, parts, direction);
    const bool refused = state == MessageState::Refused;
    const QRect box(row.right() - margin - Theme::iconSize, body.top(), Theme::iconSize, Theme::iconSize);
    m_theme
        .icon(refused ? QStringLiteral("alert") : QStringLiteral("clock"),
            refused ? Theme::Token::Bad : Theme::Token::Muted)
        .paint(painter, QStyle::visualRect(direction, row, box));
    if (!refused)
        return;
    painter->setFont(m_theme.font(Theme::TextStyle::Secondary));
    painter->setPen(m_theme.color(Theme::Token::Bad));
    const QString notSent = tr("Not sent. Click to see why.");
    painter->drawText(QRect(body.left(), body.bottom(), body.width(), parts.foot),
        lineFlags(direction, Qt::AlignLeft | Qt::AlignTop, notSent), notSent);
}

QString MessageDelegate::linkAt(const QModelIndex &index, const QPoint &point, Qt::LayoutDirection direction) const
{
    const Parts parts = this->parts(index);
    const QRect body = bodyRect(QRect(0, 0, m_width, parts.height()), parts, direction);
    return document(index)->documentLayout()->anchorAt(point - body.topLeft());
}

QString MessageDelegate::spoken(const QModelIndex &index)
{
    QString text = index.data(ChatModel::DeletedRole).toBool()
        ? tr("Message deleted")
        : markdownToLine(index.data(ChatModel::BodyRole).toString());
    if (stateOf(index) == MessageState::Pending)
        text = tr("%1 (waiting to be sent)").arg(text);
    else if (stateOf(index) == MessageState::Refused)
        text = tr("%1 (not sent)").arg(text);
    else if (index.data(ChatModel::EditedAtRole).toDateTime().isValid())
        text = tr("%1 (edited)").arg(text);
    //: sender, time, message
    return tr("%1, %2: %3").arg(senderOf(index), timeOf(index), text);
}

} // namespace projective
