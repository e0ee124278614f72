#pragma once

#include "sync/base/result.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <optional>

namespace projective::gateway {

/// What sync.describe() says: the relations that are mirrored and how they are read. Immutable once parsed.
struct Catalog {
    struct Window {
        QByteArray column; ///< quoted
        bool isTime = false; ///< else an integer
        std::optional<int> rows; ///< newest so many a scope
        std::optional<int> months;
        QByteArray keep; ///< SQL condition for rows that are held below the floor too; may be empty
    };
    struct Relation {
        int id = 0;
        QByteArray table; ///< quoted, with its schema
        QByteArray key; ///< quoted
        QByteArray select; ///< the columns' expressions, in the order of the wire
        int columns = 0;
        bool grants = false;
        std::optional<Window> window;
    };

    QByteArray version;
    QByteArray json; ///< as it goes to clients
    QHash<int, Relation> relations;
    int resultsRelation = 0; ///< where outcomes of commands are

    [[nodiscard]] const Relation *find(int id) const;
    [[nodiscard]] static Result<Catalog> parse(const QByteArray &json);
};

} // namespace projective::gateway
