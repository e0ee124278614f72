#include "sync/base/logging.h"

namespace projective {

Q_LOGGING_CATEGORY(logMirror, "projective.mirror", QtInfoMsg)
Q_LOGGING_CATEGORY(logOutbox, "projective.outbox", QtInfoMsg)
Q_LOGGING_CATEGORY(logSync, "projective.sync", QtInfoMsg)
Q_LOGGING_CATEGORY(logAccount, "projective.account", QtInfoMsg)
Q_LOGGING_CATEGORY(logGateway, "projective.gateway", QtInfoMsg)
Q_LOGGING_CATEGORY(logDatabase, "projective.database", QtInfoMsg)
Q_LOGGING_CATEGORY(logUi, "projective.ui", QtInfoMsg)

} // namespace projective
