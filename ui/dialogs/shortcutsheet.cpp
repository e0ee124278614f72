#include "ui/dialogs/shortcutsheet.h"

#include "ui/actionset.h"
#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int leastHeight = 480;
}

ShortcutSheet::ShortcutSheet(Theme &theme, const ActionSet &actions, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *sheet = new QWidget(scroll);
    // Two grids: in one, the rows of a column would stretch those of the other.
    auto *halves = new QHBoxLayout(sheet);
    halves->setSpacing(4 * Theme::grid);
    for (QGridLayout *&half : m_halves) {
        half = new QGridLayout;
        half->setHorizontalSpacing(2 * Theme::grid);
        half->setVerticalSpacing(Theme::halfGrid);
        half->setColumnStretch(1, 1);
        halves->addLayout(half, 1);
    }
    scroll->setWidget(sheet);

    using Keys = QList<std::pair<QString, QString>>;
    for (const auto group : {ActionSet::Group::Go, ActionSet::Group::Do, ActionSet::Group::View,
             ActionSet::Group::Workspace, ActionSet::Group::Program}) {
        Keys keys;
        for (const QAction *action : actions.actions()) {
            if (ActionSet::group(action) == group && !action->shortcut().isEmpty())
                keys.append({action->shortcut().toString(QKeySequence::NativeText), action->text()});
        }
        if (!keys.isEmpty())
            addGroup(ActionSet::groupName(group), keys);
    }
    addGroup(tr("In lists"),
        Keys{{tr("J, K"), tr("Down, up")}, {tr("Enter"), tr("Open")}, {tr("Space"), tr("Peek")}, {tr("X"), tr("Mark")},
            {tr("Shift+J, K"), tr("Mark several")}, {tr("Esc"), tr("Clear the marks, go back")}});
    addGroup(tr("In messages"),
        Keys{{tr("Enter"), tr("Send")}, {tr("Shift+Enter"), tr("New line")}, {tr("Up"), tr("Edit your last message")},
            {QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText), tr("Search in the conversation")},
            {tr("E"), tr("Edit the message")}, {tr("Del"), tr("Delete the message")}});
    for (QGridLayout *half : m_halves)
        half->setRowStretch(half->rowCount(), 1);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    // The scroll area goes by the least height, which is too little for wrapped texts.
    sheet->setMinimumHeight(sheet->sizeHint().height());
    const int room = parent ? parent->height() - 8 * Theme::grid : leastHeight;
    resize(720, qMax(leastHeight, qMin(room, sheet->sizeHint().height() + 12 * Theme::grid)));
}

void ShortcutSheet::addGroup(const QString &name, const QList<std::pair<QString, QString>> &keys)
{
    const size_t half = m_lines[0] <= m_lines[1] ? 0 : 1;
    QGridLayout *grid = m_halves[half];
    int &line = m_lines[half];
    auto *title = new TextLabel(m_theme, Theme::TextStyle::Strong, Theme::Token::Text, this);
    title->setText(name);
    if (line > 0)
        grid->addItem(new QSpacerItem(0, Theme::grid), line++, 0);
    grid->addWidget(title, line++, 0, 1, 2);
    for (const auto &[key, text] : keys) {
        auto *keyLabel = new TextLabel(m_theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
        keyLabel->setText(key);
        auto *textLabel = new TextLabel(m_theme, Theme::TextStyle::Body, Theme::Token::Text, this);
        textLabel->setText(text);
        textLabel->setFit(TextLabel::Fit::Wrap);
        grid->addWidget(keyLabel, line, 0);
        grid->addWidget(textLabel, line++, 1);
    }
}

} // namespace projective
