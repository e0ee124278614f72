#pragma once

#include <QMetaType>
#include <QString>
#include <QUuid>

namespace projective {

enum class WorkspaceKind { Freelancer, Business, Team };

/// As whom one acts: a freelancer profile, a business or a team. Part of every command.
struct Workspace {
    WorkspaceKind kind = WorkspaceKind::Freelancer;
    QUuid id;

    [[nodiscard]] bool isNull() const { return id.isNull(); }
    /// "freelancer:<uuid>", "business:<uuid>" or "team:<uuid>": the form of commands and of the command line.
    [[nodiscard]] QString toString() const;
    /// Inverse of toString(); a null workspace when the text is not of that form.
    [[nodiscard]] static Workspace fromString(const QString &text);
    friend bool operator==(const Workspace &, const Workspace &) = default;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::Workspace)
