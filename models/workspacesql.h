#pragma once

#include <QLatin1String>

namespace projective {

/// For a WHERE over `projects p`: the project is the acting workspace's (?2 of Viewer::params()) as buyer, assignee or
/// participant. A project of another workspace of the same login is not shown: one always acts as one.
inline constexpr QLatin1String projectOfWorkspace{
    "(p.client_business_id = ?2"
    " or exists (select 1 from project_participants pp where pp.project_id = p.id and pp.profile_id = ?2)"
    " or exists (select 1 from project_stages ps join stage_assignments pa on pa.project_stage_id = ps.id"
    "   where ps.project_id = p.id and pa.status <> 'declined' and (pa.freelancer_profile_id = ?2 or pa.team_id = "
    "?2)))"};

/// The unread messages of `project_channels c` for the login ?1, over `channel_reads r`. Only the latest 100 are looked
/// at: of somebody who never opened a channel, a count would read all that was ever said.
inline constexpr QLatin1String unreadOfChannel{
    "(select count(*) from (select m.sender_user_id as sender, m.deleted_at as deleted from project_messages m"
    "   where m.scope_id = c.id and m.seq > coalesce(r.last_seq, 0) order by m.seq desc limit 100)"
    "   where sender <> ?1 and deleted is null)"};

/// Whether unreadOfChannel is all of them. Only a window of messages is mirrored: where it begins after the read mark,
/// there may be more.
inline constexpr QLatin1String unreadIsExact{
    // Asked of the window's beginning only where the first one after the mark does not follow it.
    "coalesce((select min(m.seq) from project_messages m where m.scope_id = c.id and m.seq > coalesce(r.last_seq, 0))"
    "     <= coalesce(r.last_seq, 0) + 1"
    "   or (select min(m.seq) from project_messages m where m.scope_id = c.id) <= coalesce(r.last_seq, 0) + 1, 1)"
    " and (select m.seq from project_messages m where m.scope_id = c.id and m.seq > coalesce(r.last_seq, 0)"
    "   limit 1 offset 100) is null"};

} // namespace projective
