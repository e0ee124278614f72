#pragma once

#include "sync/mirror/livequeries.h"
#include "ui/pages/route.h"

#include <memory>
#include <optional>

namespace projective {

/// Begins, on the reader's thread, what the first picture of the window will ask for: the sidebar's queries, and those
/// of the page where its route alone tells them. For main(), before there is an application object, so that the rows
/// come while it is built. `route`: a deep link; else where the person was.
[[nodiscard]] std::unique_ptr<LiveQueries> beginFirstQueries(const QString &profile, const std::optional<Route> &route);

} // namespace projective
