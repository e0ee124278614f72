#include "ui/pages/heldcommand.h"

#include <QJsonArray>
#include <QUuid>

#include <utility>

namespace projective {

namespace {

void collect(const QJsonValue &value, QSet<QUuid> &ids)
{
    if (value.isArray()) {
        const QJsonArray values = value.toArray();
        for (const auto &one : values)
            collect(one, ids);
    } else if (const QUuid id = QUuid::fromString(value.toString()); !id.isNull()) {
        ids.insert(id);
    }
}

} // namespace

HeldCommand::HeldCommand(Send send, QObject *parent)
    : QObject(parent)
    , m_send(std::move(send))
{
}

void HeldCommand::begin(const QString &text, const Command &command, const QString &done)
{
    if (isHolding())
        send();
    m_text = text;
    m_done = done;
    m_command = command;
    for (const auto &value : command.args)
        collect(value, m_subjects);
    Q_EMIT changed();
}

void HeldCommand::send(const CommandSink::Receiver &then)
{
    if (!isHolding())
        return;
    const Command command = m_command;
    const QString done = m_done;
    clear();
    m_send(command, done, then);
}

void HeldCommand::drop()
{
    if (isHolding())
        clear();
}

void HeldCommand::clear()
{
    m_text.clear();
    m_done.clear();
    m_command = {};
    m_subjects.clear();
    Q_EMIT changed();
}

} // namespace projective
