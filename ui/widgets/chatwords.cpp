#include "ui/widgets/chatwords.h"

#include "ui/words.h"

#include <QCoreApplication>

namespace projective::words {

namespace {
/// Gives the free functions of this file a translation context.
struct ChatWords {
    Q_DECLARE_TR_FUNCTIONS(ChatWords)
};
} // namespace

QString postBlocker(PostBlocker blocker, WorkspaceKind kind, const QString &workspace)
{
    const QString name = isolated(workspace);
    switch (blocker) {
    case PostBlocker::None:
        return {};
    case PostBlocker::Viewer:
        return kind == WorkspaceKind::Business
            ? ChatWords::tr("You can read here, but not write. Who owns or administers %1 can change your role.")
                  .arg(name)
            : ChatWords::tr("You can read here, but not write. The buyer of the project can change your role.");
    case PostBlocker::NotHiring:
        return ChatWords::tr("You can read here, but not write. Who hires for %1 can.").arg(name);
    case PostBlocker::TeamRole:
        return ChatWords::tr("Your role in %1 does not write to clients. A lead of the team can change it.").arg(name);
    case PostBlocker::WorkEnded:
        return ChatWords::tr("Your work here has ended: you can read on, but no longer write.");
    case PostBlocker::NotAtWork:
        return ChatWords::tr("%1 has not accepted the offer yet. Once it has, you can write here.").arg(name);
    }
    return {};
}

QString messageBlocker(MessageBlocker blocker, const ChannelRights &rights)
{
    switch (blocker) {
    case MessageBlocker::None:
        return {};
    case MessageBlocker::NotThere:
        return refusal(QStringLiteral("not_found"));
    case MessageBlocker::NotYours:
        return ChatWords::tr("Only who wrote a message can change it.");
    case MessageBlocker::TooLate:
        return refusal(QStringLiteral("edit_window_over"), {}, {{QStringLiteral("hours"), rights.editHours}});
    case MessageBlocker::InDispute:
        return refusal(QStringLiteral("stage_in_dispute"));
    }
    return {};
}

QString messageTime(const QModelIndex &index)
{
    const QString time = exactTime(index.data(ChatModel::TimeRole).toDateTime());
    const QString edited = exactTime(index.data(ChatModel::EditedAtRole).toDateTime());
    return edited.isEmpty() || index.data(ChatModel::DeletedRole).toBool()
        ? time
        : ChatWords::tr("%1, edited %2", "two times").arg(time, edited);
}

} // namespace projective::words
