#include "sync/base/workspace.h"

namespace projective {

namespace {
QString kindName(WorkspaceKind kind)
{
    switch (kind) {
    case WorkspaceKind::Freelancer:
        return QStringLiteral("freelancer");
    case WorkspaceKind::Business:
        return QStringLiteral("business");
    case WorkspaceKind::Team:
        return QStringLiteral("team");
    }
    Q_UNREACHABLE();
}
} // namespace

QString Workspace::toString() const
{
    return kindName(kind) + u':' + id.toString(QUuid::WithoutBraces);
}

Workspace Workspace::fromString(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const QString name = text.left(colon);
    for (const WorkspaceKind kind : {WorkspaceKind::Freelancer, WorkspaceKind::Business, WorkspaceKind::Team}) {
        if (colon > 0 && name == kindName(kind))
            return {kind, QUuid::fromString(text.mid(colon + 1))};
    }
    return {};
}

} // namespace projective
