#include "ui/dialogs/shortcutsheet.h"

#include "ui/actionset.h"
#include "ui/theme/theme.h"
#include "ui/widgets/textlabel.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace projective {

ShortcutSheet::ShortcutSheet(Theme &theme, const ActionSet &actions, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *sheet = new QWidget(scroll);
    auto *grid = new QGridLayout(sheet);
    grid->setHorizontalSpacing(2 * Theme::grid);
    grid->setVerticalSpacing(Theme::halfGrid);
    grid->setColumnMinimumWidth(2, 3 * Theme::grid);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(4, 1);
    scroll->setWidget(sheet);

    using Keys = QList<std::pair<QString, QString>>;
    for (const auto group : {ActionSet::Group::Go, ActionSet::Group::Do, ActionSet::Group::View,
             ActionSet::Group::Workspace, ActionSet::Group::Program}) {
        Keys keys;
        for (const QAction *action : actions.actions()) {
            if (ActionSet::group(action) == group && !action->shortcut().isEmpty())
                keys.append({action->shortcut().toString(QKeySequence::NativeText), action->text().remove(u'&')});
        }
        if (!keys.isEmpty())
            addGroup(grid, ActionSet::groupName(group), keys);
    }
    addGroup(grid, tr("In lists"), Keys {{tr("J, K"), tr("Down, up")}, {tr("Enter"), tr("Open")}, {tr("Space"), tr("Peek")},
        {tr("X"), tr("Mark")}, {tr("Esc"), tr("Back")}});
    addGroup(grid, tr("In messages"), Keys {{tr("Enter"), tr("Send")}, {tr("Shift+Enter"), tr("New line")},
        {tr("Up"), tr("Edit your last message")}, {tr("E"), tr("Edit the message")}, {tr("Del"), tr("Delete the message")}});
    grid->setRowStretch(qMax(m_line[0], m_line[1]), 1);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    resize(680, 520);
}

void ShortcutSheet::addGroup(QGridLayout *grid, const QString &name, const QList<std::pair<QString, QString>> &keys)
{
    const int half = m_line[0] <= m_line[1] ? 0 : 1;
    int &line = m_line[half];
    auto *title = new TextLabel(m_theme, Theme::TextStyle::Strong, Theme::Token::Text, this);
    title->setText(name);
    title->setContentsMargins(0, line == 0 ? 0 : 2 * Theme::grid, 0, Theme::halfGrid);
    grid->addWidget(title, line++, 3 * half, 1, 2);
    for (const auto &[key, text] : keys) {
        auto *keyLabel = new TextLabel(m_theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
        keyLabel->setText(key);
        auto *textLabel = new TextLabel(m_theme, Theme::TextStyle::Body, Theme::Token::Text, this);
        textLabel->setText(text);
        textLabel->setFit(TextLabel::Fit::Wrap);
        grid->addWidget(keyLabel, line, 3 * half);
        grid->addWidget(textLabel, line++, 3 * half + 1);
    }
}

} // namespace projective
