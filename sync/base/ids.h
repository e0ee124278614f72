#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QString>
#include <QUuid>

namespace projective {

/// A uuid that can't be mistaken for the id of something else. 16 bytes (RFC 4122, big endian) in SQLite and on the
/// wire, lowercase text with hyphens in JSON.
template <typename Tag>
class Id
{
public:
    Id() = default;
    explicit Id(const QUuid &uuid)
        : m_uuid(uuid)
    {
    }
    /// From 16 bytes; anything else gives a null id.
    [[nodiscard]] static Id fromBytes(const QByteArray &bytes)
    {
        return bytes.size() == 16 ? Id(QUuid::fromRfc4122(bytes)) : Id();
    }
    [[nodiscard]] static Id fromString(const QString &text) { return Id(QUuid::fromString(text)); }
    [[nodiscard]] bool isNull() const { return m_uuid.isNull(); }
    [[nodiscard]] QUuid uuid() const { return m_uuid; }
    [[nodiscard]] QByteArray bytes() const { return m_uuid.toRfc4122(); }
    [[nodiscard]] QString toString() const { return m_uuid.toString(QUuid::WithoutBraces); }
    friend bool operator==(const Id &a, const Id &b) { return a.m_uuid == b.m_uuid; }
    friend bool operator!=(const Id &a, const Id &b) { return a.m_uuid != b.m_uuid; }
    friend bool operator<(const Id &a, const Id &b) { return a.m_uuid < b.m_uuid; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.m_uuid, seed); }

private:
    QUuid m_uuid;
};

using UserId = Id<struct UserTag>;
using ProjectId = Id<struct ProjectTag>;
using StageId = Id<struct StageTag>;
using AssignmentId = Id<struct AssignmentTag>;
using SubmissionId = Id<struct SubmissionTag>;
using RevisionRequestId = Id<struct RevisionRequestTag>;
using BudgetRuleId = Id<struct BudgetRuleTag>;
using ChannelId = Id<struct ChannelTag>;
using MessageId = Id<struct MessageTag>;
using EscrowId = Id<struct EscrowTag>;
using WalletId = Id<struct WalletTag>;
using FreelancerId = Id<struct FreelancerTag>;
using BusinessId = Id<struct BusinessTag>;
using TeamId = Id<struct TeamTag>;
using InstallationId = Id<struct InstallationTag>;
using EntryId = Id<struct EntryTag>; ///< An outbox entry.

/// A new UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits; rising within this process,
/// so that rows made in order are stored in order.
[[nodiscard]] QUuid newUuid();

} // namespace projective
