#pragma once

#include "models/commandrules.h"

#include <QMessageBox>

namespace projective {

class PageContext;

/// Asks before the window closes over a confirmed command that still waits for its ten seconds to end. Its choices are
/// signals; Esc stays.
class UnsentDialog : public QMessageBox
{
    Q_OBJECT
public:
    UnsentDialog(PageContext &context, QWidget *parent);

Q_SIGNALS:
    void sendChosen();
    void dropChosen();

private:
    void judge();

    PageContext &m_context;
    CommandRules m_rules;
    QPushButton *m_send = nullptr;
    QPushButton *m_drop = nullptr;
};

} // namespace projective
