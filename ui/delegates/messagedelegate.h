#pragma once

#include "ui/markdown.h"

#include <QCache>
#include <QDate>
#include <QStyledItemDelegate>
#include <QTextDocument>
#include <QUuid>

namespace projective {

class Theme;

/// Draws chat messages: day and "new" lines, sender and time at the head of a run, Markdown body, and how far it got.
/// Keeps heights and laid-out texts, since a list of varying heights asks for all of them.
class MessageDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit MessageDelegate(Theme &theme, QObject *parent = nullptr);

    /// The width of a row; a list doesn't tell it when it asks for sizes.
    void setWidth(int width);
    void setMentions(const QStringList &names);
    /// Forgets what was laid out (theme, font or width changed).
    void clear();

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The link at a point of the row, relative to its top left; empty: none.
    [[nodiscard]] QString linkAt(const QModelIndex &index, const QPoint &point, Qt::LayoutDirection direction) const;
    /// What a screen reader says of a row.
    [[nodiscard]] static QString spoken(const QModelIndex &index);

private:
    struct Parts {
        int day = 0;
        int unread = 0;
        int head = 0;
        int body = 0;
        int foot = 0;
        [[nodiscard]] int height() const { return day + unread + head + body + foot; }
        [[nodiscard]] int top() const { return day + unread + head; }
    };
    [[nodiscard]] QTextDocument *document(const QModelIndex &index) const;
    [[nodiscard]] Parts parts(const QModelIndex &index) const;
    [[nodiscard]] int bodyWidth() const;
    [[nodiscard]] QRect bodyRect(const QRect &row, const Parts &parts, Qt::LayoutDirection direction) const;
    void paintDay(QPainter *painter, const QRect &rect, const QModelIndex &index) const;
    void paintUnread(QPainter *painter, const QRect &rect, const QModelIndex &index) const;
    void paintHead(QPainter *painter, const QRect &rect, const QModelIndex &index, Qt::LayoutDirection direction) const;
    void paintState(QPainter *painter, const QRect &row, const Parts &parts, const QModelIndex &index,
        Qt::LayoutDirection direction) const;
    [[nodiscard]] QString html(const QModelIndex &index) const;

    Theme &m_theme;
    int m_width = 600;
    MarkdownLook m_look;
    mutable QCache<QString, QTextDocument> m_documents{400};
    mutable QHash<QString, int> m_heights; ///< of bodies
};

} // namespace projective
