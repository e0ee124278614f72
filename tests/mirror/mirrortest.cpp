#include "mirrortest.h"

using namespace Qt::StringLiterals;

namespace projective::fixture {

using protocol::RoundBegin;
using protocol::Rows;

RoundBegin reset(const QList<Scope> &granted)
{
    RoundBegin begin = grant(granted);
    begin.reset = true;
    return begin;
}

RoundBegin grant(const QList<Scope> &granted)
{
    RoundBegin begin;
    begin.granted = granted;
    return begin;
}

RoundBegin revoke(const QList<Scope> &revoked)
{
    RoundBegin begin;
    begin.revoked = revoked;
    return begin;
}

Rows oneProject(const Project &project)
{
    return rows(projectsId, {projectTuple(project)});
}

Rows oneMessage(const Message &message)
{
    return rows(messagesId, {messageTuple(message)});
}

Rows oneMessage(const Scope &channel, const QString &body, qint64 seq)
{
    return oneMessage(Message{newUuid(), channel, newUuid(), body, seq});
}

QList<Rows> manyMessages(const Scope &channel, int frames)
{
    QList<Rows> all;
    const QString body = QString(1000, u'x');
    qint64 seq = 0;
    for (int i = 0; i < frames; ++i) {
        QList<QByteArray> tuples;
        for (int j = 0; j < 250; ++j) {
            ++seq;
            tuples.append(messageTuple({newUuid(), channel, newUuid(), body + QString::number(seq), seq}));
        }
        all.append(rows(messagesId, tuples));
    }
    return all;
}

OutboxEntry pendingEntry(const Command &command)
{
    static qint64 position = 0;
    OutboxEntry entry;
    entry.id = EntryId(newUuid());
    entry.position = ++position;
    entry.command = command;
    entry.entities = entitiesOfTest(command);
    entry.createdAtUs = 1'700'000'000'000'000;
    return entry;
}

void MirrorTest::init()
{
    m_profile = std::make_unique<Profile>();
    reopen();
    VERIFY_OK(m_mirror->applyCatalog(catalogJson()));
}

void MirrorTest::cleanup()
{
    m_mirror.reset();
    m_profile.reset();
}

void MirrorTest::reopen()
{
    m_mirror.reset();
    auto opened = m_profile->openMirror();
    VERIFY_OK(opened);
    m_mirror = std::move(*opened);
}

void MirrorTest::close()
{
    m_mirror.reset();
}

Result<MirrorChange> MirrorTest::round(
    const RoundBegin &begin, const QList<RoundBuffer::Frame> &frames, int at, const QList<protocol::Floors> &floors)
{
    return fixture::round(*m_mirror, begin, frames, at, floors);
}

void MirrorTest::give(const QList<Rows> &frames)
{
    for (const Rows &frame : frames)
        VERIFY_OK(m_mirror->rows(frame));
}

void MirrorTest::quieten()
{
    auto more = m_mirror->idle();
    while (more && *more)
        more = m_mirror->idle();
    VERIFY_OK(more);
}

int MirrorTest::count(const QString &rows)
{
    return value(u"SELECT count(*) FROM "_s + rows).toInt();
}

QVariant MirrorTest::value(const QString &sql, const QVariantList &params)
{
    return fixture::value(*m_mirror, sql, params);
}

QVariantList MirrorTest::column(const QString &sql)
{
    return fixture::column(*m_mirror, sql);
}

} // namespace projective::fixture
