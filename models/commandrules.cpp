#include "models/commandrules.h"

#include "models/fields.h"
#include "models/recordmodel.h"

#include <QJsonArray>

#include <algorithm>

namespace projective {

/// Keeps the plain rows of one query.
class CommandRules::Rows : public RecordModel<query::Row>
{
public:
    Rows(query::Source &source, const QString &sql)
        : RecordModel(source, 1, nullptr)
    {
        setQuery({sql, {}, 1});
    }
    QVariant data(const QModelIndex &, int) const override { return {}; }

private:
    query::Row read(const query::Row &row) const override { return row; }
};

CommandRules::CommandRules(query::Source &source, QObject *parent)
    : QObject(parent)
    , m_transitionRows(std::make_unique<Rows>(source,
          QStringLiteral("select id, entity, from_status, to_status, command, actor from transitions "
                         "order by entity, from_status, command, to_status, id")))
    , m_commandRows(
          std::make_unique<Rows>(source, QStringLiteral("select id, name, class from commands order by name")))
    , m_settingRows(std::make_unique<Rows>(source, QStringLiteral("select id, key, value from settings order by key")))
{
    for (const std::unique_ptr<Rows> *rows : {&m_transitionRows, &m_commandRows, &m_settingRows})
        connect(rows->get(), &QueryModel::updated, this, &CommandRules::readAgain);
}

CommandRules::~CommandRules() = default;

void CommandRules::readAgain()
{
    m_transitions.clear();
    for (const query::Row &row : m_transitionRows->records()) {
        m_transitions.append({row.value(1).toString(), row.value(2).toString(), row.value(3).toString(),
            row.value(4).toString(), row.value(5).toString()});
    }
    m_commands.clear();
    m_online.clear();
    for (const query::Row &row : m_commandRows->records()) {
        m_commands.insert(row.value(1).toString());
        if (row.value(2).toString() == QLatin1String("online"))
            m_online.insert(row.value(1).toString());
    }
    m_settings.clear();
    for (const query::Row &row : m_settingRows->records()) {
        // In an array, since QJsonDocument reads no bare values.
        const QByteArray wrapped = '[' + row.value(2).toString().toUtf8() + ']';
        m_settings.insert(row.value(1).toString(), QJsonDocument::fromJson(wrapped).array().first());
    }
    Q_EMIT changed();
}

bool CommandRules::isLegal(const Transition &asked) const
{
    return std::any_of(m_transitions.begin(), m_transitions.end(), [&](const Transition &known) {
        return known.entity == asked.entity && known.fromStatus == asked.fromStatus && known.toStatus == asked.toStatus
            && known.command == asked.command;
    });
}

} // namespace projective
