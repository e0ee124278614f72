#pragma once

#include <QAbstractItemModel>
#include <QString>

namespace projective::test {

/// All roles of all rows (of column 0) as JSON, in the order of rows, roles sorted by name.
[[nodiscard]] QByteArray rolesAsJson(const QAbstractItemModel &model);
/// Empty when the model's roles equal tests/goldens/models/<name>.json, else what differs. With
/// PROJECTIVE_GOLDENS=write in the environment the file is written instead.
[[nodiscard]] QString differenceFromGolden(const QAbstractItemModel &model, const QString &name);

} // namespace projective::test
