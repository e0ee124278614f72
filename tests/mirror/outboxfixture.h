#pragma once

#include "mirrorfixture.h"

#include <optional>

namespace projective::fixture {

inline constexpr qint64 now = 1'700'000'000'000'000;

/// An outbox that is closed and opened again before each look at it, as after a crash at that point: whatever it
/// said is saved must be there.
class Crashing
{
public:
    Crashing() { reopen(); }
    Outbox &operator*() { return *m_outbox; }
    Outbox *operator->() { return &*m_outbox; }
    void reopen()
    {
        m_outbox.reset();
        auto opened = Outbox::open(profile.folder(), profile.user);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().detail));
        m_outbox.emplace(std::move(*opened));
    }
    EntryId add(const Command &command, CommandClass commandClass = CommandClass::Queue, bool connected = true)
    {
        const EntryId id{newUuid()};
        const auto added = m_outbox->add(id, command, commandClass, entitiesOfTest(command), connected, now);
        if (!added)
            qFatal("%s", qPrintable(added.error().detail));
        reopen();
        return id;
    }
    quint64 send(EntryId id)
    {
        const auto sent = m_outbox->markSent(id);
        if (!sent)
            qFatal("%s", qPrintable(sent.error().detail));
        reopen();
        return sent->number;
    }
    Profile profile;

private:
    std::optional<Outbox> m_outbox;
};

inline Command anyPost()
{
    return post(newUuid(), newUuid(), QStringLiteral("hello"));
}

} // namespace projective::fixture
