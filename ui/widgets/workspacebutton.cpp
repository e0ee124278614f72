#include "ui/widgets/workspacebutton.h"

#include "models/workspacelistmodel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rowpaint.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QMenu>
#include <QPainter>

namespace projective {

namespace {
constexpr int mostNameWidth = 320; // in the menu
}

WorkspaceButton::WorkspaceButton(Theme &theme, WorkspaceListModel &workspaces, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_workspaces(workspaces)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(this, &QAbstractButton::clicked, this, &WorkspaceButton::openMenu);
}

void WorkspaceButton::setCurrent(const Workspace &workspace, const QString &name)
{
    m_current = workspace;
    setText(workspace.isNull() ? tr("No workspace") : name);
    setToolTip(plainToolTip(text()));
    setEnabled(!workspace.isNull()); // there is none to choose either
    setAccessibleName(
        workspace.isNull() ? text() : tr("Workspace: %1, %2").arg(name, words::workspaceKind(workspace.kind)));
    update();
}

void WorkspaceButton::setFolded(bool folded)
{
    m_folded = folded;
    update();
}

QSize WorkspaceButton::sizeHint() const
{
    return QSize(200, 6 * Theme::grid);
}

QSize WorkspaceButton::minimumSizeHint() const
{
    return QSize(Theme::iconSize + 2 * Theme::grid, 6 * Theme::grid);
}

void WorkspaceButton::paintEvent(QPaintEvent *)
{
    constexpr int disc = 28;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    RowPaint row(m_theme, &painter, rect(), layoutDirection());
    row.background(false, underMouse() || isDown(), Theme::Token::Sunken);
    row.skip(m_folded ? (width() - disc) / 2 : Theme::halfGrid);
    row.avatar(
        m_current.isNull() ? QString() : text(), disc, m_current.isNull() ? QColor() : m_theme.accent(m_current.kind));
    if (!m_folded) {
        row.skip(Theme::grid);
        row.skipEnd(Theme::halfGrid);
        if (!m_current.isNull())
            row.iconEnd(QStringLiteral("chevron-down"), Theme::Token::Muted);
        row.skipEnd(Theme::halfGrid);
        const int start = Theme::halfGrid + disc + Theme::grid;
        const int lower = height() / 2;
        const QRect upper(0, 2, width(), m_current.isNull() ? height() - 4 : lower);
        RowPaint name(m_theme, &painter, upper, layoutDirection());
        name.skip(start);
        name.skipEnd(3 * Theme::grid);
        name.text(text(), Theme::TextStyle::Strong, Theme::Token::Text);
        RowPaint kind(m_theme, &painter, QRect(0, lower - 2, width(), lower), layoutDirection());
        kind.skip(start);
        kind.skipEnd(3 * Theme::grid);
        const Theme::Token accents[] = {Theme::Token::Freelancer, Theme::Token::Business, Theme::Token::Team};
        if (!m_current.isNull())
            kind.text(words::workspaceKind(m_current.kind), Theme::TextStyle::Caption,
                accents[static_cast<int>(m_current.kind)]);
    }
    if (hasFocus())
        row.focus();
}

void WorkspaceButton::openMenu()
{
    QMenu menu(this);
    menu.setAccessibleName(tr("Workspaces"));
    const Theme::Token accents[] = {Theme::Token::Freelancer, Theme::Token::Business, Theme::Token::Team};
    static const QString icons[] = {QStringLiteral("user"), QStringLiteral("business"), QStringLiteral("team")};
    menu.setToolTipsVisible(true);
    for (int i = 0; i < m_workspaces.rowCount(); ++i) {
        const WorkspaceRow &row = m_workspaces.record(i);
        const auto kind = static_cast<size_t>(row.workspace.kind);
        // In a menu "&" marks a key.
        const QString name = menu.fontMetrics()
                                 .elidedText(row.name, Qt::ElideRight, mostNameWidth)
                                 .replace(u'&', QStringLiteral("&&"));
        QAction *action = menu.addAction(m_theme.icon(icons[kind], accents[kind]),
            row.unread > 0 ? tr("%1 (%2 new)").arg(name, QLocale().toString(row.unread)) : name);
        action->setToolTip(plainToolTip(row.name));
        action->setCheckable(true);
        action->setChecked(row.workspace == m_current);
        if (i < 9)
            action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)));
        const Workspace workspace = row.workspace;
        connect(action, &QAction::triggered, this, [this, workspace] { Q_EMIT chosen(workspace); });
    }
    menu.setMinimumWidth(width());
    menu.exec(mapToGlobal(QPoint(0, height())));
}

} // namespace projective
