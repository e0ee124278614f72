#include "ui/dialogs/heldcommand.h"

#include "ui/pages/pagecontext.h"

namespace projective {

void holdCommand(PageContext &context, const QString &text, const Command &command, const QString &done)
{
    PageContext *pages = &context;
    context.hold(text, [pages, command, done] {
        pages->commands().submit(command, [pages, name = command.name, done](const CommandState &state) {
            if (state.kind == CommandState::Kind::Applied)
                pages->say(done);
            else
                pages->sayOutcome(name, state);
        });
    });
}

} // namespace projective
