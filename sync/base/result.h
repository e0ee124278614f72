#pragma once

#include "sync/base/error.h"

#include <tl/expected.hpp>

namespace projective {

/// Value or Error. Never ignored, never a bool with an out-parameter.
template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, const QString &detail = {})
{
    return tl::unexpected<Error>(Error{code, detail});
}

} // namespace projective
