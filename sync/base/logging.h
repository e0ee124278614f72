#pragma once

#include <QLoggingCategory>

// Every category of the program. Log ids and counts only: never titles, bodies, tokens or row values.
namespace projective {

Q_DECLARE_LOGGING_CATEGORY(logMirror)
Q_DECLARE_LOGGING_CATEGORY(logOutbox)
Q_DECLARE_LOGGING_CATEGORY(logSync)
Q_DECLARE_LOGGING_CATEGORY(logAccount)
Q_DECLARE_LOGGING_CATEGORY(logGateway)
Q_DECLARE_LOGGING_CATEGORY(logDatabase)
Q_DECLARE_LOGGING_CATEGORY(logUi)

} // namespace projective
