#include "ui/dialogs/shortcutsheet.h"

#include "ui/actionset.h"
#include "ui/theme/theme.h"
#include "ui/widgets/keybutton.h"
#include "ui/widgets/textlabel.h"

#include <QAccessible>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace projective {

namespace {
constexpr int leastHeight = 480;
constexpr int leastKeyWidth = 96;
constexpr int keyHeight = 28;
} // namespace

ShortcutSheet::ShortcutSheet(Theme &theme, ActionSet &actions, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_actions(actions)
{
    setWindowTitle(tr("Keyboard shortcuts"));
    auto *how = new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
    how->setFit(TextLabel::Fit::Wrap);
    how->setText(tr("Press a key's button, then the new key or two in a row. Esc keeps the old one, Backspace takes it "
                    "away."));
    m_problem = new TextLabel(theme, Theme::TextStyle::Secondary, Theme::Token::Bad, this);
    m_problem->setFit(TextLabel::Fit::Wrap);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_resetAll = buttons->addButton(tr("Reset all"), QDialogButtonBox::ResetRole);
    QWidget *sheet = buildSheet();
    scroll->setWidget(sheet);
    connect(m_resetAll, &QPushButton::clicked, this, [this] {
        const QStringList ids = m_actions.rebound().keys();
        for (const QString &id : ids)
            m_actions.reset(id);
        complain({});
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&actions, &ActionSet::keyChanged, this, &ShortcutSheet::showKey);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(how);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    // The scroll area goes by the least height, which is too little for wrapped texts.
    sheet->setMinimumHeight(sheet->sizeHint().height());
    const int room = parent ? parent->height() - 8 * Theme::grid : leastHeight;
    resize(820, qMax(leastHeight, qMin(room, sheet->sizeHint().height() + 16 * Theme::grid)));
}

QWidget *ShortcutSheet::buildSheet()
{
    auto *sheet = new QWidget(this);
    // Two grids: in one, the rows of a column would stretch those of the other.
    auto *halves = new QHBoxLayout(sheet);
    halves->setSpacing(4 * Theme::grid);
    for (QGridLayout *&half : m_halves) {
        half = new QGridLayout;
        half->setHorizontalSpacing(Theme::grid);
        half->setVerticalSpacing(Theme::halfGrid);
        half->setColumnStretch(1, 1);
        halves->addLayout(half, 1);
    }
    for (const auto group : {ActionSet::Group::Page, ActionSet::Group::Go, ActionSet::Group::Do, ActionSet::Group::View,
             ActionSet::Group::Workspace, ActionSet::Group::Program}) {
        QList<const QAction *> listed;
        for (const QAction *action : m_actions.actions()) {
            if (ActionSet::group(action) == group && action->isVisible() && ActionSet::isBindable(action))
                listed.append(action);
        }
        if (!listed.isEmpty())
            addActions(ActionSet::groupName(group), listed);
    }
    addFixed(tr("In lists"),
        Keys{{tr("J, K"), tr("Down, up")}, {tr("Enter"), tr("Open")}, {tr("Space"), tr("Peek")}, {tr("X"), tr("Mark")},
            {tr("Shift+J, K"), tr("Mark several")}, {tr("Esc"), tr("Clear the marks, go back")}});
    addFixed(
        tr("In the inbox"), Keys{{tr("E"), tr("Archive")}, {tr("S"), tr("Snooze")}, {tr("R"), tr("Mark as read")}});
    addFixed(tr("In messages"),
        Keys{{tr("Enter"), tr("Send")}, {tr("Shift+Enter"), tr("New line")}, {tr("Up"), tr("Edit your last message")},
            {QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText), tr("Search in the conversation")},
            {tr("E"), tr("Edit the message")}, {tr("Del"), tr("Delete the message")}});
    for (QGridLayout *half : m_halves)
        half->setRowStretch(half->rowCount(), 1);
    return sheet;
}

size_t ShortcutSheet::addHeading(const QString &name)
{
    const size_t half = m_lines[0] <= m_lines[1] ? 0 : 1;
    int &line = m_lines[half];
    auto *title = new TextLabel(m_theme, Theme::TextStyle::Strong, Theme::Token::Text, this);
    title->setText(name);
    if (line > 0)
        m_halves[half]->addItem(new QSpacerItem(0, Theme::grid), line++, 0);
    m_halves[half]->addWidget(title, line++, 0, 1, 3);
    return half;
}

void ShortcutSheet::addActions(const QString &name, const QList<const QAction *> &actions)
{
    const size_t half = addHeading(name);
    for (const QAction *action : actions) {
        const QString id = action->objectName();
        auto *key = new KeyButton(action->text(), this);
        key->setMinimumWidth(leastKeyWidth);
        key->setFixedHeight(keyHeight);
        auto *text = new TextLabel(m_theme, Theme::TextStyle::Body, Theme::Token::Text, this);
        text->setText(action->text());
        text->setFit(TextLabel::Fit::Wrap);
        auto *reset = new QToolButton(this);
        reset->setIcon(m_theme.icon(QStringLiteral("undo")));
        reset->setAutoRaise(true);
        QSizePolicy room = reset->sizePolicy();
        room.setRetainSizeWhenHidden(true);
        reset->setSizePolicy(room);
        const int line = m_lines[half]++;
        m_halves[half]->addWidget(key, line, 0);
        m_halves[half]->addWidget(text, line, 1);
        m_halves[half]->addWidget(reset, line, 2);
        m_rows.insert(id, {key, reset});
        connect(key, &KeyButton::keyChosen, this, [this, id](const QKeySequence &chosen) { choose(id, chosen); });
        connect(reset, &QToolButton::clicked, this, [this, id] { choose(id, m_actions.defaultKey(id)); });
        showKey(id);
    }
}

void ShortcutSheet::addFixed(const QString &name, const Keys &keys)
{
    const size_t half = addHeading(name);
    for (const auto &[key, text] : keys) {
        auto *keyLabel = new TextLabel(m_theme, Theme::TextStyle::Secondary, Theme::Token::Muted, this);
        keyLabel->setText(key);
        auto *textLabel = new TextLabel(m_theme, Theme::TextStyle::Body, Theme::Token::Text, this);
        textLabel->setText(text);
        textLabel->setFit(TextLabel::Fit::Wrap);
        m_halves[half]->addWidget(keyLabel, m_lines[half], 0);
        m_halves[half]->addWidget(textLabel, m_lines[half]++, 1);
    }
}

void ShortcutSheet::choose(const QString &id, const QKeySequence &key)
{
    QString holder;
    if (!key.isEmpty() && key != m_actions.defaultKey(id))
        holder = fixedHolderOf(key);
    if (!key.isEmpty() && holder.isEmpty())
        holder = m_actions.holderOf(key, id);
    if (!holder.isEmpty()) {
        complain(
            tr("%1 belongs to “%2”. Give that another key first.").arg(key.toString(QKeySequence::NativeText), holder));
        return;
    }
    complain({});
    m_actions.rebind(id, key);
}

QString ShortcutSheet::fixedHolderOf(const QKeySequence &key) const
{
    const Qt::KeyboardModifiers modifiers = key[0].keyboardModifiers();
    if (modifiers != Qt::NoModifier && modifiers != Qt::ShiftModifier)
        return {};
    switch (key[0].key()) {
    case Qt::Key_J:
    case Qt::Key_K:
        return tr("Down, up");
    case Qt::Key_X:
        return tr("Mark");
    case Qt::Key_E:
        return tr("Edit the message");
    case Qt::Key_Space:
        return tr("Peek");
    default:
        break;
    }
    const bool functionKey = key[0].key() >= Qt::Key_F1 && key[0].key() <= Qt::Key_F35;
    return key[0].key() >= Qt::Key_Escape && !functionKey ? tr("Moving and typing") : QString();
}

void ShortcutSheet::showKey(const QString &id)
{
    m_resetAll->setEnabled(!m_actions.rebound().isEmpty());
    const auto row = m_rows.constFind(id);
    const QAction *action = m_actions.find(id);
    if (row == m_rows.constEnd() || !action)
        return;
    const QKeySequence standard = m_actions.defaultKey(id);
    row->key->setKey(action->shortcut());
    const QString words = standard.isEmpty()
        ? tr("No key again for %1").arg(action->text())
        : tr("%1 again for %2", "key, action").arg(standard.toString(QKeySequence::NativeText), action->text());
    row->reset->setToolTip(plainToolTip(words));
    row->reset->setAccessibleName(words);
    row->reset->setVisible(action->shortcut() != standard);
}

void ShortcutSheet::complain(const QString &text)
{
    m_problem->setText(text);
    if (text.isEmpty())
        return;
    QAccessibleEvent event(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

} // namespace projective
