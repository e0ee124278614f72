#pragma once

#include "ui/pages/pageentry.h"
#include "ui/theme/theme.h"

namespace projective {

/// What the settings page asks for; Application does it.
struct SettingsHooks {
    std::function<QString()> email;
    std::function<QString()> server;
    std::function<void(Theme::Mode, Theme::Density)> setAppearance;
    std::function<void()> signOut;
    std::function<void()> showShortcuts;
};

/// Every page of the window, in the order of the sidebar.
[[nodiscard]] QList<PageEntry> navigation(const SettingsHooks &hooks);

} // namespace projective
