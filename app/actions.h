#pragma once

#include <QObject>

namespace projective {

class ActionSet;
class Application;
class MainWindow;

/// Fills the registry: every action of the program with its id, words and key. What a page can do with the thing in
/// hand it offers itself while it is shown.
void addActions(ActionSet &actions, Application &application);
/// "do.primary": the next step of what is open in the window.
void addNextStep(ActionSet &actions, MainWindow &window);
/// One action a workspace, Ctrl+1 to Ctrl+9; again whenever the workspaces change.
void addWorkspaceActions(ActionSet &actions, Application &application);

} // namespace projective
