#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

// What a stored command says, for people: its arguments by name, beside what the server has.
namespace projective::commandtext {

struct Line {
    QString name;
    QString entered;
    QString current; ///< of the server's row; empty where it has no such field
};

/// Arguments that mean something to people (no ids), and expected fields in which the server's row differs.
[[nodiscard]] QList<Line> lines(const QJsonObject &args, const QJsonObject &expected, const QJsonObject &current);
/// Whether its text can be put back where it was written.
[[nodiscard]] bool isEditable(const QString &command);

} // namespace projective::commandtext
