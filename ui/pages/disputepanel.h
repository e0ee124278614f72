#pragma once

#include "models/disputemessagemodel.h"
#include "ui/theme/theme.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
QT_END_NAMESPACE

namespace projective {

class PageContext;
class StageSteps;
class TextLabel;

/// The disputes about the money of a stage: who claims what and why, what each side offers, by when it is to be
/// answered, what was said, and how it ended. Hidden where there are none.
class DisputePanel : public QWidget
{
    Q_OBJECT
public:
    DisputePanel(PageContext &context, StageSteps &steps, QWidget *parent = nullptr);

    void showStage(StageId stage);
    /// Says it anew: time has passed, or something changed.
    void fill();

private:
    void addDispute(QBoxLayout *layout, const DisputeRecord &dispute);
    void addOffers(QBoxLayout *layout, const DisputeRecord &dispute);
    void addNext(QBoxLayout *layout, const DisputeRecord &dispute);
    void addOutcome(QBoxLayout *layout, const DisputeRecord &dispute);
    void addMessages(QBoxLayout *layout, const DisputeRecord &dispute);
    /// A wrapped line; nothing where there is no text.
    void add(QBoxLayout *layout, const QString &text, Theme::TextStyle style = Theme::TextStyle::Body,
        Theme::Token token = Theme::Token::Text, const QDateTime &exact = {});

    PageContext &m_context;
    StageSteps &m_steps;
    StageId m_stage;
    DisputeListModel m_disputes;
    DisputeMessageModel m_messages;
    bool m_awaited = false; ///< the models still hold the disputes of the stage before
    QWidget *m_content = nullptr;
};

} // namespace projective
