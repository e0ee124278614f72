#pragma once

#include "models/transactionmodel.h"

namespace projective {

/// A statement as RFC 4180: comma separated, CRLF, quoted where needed, amounts as plain decimals of the currency,
/// times in ISO 8601 UTC. Cells that a spreadsheet would run as a formula begin with an apostrophe.
[[nodiscard]] QByteArray statementCsv(const QList<TransactionRecord> &transactions);

} // namespace projective
