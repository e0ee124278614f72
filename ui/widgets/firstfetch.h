#pragma once

#include "sync/base/syncstatus.h"

#include <QStackedWidget>

namespace projective {

class EmptyState;
class Theme;

/// In place of a page as long as nothing was ever fetched: an empty list would claim that there is nothing.
class FirstFetch : public QStackedWidget
{
    Q_OBJECT
public:
    explicit FirstFetch(Theme &theme, QWidget *parent = nullptr);
    void setStatus(const SyncStatus &status);

private:
    QWidget *m_coming; ///< while it is being fetched
    EmptyState *m_waiting; ///< for the server, or for the user
};

} // namespace projective
