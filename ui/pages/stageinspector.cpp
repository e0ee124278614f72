// How the inspector is built, and which stage it shows; what it says is in stageinspector_fill.cpp.
#include "ui/pages/stageinspector.h"

#include "ui/pages/disputepanel.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagesteps.h"
#include "ui/widgets/primarybutton.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/stagebadge.h"
#include "ui/widgets/stagestepper.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QEvent>
#include <QFormLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int clockTickMs = 60'000;
constexpr int focusRing = 2;
} // namespace

StageInspector::StageInspector(PageContext &context, StageSteps &steps, QWidget *parent)
    : QScrollArea(parent)
    , m_context(context)
    , m_steps(steps)
    , m_stage(context.source())
    , m_splits(context.source())
    , m_submissions(context.source())
    , m_revisions(context.source())
    , m_activity(context.source())
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(280);
    setViewportMargins(focusRing, focusRing, focusRing, focusRing);
    setAccessibleName(tr("Stage"));
    build();
    connect(&m_stage, &QueryModel::updated, this, &StageInspector::fill);
    connect(&m_steps, &StageSteps::changed, this, &StageInspector::fill);
    connect(&m_splits, &QueryModel::updated, this, &StageInspector::fill);
    connect(&m_submissions, &QueryModel::updated, this, &StageInspector::fillSubmissions);
    connect(&m_revisions, &QueryModel::updated, this, &StageInspector::fillRevisions);
    connect(&m_activity, &QueryModel::updated, this, &StageInspector::fillActivity);
    connect(&context, &PageContext::actingChanged, this, &StageInspector::reopen);
    auto *clock = new QTimer(this);
    connect(clock, &QTimer::timeout, this, &StageInspector::fill);
    connect(clock, &QTimer::timeout, m_disputes, &DisputePanel::fill);
    clock->start(clockTickMs);
    fill();
}

void StageInspector::showStage(StageId stage)
{
    if (m_id != stage)
        verticalScrollBar()->setValue(0);
    m_id = stage;
    reopen();
}

void StageInspector::reopen()
{
    if (m_id.isNull()) {
        fill();
        return;
    }
    m_stage.showStage({m_context.user(), m_context.acting()}, m_id);
    m_disputes->showStage(m_id);
    m_submissions.showStage(m_id);
    m_revisions.showStage(m_id);
    m_activity.showStage(m_id);
    fill();
}

bool StageInspector::event(QEvent *event)
{
    const bool done = QScrollArea::event(event);
    // It takes the focus to be scrolled by keys, and says so around what it scrolls.
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();
    } else if (event->type() == QEvent::Paint && hasFocus()) {
        QPainter painter(this);
        painter.setPen(QPen(m_context.theme().color(Theme::Token::Accent), focusRing));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
    return done;
}

void StageInspector::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    wrapVerb();
}

void StageInspector::wrapVerb()
{
    // Amount and workspace must be readable whole: a long verb takes two lines, broken nearest to its middle
    // as far as the first one has room.
    QString text = m_verb;
    const QFontMetrics metrics(m_primary->font());
    const int room = viewport()->width() - 6 * Theme::grid;
    if (metrics.horizontalAdvance(text) > room) {
        qsizetype at = -1;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool nearer = at < 0 || qAbs(i - text.size() / 2) < qAbs(at - text.size() / 2);
            if (text.at(i) == QLatin1Char(' ') && nearer && metrics.horizontalAdvance(text.left(i)) <= room)
                at = i;
        }
        if (at > 0) {
            text = metrics.elidedText(text.left(at), Qt::ElideRight, room) + QLatin1Char('\n')
                + metrics.elidedText(text.mid(at + 1), Qt::ElideRight, room);
        }
    }
    const int lines = static_cast<int>(text.count(QLatin1Char('\n'))) + 1;
    m_primary->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
    m_primary->setMinimumHeight(lines * metrics.lineSpacing() + 2 * Theme::grid);
    m_primary->setAccessibleName(m_verb);
}

const StageRecord *StageInspector::current() const
{
    // Until the answer for another stage is in, the model still holds the one before.
    return m_stage.rowCount() == 1 && m_stage.record(0).id == m_id ? &m_stage.record(0) : nullptr;
}

