#pragma once

#include "sync/base/ids.h"
#include "ui/pages/page.h"

QT_BEGIN_NAMESPACE
class QListView;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class AttentionModel;
struct AttentionRow;
class EmptyState;
class PrimaryButton;
class TextLabel;

/// Needs attention: what was refused or met a newer version, with what was tried, why not, both versions where there
/// are two, and the ways out. Nothing leaves it but by the user's own act.
class AttentionPage : public Page
{
    Q_OBJECT
public:
    explicit AttentionPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QWidget *focusTarget() override;

private:
    [[nodiscard]] QWidget *makeDetails();
    [[nodiscard]] QWidget *makeButtons(QWidget *parent);
    void offerActions();
    void judgeActions();
    void rowsChanged();
    void show(int row);
    void showVersions(const AttentionRow &row);
    [[nodiscard]] const AttentionRow *current() const;
    void retry();
    void edit();
    void discard();
    void copy();

    AttentionModel *m_rows;
    QStackedWidget *m_stack;
    QListView *m_list;
    EmptyState *m_empty;
    QWidget *m_details = nullptr;
    TextLabel *m_what = nullptr;
    TextLabel *m_asWhom = nullptr;
    TextLabel *m_why = nullptr;
    QWidget *m_versions = nullptr;
    PrimaryButton *m_retry = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_discard = nullptr;
    QList<std::pair<QAction *, const QWidget *>> m_offered; ///< with the button that does the same
    EntryId m_wanted;
};

} // namespace projective
