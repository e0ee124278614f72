#pragma once

#include "models/stagerecord.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QPlainTextEdit;
QT_END_NAMESPACE

namespace projective {

/// The terms of an offered stage, to accept or decline. What is accepted are the terms on screen, by their hash.
class OfferDialog : public FormDialog
{
    Q_OBJECT
public:
    enum class Answer { Accept, Decline };
    OfferDialog(PageContext &context, Answer answer, const StageRecord &stage, QWidget *parent);

protected:
    [[nodiscard]] FormProblem problem() const override { return {}; }
    void submit() override;

private:
    void addTerm(const QString &label, const QString &value);

    const Answer m_answer;
    const StageRecord m_stage;
    QPlainTextEdit *m_reason = nullptr; ///< of declining
};

} // namespace projective
