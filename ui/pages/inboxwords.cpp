#include "ui/pages/inboxwords.h"

#include "ui/words.h"

#include <QCoreApplication>

namespace projective::words {

namespace {
struct InboxWords {
    Q_DECLARE_TR_FUNCTIONS(InboxWords)
};
} // namespace

QString inboxSection(InboxModel::Section section)
{
    switch (section) {
    case InboxModel::Section::Today:
        return InboxWords::tr("Today");
    case InboxModel::Section::ThisWeek:
        return InboxWords::tr("This week");
    case InboxModel::Section::Earlier:
        return InboxWords::tr("Earlier");
    }
    return {};
}

QString inboxTime(const InboxRecord &entry, const QDateTime &now)
{
    if (entry.snoozedUntil <= now || !entry.snoozedUntil.isValid())
        return relativeTime(entry.at, now);
    //: %1 is a time such as "tomorrow 09:00" or "in 3 d"
    return InboxWords::tr("Back %1", "snoozed").arg(relativeTime(entry.snoozedUntil, now));
}

QString snooze(InboxModel::Snooze snooze)
{
    switch (snooze) {
    case InboxModel::Snooze::LaterToday:
        return InboxWords::tr("Later today");
    case InboxModel::Snooze::Tomorrow:
        return InboxWords::tr("Tomorrow morning");
    case InboxModel::Snooze::NextWeek:
        return InboxWords::tr("Next week");
    }
    return {};
}

} // namespace projective::words
