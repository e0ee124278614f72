#include "ui/dialogs/profiledialog.h"

#include "ui/delegates/listdelegates.h"
#include "ui/pages/pagecontext.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/textlabel.h"
#include "ui/words.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int avatarSize = 48;

WorkspaceKind workspaceKind(ProfileRecord::Kind kind)
{
    switch (kind) {
    case ProfileRecord::Kind::Business:
        return WorkspaceKind::Business;
    case ProfileRecord::Kind::Team:
        return WorkspaceKind::Team;
    case ProfileRecord::Kind::Person:
        break;
    }
    return WorkspaceKind::Freelancer;
}
} // namespace

ProfileDialog::ProfileDialog(PageContext &context, const QUuid &profile, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_profile(context.source())
    , m_places(context.source())
{
    setWindowTitle(tr("Profile"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    connect(&m_profile, &QueryModel::updated, this, &ProfileDialog::fill);
    m_profile.showProfile(context.user(), profile);
    m_places.showShared({context.user(), context.acting()}, profile);
    fill();
}

void ProfileDialog::build()
{
    Theme &theme = m_context.theme();
    m_name = new TextLabel(theme, Theme::TextStyle::Title, Theme::Token::Text, this);
    m_what = new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Muted, this);
    m_name->setFit(TextLabel::Fit::Wrap);
    m_what->setFit(TextLabel::Fit::Wrap);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(2 * Theme::grid);
    m_facts->setVerticalSpacing(Theme::halfGrid);
    m_facts->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_list = new RowList(theme, tr("Shared with them"), this);
    m_list->setRows(&m_places, new SharedPlaceDelegate(theme, m_list), [](const QModelIndex &index) {
        const QString about = SharedPlaceDelegate::about(index);
        const QString name = index.data(SharedPlaceModel::NameRole).toString();
        return about.isEmpty() ? name : tr("%1, %2").arg(name, about);
    });
    auto *pane = new ListPane(theme, m_list, m_places, this);
    pane->setEmpty(QStringLiteral("projects"), tr("Nothing in common yet"),
        tr("Projects, stages and channels that you share as %1 will stand here.").arg(m_context.actingName()));
    connect(m_list, &RowList::opened, this, &ProfileDialog::openPlace);
    connect(m_list, &QAbstractItemView::clicked, this, [this] { openPlace(m_list->currentRow()); });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *names = new QVBoxLayout;
    names->setSpacing(Theme::halfGrid);
    names->addWidget(m_name);
    names->addWidget(m_what);
    auto *head = new QHBoxLayout;
    head->setSpacing(0);
    head->addItem(new QSpacerItem(avatarSize + 2 * Theme::grid, avatarSize)); // the avatar is painted there
    head->addLayout(names, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Theme::grid, 3 * Theme::grid, 3 * Theme::grid, 2 * Theme::grid);
    layout->setSpacing(Theme::grid);
    layout->addLayout(head);
    layout->addSpacing(Theme::grid);
    layout->addLayout(m_facts);
    layout->addSpacing(Theme::grid);
    layout->addWidget(new SectionHeader(theme, tr("In common, as %1").arg(m_context.actingName()), this));
    layout->addWidget(pane, 1);
    layout->addWidget(buttons);
    resize(480, 560);
    m_list->setFocus();
}

const ProfileRecord *ProfileDialog::profile() const
{
    return m_profile.rowCount() == 1 ? &m_profile.record(0) : nullptr;
}

void ProfileDialog::addFact(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    Theme &theme = m_context.theme();
    auto *name = new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    name->setText(label);
    name->setMinimumWidth(72);
    auto *fact = new TextLabel(theme, Theme::TextStyle::Body, Theme::Token::Text, this);
    fact->setFit(TextLabel::Fit::Wrap);
    fact->setText(value);
    fact->setAccessibleName(tr("%1: %2").arg(label, value));
    m_facts->addRow(name, fact);
}

void ProfileDialog::fill()
{
    const ProfileRecord *shown = profile();
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    update();
    if (!shown) {
        m_name->setText(m_profile.isLoaded() ? tr("You can no longer see this profile") : QString());
        m_what->setText({});
        return;
    }
    const bool person = shown->kind == ProfileRecord::Kind::Person;
    const QString kind = !person ? words::workspaceKind(workspaceKind(shown->kind))
        : shown->isSelf          ? tr("You")
                                 : QString();
    m_name->setText(shown->name);
    m_what->setText(kind.isEmpty() || shown->headline.isEmpty() ? kind + shown->headline
                                                                : tr("%1 · %2").arg(kind, shown->headline));
    m_what->setVisible(!m_what->text().isEmpty());
    const QString time = words::timeIn(shown->country, QDateTime::currentDateTimeUtc());
    const QString country = words::country(shown->country);
    addFact(tr("Country"), time.isEmpty() ? country : tr("%1, %2 there", "country, time").arg(country, time));
    addFact(person ? tr("Part of") : tr("People"), shown->partOf);
    addFact(tr("Skills"), shown->skills);
    addFact(tr("Rating"), words::rating(shown->ratingSum, shown->ratingCount));
}

void ProfileDialog::openPlace(const QModelIndex &row)
{
    if (!row.isValid())
        return;
    const SharedPlaceRecord &place = m_places.record(row.row());
    Route route{Route::Kind::Project, place.project, {}, {}};
    if (place.kind == SharedPlaceRecord::Kind::Channel)
        route = {Route::Kind::Messages, place.id, {}, {}};
    else if (place.kind == SharedPlaceRecord::Kind::Stage)
        route.detail = place.id;
    accept();
    Q_EMIT routeRequested(route);
}

void ProfileDialog::paintEvent(QPaintEvent *event)
{
    QDialog::paintEvent(event);
    const ProfileRecord *shown = profile();
    if (!shown)
        return;
    const Theme &theme = m_context.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int edge = 3 * Theme::grid;
    const int left = isRightToLeft() ? width() - edge - avatarSize : edge;
    theme.paintAvatar(
        &painter, QRect(left, edge, avatarSize, avatarSize), shown->name, theme.accent(workspaceKind(shown->kind)));
}

} // namespace projective
