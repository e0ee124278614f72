#pragma once

#include "ui/pages/pagecontext.h"
#include "ui/pages/route.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace projective {

/// Base of what stands in the middle of the window. Made when first opened, then kept: open() again brings another
/// thing of the same kind into it. Paints from the mirror at once; shows skeletons only for what was never fetched.
class Page : public QWidget
{
    Q_OBJECT
public:
    explicit Page(PageContext &context, QWidget *parent = nullptr);

    /// Shows what the route names. Called for each navigation, also to where one already is.
    virtual void open(const Route &route) = 0;
    [[nodiscard]] virtual QString title() const = 0;
    /// A second, muted word beside the title ("Draft", "3 of 8 paid"); empty: none.
    [[nodiscard]] virtual QString subtitle() const { return {}; }
    /// The one primary action of the screen, shown in its header; none by default. Disabled ones carry their reason as
    /// tool tip. The page owns it.
    [[nodiscard]] virtual QAction *primaryAction() const { return nullptr; }
    /// The next legal step of the thing in hand (Ctrl+Enter): the primary action, unless something is opened on the
    /// page that has a step of its own.
    [[nodiscard]] virtual QAction *nextAction() const { return primaryAction(); }
    /// Searches within what is shown; a button in the header. None by default. The page owns it.
    [[nodiscard]] virtual QAction *searchAction() const { return nullptr; }
    /// What stands in the pane on the right; none by default. Owned by the page until the window takes it in, after
    /// the first open().
    [[nodiscard]] virtual QWidget *inspector() { return nullptr; }
    /// What gets the focus when the page is shown.
    [[nodiscard]] virtual QWidget *focusTarget() { return this; }
    /// Esc: leaves the innermost thing (closes the inspector, clears the selection). False: the window goes back.
    virtual bool leaveInner() { return false; }

Q_SIGNALS:
    void routeRequested(const projective::Route &route);
    /// Where one is has changed within the page (another tab, stage): history is replaced, open() is not called.
    void routeChanged(const projective::Route &route);
    void titleChanged();
    void primaryActionChanged();
    /// Whether the pane on the right has something to show.
    void inspectorWanted(bool wanted);
    /// Somebody opened what stands there, and so wants to see it also where there is no room for it beside the page.
    void inspectorOpened();

protected:
    /// Puts an action among those that palette and shortcut sheet list while the page is shown (QWidget::actions()). It
    /// stays current by itself: hidden while it means nothing, disabled with the reason as its tool tip.
    void offer(QAction *action, const QString &id, const QString &icon, bool bindable = true);
    [[nodiscard]] PageContext &context() const { return m_context; }
    [[nodiscard]] Theme &theme() const { return m_context.theme(); }

private:
    PageContext &m_context;
};

} // namespace projective
