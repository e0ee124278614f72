#pragma once

#include "mirrorfixture.h"

#include <QObject>

#include <memory>

namespace projective::fixture {

[[nodiscard]] protocol::RoundBegin reset(const QList<Scope> &granted);
[[nodiscard]] protocol::RoundBegin grant(const QList<Scope> &granted);
[[nodiscard]] protocol::RoundBegin revoke(const QList<Scope> &revoked);

[[nodiscard]] protocol::Rows oneProject(const Project &project);
[[nodiscard]] protocol::Rows oneMessage(const Message &message);
[[nodiscard]] protocol::Rows oneMessage(const Scope &channel, const QString &body, qint64 seq);
/// 250 messages a frame, of a kilobyte each: 60 frames are well beyond what is held in memory.
[[nodiscard]] QList<protocol::Rows> manyMessages(const Scope &channel, int frames);

/// As the outbox would give it.
[[nodiscard]] OutboxEntry pendingEntry(const Command &command);

/// What each test of a mirror begins with: a profile of its own, and its mirror, open and knowing the catalog.
class MirrorTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

protected:
    [[nodiscard]] Profile &profile() { return *m_profile; }
    [[nodiscard]] Mirror &mirror() { return *m_mirror; }
    /// The mirror's end and next start.
    void reopen();
    void close();

    [[nodiscard]] Result<MirrorChange> round(const protocol::RoundBegin &begin, const QList<RoundBuffer::Frame> &frames,
        int at, const QList<protocol::Floors> &floors = {});
    /// Rows of the round that is open.
    void give(const QList<protocol::Rows> &frames);
    /// Upkeep until there is nothing more to do.
    void quieten();

    /// Of a table, or of "table WHERE …".
    [[nodiscard]] int count(const QString &rows);
    [[nodiscard]] QVariant value(const QString &sql, const QVariantList &params = {});
    [[nodiscard]] QVariantList column(const QString &sql);

private:
    std::unique_ptr<Profile> m_profile;
    std::unique_ptr<Mirror> m_mirror;
};

} // namespace projective::fixture
