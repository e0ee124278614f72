#pragma once

#include <QMetaType>
#include <QString>
#include <QUuid>

namespace projective {

/// Where one is in the window: what history, settings and deep links (projective://…) hold.
struct Route {
    enum class Kind { Inbox, MyWork, Projects, Project, Messages, Money, Market, Attention, Settings };
    Kind kind = Kind::MyWork;
    QUuid id; ///< Project: the project. Messages: the channel.
    QString tab; ///< Project: board, list, money; Settings: a section. Empty: the page's own choice.
    QUuid detail; ///< Project: the stage in the inspector. Messages: the message to show.

    /// "project/<uuid>/board/<uuid>"; parts that are empty at the end are left out, inside they are "-".
    [[nodiscard]] QString toString() const;
    /// Inverse of toString(); MyWork when the text is not of that form.
    [[nodiscard]] static Route fromString(const QString &text);
    friend bool operator==(const Route &, const Route &) = default;
};

} // namespace projective

Q_DECLARE_METATYPE(projective::Route)
