#pragma once

#include "models/inboxmodel.h"
#include "models/sectionedmodel.h"
#include "ui/pages/page.h"
#include "ui/pages/stagesteps.h"

#include <QPointer>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QComboBox;
class QMenu;
QT_END_NAMESPACE

namespace projective {

class ListPane;
class RowList;
class StageInspector;

/// What happened that one should know: one row a subject, the newest first, with the subject on the right. What is
/// dealt with is archived, what has to wait is snoozed; both can be looked at and brought back.
class InboxPage : public Page
{
    Q_OBJECT
public:
    explicit InboxPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override { return tr("Inbox"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QAction *nextAction() const override;
    [[nodiscard]] QWidget *inspector() override;
    [[nodiscard]] QWidget *focusTarget() override;
    bool leaveInner() override;

private:
    void buildBar(QBoxLayout *bar);
    [[nodiscard]] QAction *rowAction(const QString &icon, const QString &text, Qt::Key key, void (InboxPage::*act)());
    void reopen();
    void refresh();
    [[nodiscard]] InboxModel::Shelf shelf() const;
    void preview(const QModelIndex &row);
    void openSubject(const QModelIndex &row);
    void markRead(const QList<QUuid> &notifications);
    void markCurrentRead();
    void archive();
    void fillSnoozes();
    void showSnoozes();
    void snooze(const QDateTime &until);
    void showMenu(const QPoint &at);
    /// Submits a change of all that stands in the current row, and offers to undo it.
    template <typename Change>
    void change(Change change, Change back, const QString &said);
    void markAllRead();
    [[nodiscard]] const InboxRecord *entryAt(const QModelIndex &row) const;

    StageSteps m_steps;
    InboxModel m_entries;
    SectionedModel m_sections;
    QComboBox *m_filter = nullptr;
    QComboBox *m_shelf = nullptr;
    RowList *m_list = nullptr;
    ListPane *m_pane = nullptr;
    QAction *m_allRead = nullptr;
    QAction *m_read = nullptr;
    QAction *m_archive = nullptr;
    QAction *m_snooze = nullptr;
    QMenu *m_snoozes = nullptr;
    QPointer<StageInspector> m_inspector; ///< the window takes it in
};

} // namespace projective
