#pragma once

#include <QObject>

namespace projective {

class ActionSet;
class Application;

/// Fills the registry: every action of the program with its id, words and key. What pages can do with the thing in
/// hand is theirs; it is reached through "do.primary".
void addActions(ActionSet &actions, Application &application);
/// One action a workspace, Ctrl+1 to Ctrl+9; again whenever the workspaces change.
void addWorkspaceActions(ActionSet &actions, Application &application);

} // namespace projective
