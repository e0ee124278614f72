#pragma once

#include "models/inboxmodel.h"
#include "models/sectionedmodel.h"
#include "ui/pages/page.h"
#include "ui/pages/stagesteps.h"

#include <QPointer>

QT_BEGIN_NAMESPACE
class QComboBox;
QT_END_NAMESPACE

namespace projective {

class ListPane;
class RowList;
class StageInspector;

/// What happened that one should know: one row a subject, the newest first, with the subject on the right.
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
    void reopen();
    void preview(const QModelIndex &row);
    void openSubject(const QModelIndex &row);
    void markRead(const QList<QUuid> &notifications);
    void markAllRead();
    [[nodiscard]] const InboxRecord *entryAt(const QModelIndex &row) const;

    StageSteps m_steps;
    InboxModel m_entries;
    SectionedModel m_sections;
    QComboBox *m_filter = nullptr;
    RowList *m_list = nullptr;
    ListPane *m_pane = nullptr;
    QAction *m_allRead = nullptr;
    QPointer<StageInspector> m_inspector; ///< the window takes it in
};

} // namespace projective
