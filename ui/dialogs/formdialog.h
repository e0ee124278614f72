#pragma once

#include "models/stagelistmodel.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QHash>

#include <functional>

QT_BEGIN_NAMESPACE
class QFormLayout;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace projective {

class PageContext;
class PrimaryButton;
class TextLabel;

/// What keeps a form from being submitted; without a text nothing does.
struct FormProblem {
    FormProblem(const QString &words = {}, bool isWrong = false)
        : text(words)
        , wrong(isWrong)
    {
    }
    QString text;
    bool wrong = false; ///< what was entered can't be accepted, rather than that something is missing
};

/// Base of the dialogs that prepare one command: a title, fields, one line that says what is missing, and one button
/// named by the verb. Those that need the server are disabled with the reason while there is no connection, keeping the
/// input; so are those whose stage moved on while they were open.
class FormDialog : public QDialog
{
    Q_OBJECT
public:
    FormDialog(PageContext &context, const QString &title, bool needsServer, QWidget *parent);

    using Judge = std::function<QString(const StageRecord &)>;
    /// Keeps an eye on the stage that it is about: `judge` says why the step can no longer be taken, if so.
    void watch(const StageRecord &stage, const Judge &judge);

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
    /// How many characters the server takes of a field of many lines, where they are not 16,000.
    void limit(const QPlainTextEdit *field, qsizetype characters) { m_limits.insert(field, characters); }
    void setVerb(const QString &verb);
    /// Why it can't be submitted as it stands.
    [[nodiscard]] virtual FormProblem problem() const = 0;
    /// Submits; the dialog is closed afterwards. Called only when there is no problem.
    virtual void submit() = 0;
    /// Call when a field has changed.
    void check();
    void showEvent(QShowEvent *event) override;

private:
    void finish();
    [[nodiscard]] FormProblem obstacle() const;
    [[nodiscard]] QString movedOn() const;
    [[nodiscard]] QString tooLong() const;
    /// Tab goes through the fields as they stand, and to the buttons last; it begins at the first field.
    void orderFields();
    /// Grows to what its wrapped texts need: a window does not by itself.
    void fit();

    PageContext &m_context;
    const bool m_needsServer;
    TextLabel *m_introduction = nullptr;
    QFormLayout *m_form = nullptr;
    QVBoxLayout *m_body = nullptr;
    TextLabel *m_problem = nullptr;
    QPushButton *m_cancel = nullptr;
    PrimaryButton *m_button = nullptr;
    StageListModel m_now;
    StageRecord m_before;
    Judge m_judge;
    QHash<const QPlainTextEdit *, qsizetype> m_limits;
};

} // namespace projective
