#pragma once

#include <QLatin1String>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <iterator>

// Tables by which a name of the server is given words; their entries begin with that name.
namespace projective::words {

struct Word {
    const char *name;
    const char *text;
};

/// The entry of that name, or null.
template <typename Entry, size_t Size>
const Entry *find(const Entry (&table)[Size], const QString &name)
{
    const auto found = std::find_if(
        std::begin(table), std::end(table), [&name](const Entry &entry) { return name == QLatin1String(entry.name); });
    return found == std::end(table) ? nullptr : found;
}

template <typename Entry, size_t Size>
QStringList namesOf(const Entry (&table)[Size])
{
    QStringList names;
    for (const Entry &entry : table)
        names.append(QString::fromLatin1(entry.name));
    return names;
}

} // namespace projective::words
