#include "ui/dialogs/formdialog.h"

#include "ui/pages/pagecontext.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace projective {

namespace {
constexpr qsizetype textMost = 16'000; // characters: as the server has it, and so that a message holds it
} // namespace

FormDialog::FormDialog(PageContext &context, const QString &title, bool needsServer, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_needsServer(needsServer)
    , m_introduction(new TextLabel(context.theme(), Theme::TextStyle::Body, Theme::Token::Muted, this))
    , m_form(new QFormLayout)
    , m_body(new QVBoxLayout)
    , m_problem(new TextLabel(context.theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_button(new PrimaryButton(context.theme(), this))
    , m_now(context.source())
{
    setWindowTitle(title);
    setModal(true);
    setMinimumWidth(440);
    auto *heading = new TextLabel(theme(), Theme::TextStyle::Section, Theme::Token::Text, this);
    heading->setFit(TextLabel::Fit::Wrap);
    heading->setText(title);
    m_introduction->setFit(TextLabel::Fit::Wrap);
    m_introduction->hide();
    m_problem->setFit(TextLabel::Fit::Wrap);
    m_form->setSpacing(Theme::grid);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_cancel->setAutoDefault(false);
    m_button->setDefault(true);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_button, &QPushButton::clicked, this, &FormDialog::finish);
    connect(&context, &PageContext::onlineChanged, this, &FormDialog::check);
    connect(&m_now, &QueryModel::updated, this, &FormDialog::check);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Theme::grid, 3 * Theme::grid, 3 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid);
    layout->addWidget(heading);
    layout->addWidget(m_introduction);
    layout->addSpacing(Theme::grid);
    layout->addLayout(m_form);
    layout->addLayout(m_body, 1);
    layout->addSpacing(Theme::grid);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
}

Theme &FormDialog::theme() const
{
    return m_context.theme();
}

void FormDialog::setIntroduction(const QString &text)
{
    m_introduction->setText(text);
    m_introduction->setVisible(!text.isEmpty());
}

void FormDialog::addField(const QString &label, QWidget *field)
{
    auto *name = new TextLabel(theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    name->setText(label);
    name->setBuddy(field);
    name->setMinimumWidth(88);
    // Beside the first line of its field: the form makes labels of tall fields higher, unless they may not be.
    if (const auto *text = qobject_cast<const QPlainTextEdit *>(field)) {
        name->setFixedHeight(QLineEdit(this).sizeHint().height());
        connect(text, &QPlainTextEdit::textChanged, this, &FormDialog::check);
    } else {
        name->setMinimumHeight(field->sizeHint().height());
    }
    field->setAccessibleName(label);
    m_form->addRow(name, field);
}

void FormDialog::setVerb(const QString &verb)
{
    m_button->setText(QString(verb).replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_button->setAccessibleName(verb);
}

void FormDialog::watch(const StageRecord &stage, const Judge &judge)
{
    m_before = stage;
    m_judge = judge;
    m_now.showStage({m_context.user(), m_context.acting()}, stage.id);
}

QString FormDialog::movedOn() const
{
    if (!m_judge || !m_now.isLoaded())
        return {};
    if (m_now.rowCount() == 0)
        return tr("You can no longer see this stage: it was taken away, or you were. What you wrote can be copied.");
    const StageRecord &now = m_now.record(0);
    if (const QString why = m_judge(now); !why.isEmpty())
        return why;
    // What is confirmed here must be what stands here.
    const bool same = now.held() == m_before.held() && now.price == m_before.price
        && now.assignment == m_before.assignment && now.submissionVersion == m_before.submissionVersion;
    return !m_needsServer || same
        ? QString()
        : tr("The stage changed while this was open. Close this and look at it again before you decide.");
}

FormProblem FormDialog::obstacle() const
{
    if (m_needsServer && !m_context.isOnline())
        return PageContext::offlineReason();
    for (const QString &why : {movedOn(), tooLong()}) {
        if (!why.isEmpty())
            return {why, true};
    }
    return problem();
}

QString FormDialog::tooLong() const
{
    for (const QPlainTextEdit *edit : findChildren<QPlainTextEdit *>()) {
        const qsizetype characters = edit->toPlainText().size();
        const qsizetype most = m_limits.value(edit, textMost);
        if (characters > most)
            return tr("%1 of %2 characters: shorten it").arg(QLocale().toString(characters), QLocale().toString(most));
    }
    return {};
}

void FormDialog::check()
{
    const FormProblem why = obstacle();
    const bool news = why.wrong && m_problem->text() != why.text;
    m_problem->setToken(why.wrong ? Theme::Token::Bad : Theme::Token::Muted);
    m_problem->setText(why.text);
    m_button->setBlocked(why.text);
    if (!isVisible())
        return;
    fit();
    if (!news)
        return;
    QAccessibleEvent event(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void FormDialog::orderFields()
{
    QWidgetList fields;
    for (QWidget *widget : findChildren<QWidget *>()) {
        const bool part = widget->focusProxy() || qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
            || widget == m_cancel || widget == m_button; // these were made first, and so come round last
        if ((widget->focusPolicy() & Qt::TabFocus) && !part && widget->isVisibleTo(this) && widget->window() == this)
            fields.append(widget);
    }
    const auto centre = [this](const QWidget *widget) { return widget->mapTo(this, widget->rect().center()); };
    std::sort(fields.begin(), fields.end(),
        [&](const QWidget *one, const QWidget *other) { return centre(one).y() < centre(other).y(); });
    const int forward = isRightToLeft() ? -1 : 1;
    for (auto line = fields.begin(); line != fields.end();) {
        const int bottom = centre(*line).y() + Theme::grid;
        const auto end
            = std::find_if(line, fields.end(), [&](const QWidget *next) { return centre(next).y() > bottom; });
        std::sort(line, end, [&](const QWidget *one, const QWidget *other) {
            return centre(one).x() * forward < centre(other).x() * forward;
        });
        line = end;
    }
    for (qsizetype i = 1; i < fields.size(); ++i)
        setTabOrder(fields.at(i - 1), fields.at(i));
    const QWidget *focus = focusWidget();
    if (!fields.isEmpty() && (!focus || focus == m_cancel || focus == m_button))
        fields.first()->setFocus(Qt::OtherFocusReason);
}

void FormDialog::showEvent(QShowEvent *event)
{
    for (QPlainTextEdit *edit : findChildren<QPlainTextEdit *>()) {
        edit->document()->setDocumentMargin(Theme::grid - 2);
        edit->setFrameStyle(edit->frameStyle()); // its frame is as wide as a frame's until it is asked for again
    }
    QDialog::showEvent(event);
    fit();
    orderFields();
}

void FormDialog::fit()
{
    layout()->activate();
    // A verb with a large sum and a long name may need more than the dialog began with.
    const int wide = qMax(width(), layout()->totalMinimumSize().width());
    const int least = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(wide) : sizeHint().height();
    resize(wide, qMax(height(), least));
}

void FormDialog::finish()
{
    check();
    if (!m_button->isEnabled())
        return;
    submit();
    accept();
}

} // namespace projective
