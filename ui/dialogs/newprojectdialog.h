#pragma once

#include "sync/base/ids.h"
#include "ui/dialogs/formdialog.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
QT_END_NAMESPACE

namespace projective {

/// Starts a draft project of the acting business.
class NewProjectDialog : public FormDialog
{
    Q_OBJECT
public:
    NewProjectDialog(PageContext &context, QWidget *parent);
    /// Why no project can be started now, and who can; empty when it can.
    [[nodiscard]] static QString blocker(const PageContext &context);

Q_SIGNALS:
    void created(projective::ProjectId project);

protected:
    [[nodiscard]] FormProblem problem() const override;
    void submit() override;

private:
    QLineEdit *m_name = nullptr;
    QPlainTextEdit *m_description = nullptr;
    QComboBox *m_visibility = nullptr;
};

} // namespace projective
