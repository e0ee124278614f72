#include "ui/pages/disputepanel.h"

#include "ui/pages/disputewords.h"
#include "ui/pages/pagecontext.h"
#include "ui/pages/stagesteps.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QVBoxLayout>

namespace projective {

namespace {

using Style = Theme::TextStyle;
using Token = Theme::Token;

constexpr int soonDays = 2;

QVBoxLayout *makeColumn(int spacing)
{
    auto *column = new QVBoxLayout;
    column->setContentsMargins({});
    column->setSpacing(spacing);
    return column;
}

} // namespace

DisputePanel::DisputePanel(PageContext &context, StageSteps &steps, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_steps(steps)
    , m_disputes(context.source())
    , m_messages(context.source())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Theme::grid, 0, 0);
    connect(&m_disputes, &QueryModel::updated, this, [this] {
        m_awaited = false;
        fill();
    });
    connect(&m_messages, &QueryModel::updated, this, &DisputePanel::fill);
    connect(&steps, &StageSteps::changed, this, &DisputePanel::fill);
    hide();
}

void DisputePanel::showStage(StageId stage)
{
    if (stage == m_stage)
        return;
    m_stage = stage;
    m_awaited = true;
    m_disputes.showStage(stage);
    m_messages.showStage(stage);
    fill();
}

void DisputePanel::fill()
{
    if (m_content) {
        m_content->hide(); // at once: deletion waits for the event loop
        m_content->deleteLater();
    }
    m_content = new QWidget(this);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins({});
    column->setSpacing(Theme::grid);
    for (const DisputeRecord &dispute : m_disputes.records())
        addDispute(column, dispute);
    layout()->addWidget(m_content);
    setVisible(!m_awaited && m_disputes.rowCount() > 0);
}

void DisputePanel::addDispute(QBoxLayout *layout, const DisputeRecord &dispute)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    layout->addWidget(
        new SectionHeader(m_context.theme(), tr("Dispute · %1").arg(words::disputeState(dispute.state)), m_content));
    auto *about = makeColumn(2);
    add(about, words::disputeClaim(dispute), Style::Strong);
    add(about,
        tr("%1, %2", "who and when").arg(words::disputeOpener(dispute), words::relativeTime(dispute.createdAt, now)),
        Style::Secondary, Token::Muted, dispute.createdAt);
    add(about, dispute.reason);
    layout->addLayout(about);
    addOffers(layout, dispute);
    if (dispute.isLive())
        addNext(layout, dispute);
    else
        addOutcome(layout, dispute);
    addMessages(layout, dispute);
}

void DisputePanel::addOffers(QBoxLayout *layout, const DisputeRecord &dispute)
{
    if (!dispute.isLive() && !dispute.buyerOffer.made && !dispute.payeeOffer.made)
        return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    auto *sides = new QHBoxLayout;
    sides->setSpacing(2 * Theme::grid);
    for (const bool buyer : {true, false}) {
        const DisputeOffer &offer = buyer ? dispute.buyerOffer : dispute.payeeOffer;
        auto *side = makeColumn(2);
        add(side, tr("%1 offers").arg(words::isolated(buyer ? dispute.buyerName : dispute.payeeName)), Style::Secondary,
            Token::Muted);
        add(side, words::offerRelease(offer), offer.made ? Style::Strong : Style::Body,
            offer.made ? Token::Text : Token::Muted);
        add(side, words::offerRefund(offer, dispute.disputed), Style::Secondary);
        add(side, words::relativeTime(offer.createdAt, now), Style::Secondary, Token::Muted, offer.createdAt);
        add(side, words::offerStatus(offer.status), Style::Secondary,
            offer.status == QLatin1String("accepted") ? Token::Good : Token::Muted);
        side->addStretch();
        sides->addLayout(side, 1);
    }
    layout->addLayout(sides);
}

void DisputePanel::addNext(QBoxLayout *layout, const DisputeRecord &dispute)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const qint64 hours = m_steps.rules().number(QStringLiteral("dispute_escalation_hours"), 72);
    const QDateTime decisionFrom = dispute.createdAt.addSecs(hours * 3600);
    auto *next = makeColumn(2);
    add(next, words::disputeDeadline(dispute, now), Style::Body,
        dispute.isAnswered()                            ? Token::Muted
            : dispute.respondBy < now.addDays(soonDays) ? Token::Warn
                                                        : Token::Text,
        dispute.respondBy);
    const bool reviewed = dispute.state == DisputeRecord::State::UnderReview;
    add(next, words::disputeNext(dispute, decisionFrom, now), Style::Secondary, Token::Muted,
        reviewed ? dispute.escalatedAt : decisionFrom);
    layout->addLayout(next);
}

void DisputePanel::addOutcome(QBoxLayout *layout, const DisputeRecord &dispute)
{
    const QString when = words::relativeTime(dispute.endedAt, QDateTime::currentDateTimeUtc());
    auto *outcome = makeColumn(2);
    add(outcome, words::disputeOutcome(dispute), Style::Strong);
    const bool decided = dispute.state == DisputeRecord::State::Decided;
    const QString decider = dispute.deciderName.isEmpty() ? tr("A moderator") : words::isolated(dispute.deciderName);
    add(outcome, decided ? tr("%1, %2", "who and when").arg(decider, when) : when, Style::Secondary, Token::Muted,
        dispute.endedAt);
    add(outcome, dispute.notes);
    layout->addLayout(outcome);
}

void DisputePanel::addMessages(QBoxLayout *layout, const DisputeRecord &dispute)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const DisputeMessageRecord &message : m_messages.records()) {
        if (message.dispute != dispute.id)
            continue;
        auto *said = makeColumn(2);
        add(said,
            tr("%1, %2", "who and when")
                .arg(words::isolated(message.senderName), words::relativeTime(message.createdAt, now)),
            Style::Secondary, Token::Muted, message.createdAt);
        add(said, message.body);
        layout->addLayout(said);
    }
}

void DisputePanel::add(
    QBoxLayout *layout, const QString &text, Theme::TextStyle style, Theme::Token token, const QDateTime &exact)
{
    if (text.isEmpty())
        return;
    auto *label = new TextLabel(m_context.theme(), style, token, m_content);
    label->setFit(TextLabel::Fit::Wrap);
    label->setText(text);
    if (exact.isValid())
        label->setToolTip(words::exactTime(exact));
    layout->addWidget(label);
}

} // namespace projective
