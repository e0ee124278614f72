#include "ui/dialogs/heldcommand.h"

#include "ui/pages/pagecontext.h"
#include "ui/words.h"

namespace projective {

void holdCommand(PageContext &context, const QString &text, const Command &command, const QString &done)
{
    PageContext *pages = &context;
    context.hold(text, [pages, command, done] {
        pages->commands().submit(command, [pages, name = command.name, done](const CommandState &state) {
            switch (state.kind) {
            case CommandState::Kind::Saved:
                break;
            case CommandState::Kind::Applied:
                pages->say(done);
                break;
            case CommandState::Kind::Rejected:
            case CommandState::Kind::Conflict:
                pages->say(PageContext::tr("%1: %2").arg(
                    words::command(name), words::refusal(state.code, state.field, state.params)));
                break;
            case CommandState::Kind::Failed:
                pages->say(PageContext::tr("%1: %2").arg(words::command(name), words::unsent(state.code)));
                break;
            }
        });
    });
}

} // namespace projective
