#pragma once

#include "models/commandrules.h"
#include "models/nextstep.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace projective {

class FormDialog;
class PageContext;

/// Takes the steps of stages for all screens that offer them: opens the dialog that a step needs, or submits at once.
/// One a page, since it holds the rules that the page's models ask.
class StageSteps : public QObject
{
    Q_OBJECT
public:
    explicit StageSteps(PageContext &context, QObject *parent = nullptr);

    [[nodiscard]] const CommandRules &rules() const { return m_rules; }
    [[nodiscard]] Circumstances now() const;
    [[nodiscard]] NextStep next(const StageRecord &stage) const;
    [[nodiscard]] NextStep judge(Step step, const StageRecord &stage) const;
    /// Does it, or says why not. `over`: the window to stand before.
    void take(const NextStep &next, const StageRecord &stage, QWidget *over);
    /// Several at once; `candidates` may be added in the dialog.
    void fund(const QList<StageRecord> &stages, const QList<StageRecord> &candidates, QWidget *over);

Q_SIGNALS:
    /// The rules, the connection, the workspace or what is held are others: judge anew.
    void changed();

private:
    void start(const StageRecord &stage);
    /// The dialog of a step that has one.
    FormDialog *open(Step step, const StageRecord &stage, QWidget *over);
    /// Why a step can no longer be taken; empty: it can, or could with a connection.
    [[nodiscard]] QString movedOn(Step step, const StageRecord &now) const;

    PageContext &m_context;
    CommandRules m_rules;
};

} // namespace projective
