#include "app/navigation.h"

#include "ui/pages/attentionpage.h"
#include "ui/pages/chatpage.h"
#include "ui/pages/inboxpage.h"
#include "ui/pages/moneypage.h"
#include "ui/pages/myworkpage.h"
#include "ui/pages/projectpage.h"
#include "ui/pages/projectspage.h"
#include "ui/pages/settingspage.h"

#include <QCoreApplication>

namespace projective {

namespace {
QString text(const char *source)
{
    return QCoreApplication::translate("Navigation", source);
}

template <typename T>
Page *make(PageContext &context)
{
    return new T(context);
}

Page *makeSettings(PageContext &context, const SettingsHooks &hooks)
{
    auto *page = new SettingsPage(context);
    page->setAccount(hooks.email(), hooks.server());
    QObject::connect(page, &SettingsPage::appearanceChanged, page, hooks.setAppearance);
    QObject::connect(page, &SettingsPage::signOutRequested, page, hooks.signOut, Qt::QueuedConnection);
    QObject::connect(page, &SettingsPage::shortcutsRequested, page, hooks.showShortcuts);
    return page;
}
} // namespace

QList<PageEntry> navigation(const SettingsHooks &hooks)
{
    return {
        {Route::Kind::Inbox, QStringLiteral("inbox"), text(QT_TRANSLATE_NOOP("Navigation", "Inbox")), true,
            make<InboxPage>},
        {Route::Kind::MyWork, QStringLiteral("work"), text(QT_TRANSLATE_NOOP("Navigation", "My work")), true,
            make<MyWorkPage>},
        {Route::Kind::Projects, QStringLiteral("projects"), text(QT_TRANSLATE_NOOP("Navigation", "Projects")), true,
            make<ProjectsPage>},
        {Route::Kind::Project, QStringLiteral("projects"), text(QT_TRANSLATE_NOOP("Navigation", "Project")), false,
            make<ProjectPage>},
        {Route::Kind::Messages, QStringLiteral("messages"), text(QT_TRANSLATE_NOOP("Navigation", "Messages")), true,
            make<ChatPage>},
        {Route::Kind::Money, QStringLiteral("money"), text(QT_TRANSLATE_NOOP("Navigation", "Money")), true,
            make<MoneyPage>},
        {Route::Kind::Attention, QStringLiteral("alert"), text(QT_TRANSLATE_NOOP("Navigation", "Needs attention")),
            true, make<AttentionPage>},
        {Route::Kind::Settings, QStringLiteral("settings"), text(QT_TRANSLATE_NOOP("Navigation", "Settings")), true,
            [hooks](PageContext &context) { return makeSettings(context, hooks); }},
    };
}

} // namespace projective
