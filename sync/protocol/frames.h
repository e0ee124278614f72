#pragma once

#include <QtGlobal>

namespace projective::protocol {

/// The first byte of every message says what follows (docs/protocol.md, "Transport" and "Rows").
inline constexpr char controlFrame = 1;
inline constexpr char rowsFrame = 2;
inline constexpr qsizetype rowsHeaderBytes = 7;

} // namespace projective::protocol
