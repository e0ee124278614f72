#include "ui/dialogs/unsentdialog.h"

#include "ui/pages/pagecontext.h"
#include "ui/widgets/textlabel.h"

#include <QLabel>
#include <QPushButton>

namespace projective {

UnsentDialog::UnsentDialog(PageContext &context, QWidget *parent)
    : QMessageBox(QMessageBox::NoIcon, tr("Not sent yet"), tr("This has not been sent yet"), NoButton, parent)
    , m_context(context)
    , m_rules(context.source())
    , m_send(addButton(tr("Send now"), AcceptRole))
    , m_drop(addButton(tr("Don't send"), DestructiveRole))
{
    setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *stay = addButton(tr("Stay"), RejectRole);
    setEscapeButton(stay);
    setDefaultButton(stay);
    connect(&m_rules, &CommandRules::changed, this, &UnsentDialog::judge);
    connect(&context, &PageContext::onlineChanged, this, &UnsentDialog::judge);
    connect(this, &QMessageBox::buttonClicked, this, [this](const QAbstractButton *clicked) {
        if (clicked == m_send)
            Q_EMIT sendChosen();
        else if (clicked == m_drop)
            Q_EMIT dropChosen();
    });
    judge();
}

void UnsentDialog::judge()
{
    const HeldCommand &held = m_context.held();
    const bool possible = m_context.isOnline() || !m_rules.needsServer(held.command().name);
    m_send->setEnabled(possible);
    m_send->setToolTip(possible ? QString() : plainToolTip(PageContext::offlineReason()));
    setInformativeText(possible ? held.text() : held.text() + u'\n' + PageContext::offlineReason());
    for (QLabel *label : findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText); // setTextFormat() reaches the first one only
}

} // namespace projective
