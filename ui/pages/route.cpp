#include "ui/pages/route.h"

#include <QStringList>

#include <array>
#include <utility>

namespace projective {

namespace {
constexpr std::array kinds{
    std::pair{Route::Kind::Inbox, "inbox"},
    std::pair{Route::Kind::MyWork, "my-work"},
    std::pair{Route::Kind::Projects, "projects"},
    std::pair{Route::Kind::Project, "project"},
    std::pair{Route::Kind::Messages, "messages"},
    std::pair{Route::Kind::Money, "money"},
    std::pair{Route::Kind::Market, "market"},
    std::pair{Route::Kind::Attention, "attention"},
    std::pair{Route::Kind::Settings, "settings"},
};

QString part(const QUuid &id)
{
    return id.isNull() ? QString() : id.toString(QUuid::WithoutBraces);
}
} // namespace

QString Route::toString() const
{
    QStringList parts;
    for (const auto &[candidate, name] : kinds) {
        if (candidate == kind)
            parts.append(QLatin1String(name));
    }
    parts << part(id) << tab << part(detail);
    while (parts.last().isEmpty())
        parts.removeLast();
    for (QString &value : parts) {
        if (value.isEmpty())
            value = QStringLiteral("-");
    }
    return parts.join(u'/');
}

Route Route::fromString(const QString &text)
{
    const QStringList parts = text.split(u'/');
    const auto at = [&parts](int index) {
        const QString value = parts.value(index);
        return value == u'-' ? QString() : value;
    };
    for (const auto &[kind, name] : kinds) {
        if (parts.first() == QLatin1String(name))
            return {kind, QUuid::fromString(at(1)), at(2), QUuid::fromString(at(3))};
    }
    return {};
}

} // namespace projective
