#pragma once

#include "ui/pages/page.h"

#include <functional>

namespace projective {

/// One page that the window can show: a line of app/navigation.cpp. Made when first opened.
struct PageEntry {
    Route::Kind kind = Route::Kind::MyWork;
    QString icon;
    QString title;
    bool inSidebar = true;
    std::function<Page *(PageContext &context)> make;
};

} // namespace projective