void StageInspector::build()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid);
    buildHead(layout);
    buildMoney(layout);
    m_disputes = new DisputePanel(m_context, m_steps, content);
    layout->addWidget(m_disputes);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(2 * Theme::grid);
    m_facts->setVerticalSpacing(Theme::halfGrid);
    m_facts->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_facts->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    layout->addSpacing(Theme::grid);
    layout->addLayout(m_facts);
    m_description = new TextLabel(m_context.theme(), Theme::TextStyle::Body, Theme::Token::Text, content);
    m_description->setFit(TextLabel::Fit::Wrap);
    m_description->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_description);
    m_splitBox = addSection(layout, m_splitHead, tr("Team split"));
    m_submissionBox = addSection(layout, m_submissionHead, tr("Submissions"));
    m_revisionBox = addSection(layout, m_revisionHead, tr("Change requests"));
    m_activityBox = addSection(layout, m_activityHead, tr("Activity"));
    layout->addStretch();
    setWidget(content);
}

void StageInspector::buildHead(QVBoxLayout *layout)
{
    Theme &theme = m_context.theme();
    m_name = new TextLabel(theme, Theme::TextStyle::Section, Theme::Token::Text, this);
    m_name->setFit(TextLabel::Fit::Wrap);
    auto *close = new QToolButton(this);
    close->setIcon(theme.icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close the stage"));
    connect(close, &QToolButton::clicked, this, &StageInspector::closeRequested);
    auto *head = new QHBoxLayout;
    head->addWidget(m_name, 1);
    head->addWidget(close, 0, Qt::AlignTop);
    m_project = new QPushButton(this);
    m_project->setFlat(true);
    m_project->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(m_project, &QPushButton::clicked, this, [this] {
        if (const StageRecord *stage = current())
            Q_EMIT projectRequested(stage->project.uuid());
    });
    m_badge = new StageBadge(theme, this);
    m_stepper = new StageStepper(theme, this);
    m_pending = new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    m_pending->setFit(TextLabel::Fit::Wrap);
    m_primary = new PrimaryButton(theme, this);
    m_primary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_next = new QAction(this);
    m_back = new QAction(this);
    connect(m_primary, &QPushButton::clicked, m_next, &QAction::trigger);
    connect(m_next, &QAction::triggered, this, [this] {
        if (const StageRecord *stage = current())
            m_steps.take(m_steps.next(*stage), *stage, this);
    });
    m_reason = new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    m_reason->setFit(TextLabel::Fit::Wrap);
    m_second = new QPushButton(this);
    connect(m_second, &QPushButton::clicked, m_back, &QAction::trigger);
    connect(m_back, &QAction::triggered, this, [this] {
        if (const StageRecord *stage = current())
            m_steps.take(m_steps.judge(m_backStep, *stage), *stage, this);
    });
    m_clock = new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Muted, this);
    m_clock->setFit(TextLabel::Fit::Wrap);
    layout->addLayout(head);
    layout->addWidget(m_project);
    layout->addWidget(m_badge, 0, Qt::AlignLeading);
    layout->addWidget(m_stepper);
    layout->addSpacing(Theme::halfGrid);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_pending, m_primary, m_reason, m_second, m_clock})
        layout->addWidget(widget);
}

void StageInspector::buildMoney(QVBoxLayout *layout)
{
    m_moneyBox = new QWidget(this);
    auto *money = new QVBoxLayout(m_moneyBox);
    money->setContentsMargins(0, Theme::grid, 0, 0);
    money->setSpacing(Theme::halfGrid);
    m_escrow = new EscrowBar(m_context.theme(), m_moneyBox);
    m_escrowWords = new TextLabel(m_context.theme(), Theme::TextStyle::Secondary, Theme::Token::Muted, m_moneyBox);
    m_escrowWords->setFit(TextLabel::Fit::Wrap);
    money->addWidget(m_escrow);
    money->addWidget(m_escrowWords);
    layout->addWidget(m_moneyBox);
}

QVBoxLayout *StageInspector::addSection(QVBoxLayout *layout, SectionHeader *&header, const QString &title)
{
    header = new SectionHeader(m_context.theme(), title, this);
    auto *box = new QVBoxLayout;
    box->setSpacing(Theme::grid);
    layout->addSpacing(Theme::grid);
    layout->addWidget(header);
    layout->addLayout(box);
    return box;
}

} // namespace projective
