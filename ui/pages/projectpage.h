#pragma once

#include "models/activitymodel.h"
#include "models/projectlistmodel.h"
#include "models/sectionedmodel.h"
#include "models/stagelistmodel.h"
#include "ui/pages/page.h"
#include "ui/pages/stagesteps.h"

#include <QPointer>

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace projective {

class BoardView;
class EmptyState;
class ProjectMoneyView;
class RowList;
class Skeleton;
class StageInspector;
class StageListView;

/// One project: board, list, money and activity, with the stage in hand on the right.
class ProjectPage : public Page
{
    Q_OBJECT
public:
    explicit ProjectPage(PageContext &context, QWidget *parent = nullptr);

    void open(const Route &route) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] QAction *primaryAction() const override;
    [[nodiscard]] QAction *nextAction() const override;
    [[nodiscard]] QWidget *inspector() override;
    [[nodiscard]] QWidget *focusTarget() override;
    bool leaveInner() override;

private:
    enum Tab { Board, List, MoneyTab, Activity };
    void buildTabs();
    void offerActions();
    QWidget *buildActivity();
    void reopen();
    void showTab(int tab);
    void showBoardState();
    void showStage(StageId stage);
    void openStage(StageId stage);
    void judgeActions();
    void activate();
    void newStage();
    [[nodiscard]] const ProjectRecord *project() const;
    [[nodiscard]] Route route() const;

    StageSteps m_steps;
    ProjectListModel m_project;
    StageListModel m_stages;
    ActivityModel m_activity;
    SectionedModel m_activityDays;
    ProjectId m_id;
    StageId m_stage;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_views = nullptr;
    QStackedWidget *m_boardStack = nullptr;
    BoardView *m_board = nullptr;
    EmptyState *m_empty = nullptr;
    Skeleton *m_skeleton = nullptr;
    StageListView *m_list = nullptr;
    ProjectMoneyView *m_money = nullptr;
    RowList *m_activityList = nullptr;
    QPointer<StageInspector> m_inspector; ///< the window takes it in
    QAction *m_newStage = nullptr;
    QAction *m_activate = nullptr;
};

} // namespace projective
