#pragma once

#include "ui/theme/theme.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QFormLayout;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class PageContext;
class PrimaryButton;
class TextLabel;

/// Base of the dialogs that prepare one command: a title, fields, one line that says what is missing, and one button
/// named by the verb. Those that need the server are disabled with the reason while there is no connection, keeping the
/// input.
class FormDialog : public QDialog
{
    Q_OBJECT
public:
    FormDialog(PageContext &context, const QString &title, bool needsServer, QWidget *parent);

protected:
    [[nodiscard]] PageContext &context() const { return m_context; }
    [[nodiscard]] Theme &theme() const;
    /// Text below the title.
    void setIntroduction(const QString &text);
    [[nodiscard]] QFormLayout *form() const { return m_form; }
    /// For what is no field: below the form, above the buttons.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// A field under its label, which names it to screen readers too.
    void addField(const QString &label, QWidget *field);
    void setVerb(const QString &verb);
    /// Why it can't be submitted as it stands; empty: it can.
    [[nodiscard]] virtual QString problem() const = 0;
    /// Submits; the dialog is closed afterwards. Called only when there is no problem.
    virtual void submit() = 0;
    /// Call when a field has changed.
    void check();
    void showEvent(QShowEvent *event) override;

private:
    void finish();
    /// Grows to what its wrapped texts need: a window does not by itself.
    void fit();

    PageContext &m_context;
    const bool m_needsServer;
    TextLabel *m_introduction = nullptr;
    QFormLayout *m_form = nullptr;
    QVBoxLayout *m_body = nullptr;
    TextLabel *m_problem = nullptr;
    PrimaryButton *m_button = nullptr;
};

} // namespace projective
