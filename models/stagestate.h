#pragma once

#include <QMetaType>
#include <QString>

namespace projective {

/// What a stage's row means on screen: its stage_status, and the two states that the seed keeps in other columns.
/// Colour and shape are chosen by Theme.
enum class StageState {
    Open,
    Assigned,
    InProgress,
    Submitted,
    Revisions,
    Approved,
    Paid,
    Frozen, ///< one of its escrows is disputed
    Closed, ///< closed_at is set: cancelled or refunded
};

/// `status` is projects.stage_status; Closed wins over Frozen, Frozen over the status. Unknown texts are Open.
[[nodiscard]] inline StageState stageState(const QString &status, bool frozen = false, bool closed = false)
{
    if (closed)
        return StageState::Closed;
    if (frozen)
        return StageState::Frozen;
    struct Name {
        const char *text;
        StageState state;
    };
    static constexpr Name names[] = {{"open", StageState::Open}, {"assigned", StageState::Assigned},
        {"in_progress", StageState::InProgress}, {"submitted", StageState::Submitted},
        {"revisions", StageState::Revisions}, {"approved", StageState::Approved}, {"paid", StageState::Paid}};
    for (const Name &name : names) {
        if (status == QLatin1String(name.text))
            return name.state;
    }
    return StageState::Open;
}

} // namespace projective

Q_DECLARE_METATYPE(projective::StageState)
