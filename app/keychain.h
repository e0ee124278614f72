#pragma once

#include <QObject>

#include <functional>

namespace projective {

/// Asks the session bus whether a keychain is there or could be started, without waiting. `answer` comes once, in
/// `receiver`'s thread, possibly before the call returns; nothing comes when that is gone.
void askForKeychain(QObject *receiver, const std::function<void(bool)> &answer);

} // namespace projective
