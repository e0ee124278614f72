#include "tests/e2e/writer.h"

namespace projective::test {

// The edits of a Writer, one statement each, and how often each is drawn.

const std::vector<Writer::Kind> &Writer::kinds()
{
    static const std::vector<Kind> kinds{
        {14, &Writer::editProject},
        {16, &Writer::editStage},
        {20, &Writer::say},
        {3, &Writer::sayByCommand},
        {8, &Writer::changeMessage},
        {4, &Writer::takePart},
        {4, &Writer::leaveProject},
        {2, &Writer::toggleMember},
        {2, &Writer::toggleTeammate},
        {4, &Writer::invite},
        {3, &Writer::moveAssignment},
        {3, &Writer::endAssignment},
        {2, &Writer::toggleChannel},
        {5, &Writer::notify},
        {4, &Writer::readNotification},
        {2, &Writer::deleteNotification},
        {4, &Writer::readChannel},
        {3, &Writer::replaceBudget},
        {2, &Writer::rename},
        {3, &Writer::showOrHide},
        {2, &Writer::joinThread},
        {2, &Writer::leaveThread},
        {5, &Writer::act},
        {2, &Writer::topUp},
    };
    return kinds;
}

QByteArray Writer::editProject()
{
    return "update projects.projects set " + QByteArray(chance(60) ? "title" : "description") + " = " + text("project")
        + " where id = " + one(m_ground.projects);
}

QByteArray Writer::editStage()
{
    QByteArray change = "name = " + text("stage");
    if (chance(30))
        change = "description = " + text("about");
    else if (chance(20))
        change = "due_date = now() + interval '" + QByteArray::number(below(90))
            + " days', \"order\" = " + QByteArray::number(below(9));
    return "update projects.project_stages set " + change + " where id = " + one(m_ground.stages);
}

QByteArray Writer::say()
{
    const QUuid id = newId();
    m_said.append(id);
    return "insert into comms.project_messages (id, channel_id, sender_user_id, body) values (" + quote(id) + ", "
        + one(m_ground.channels) + ", " + one(m_ground.users) + ", " + text("said") + ')';
}

QByteArray Writer::sayByCommand()
{
    // As the gateway calls it; whether it is applied or refused is the command's own business.
    return "select set_config('request.jwt.claims', '{\"sub\": \""
        + m_ground.clientUser.toByteArray(QUuid::WithoutBraces)
        + "\", \"role\": \"authenticated\"}', true); select api.run(c.id, c.last_command + 1, 'send_message', "
          "'business:"
        + m_ground.business.toByteArray(QUuid::WithoutBraces) + "', '{}', jsonb_build_object('message', "
        + quote(newId()) + ", 'channel', " + one(m_ground.channels) + ", 'body', " + text("command")
        + ", 'client_created_at', '2026-01-01T00:00:00Z')) from sync.clients c where c.id = " + quote(m_ground.client)
        + " for update";
}

QByteArray Writer::changeMessage()
{
    const QByteArray which
        = " where id = (select id from comms.project_messages where channel_id = " + one(m_ground.channels)
        + " and deleted_at is null order by seq desc offset " + QByteArray::number(below(250)) + " limit 1)";
    return chance(70)
        ? "update comms.project_messages set edited_at = now(), body = " + text("edited") + which
        : "update comms.project_messages set deleted_at = now(), deleted_by = sender_user_id, body = ''" + which;
}

QByteArray Writer::takePart()
{
    return "insert into projects.project_participants (project_id, profile_type, profile_id, role) values ("
        + one(m_ground.projects) + ", 'freelancer', " + one(m_ground.freelancers) + ", '"
        + (chance(50) ? "viewer" : "collaborator")
        + "') on conflict on constraint project_participants_profile_key do update set role = excluded.role";
}

QByteArray Writer::leaveProject()
{
    return "delete from projects.project_participants where project_id = " + one(m_ground.projects)
        + " and profile_type = 'freelancer' and profile_id = " + one(m_ground.freelancers);
}

QByteArray Writer::toggleMember()
{
    return "update org.business_memberships set "
        + QByteArray(chance(70) ? "status = case status when 'active' then 'left' else 'active' end"
                                : "role = case role when 'viewer' then 'hiring_manager' when 'hiring_manager' then "
                                  "'finance' else 'viewer' end")
        + " where business_profile_id = " + quote(m_ground.business) + " and user_id = " + one(m_ground.members);
}

QByteArray Writer::toggleTeammate()
{
    return "update org.team_memberships set "
        + QByteArray(chance(60) ? "status = case status when 'active' then 'left' else 'active' end"
                                : "role = case role when 'freelancer' then 'team_lead' else 'freelancer' end")
        + " where team_id = " + quote(m_ground.team) + " and user_id = " + one(m_ground.teammates);
}

QByteArray Writer::invite()
{
    const bool team = chance(30);
    return "insert into projects.stage_assignments (project_stage_id, assignee_type, freelancer_profile_id, team_id, "
           "assigned_by) "
           "values ("
        + one(m_ground.stages) + ", '"
        + (team ? "team', null, " + quote(m_ground.team) : "freelancer', " + one(m_ground.freelancers) + ", null")
        + ", " + quote(m_ground.owner) + ") on conflict do nothing";
}

QByteArray Writer::moveAssignment()
{
    return "update projects.stage_assignments set status = case status when 'invited' then 'accepted' else 'active' "
           "end, "
           "accepted_at = coalesce(accepted_at, now()) where ended_at is null and status in ('invited', 'accepted') "
           "and project_stage_id = "
        + one(m_ground.stages);
}

QByteArray Writer::endAssignment()
{
    static const QByteArrayList reasons{"declined", "withdrawn", "removed", "paid", "closed"};
    return "update projects.stage_assignments set ended_at = now(), end_reason = '"
        + reasons[below(int(reasons.size()))]
        + "' where ended_at is null and project_stage_id = " + one(m_ground.stages);
}

QByteArray Writer::toggleChannel()
{
    return "update comms.project_channels set visibility = case visibility when 'project_all' then "
           "'owner_and_assignees' "
           "else 'project_all' end where id = "
        + one(m_ground.channels);
}

QByteArray Writer::notify()
{
    return "insert into comms.notifications (user_id, type, title, params) values (" + one(m_ground.users)
        + ", 'message.new', " + text("news") + ", jsonb_build_object('b', 1, 'a', array[" + text("x")
        + "], 'long key', null))";
}

QByteArray Writer::readNotification()
{
    return "update comms.notifications set read_at = case when read_at is null then now() end where id = "
           "(select id from comms.notifications where user_id = "
        + one(m_ground.users) + " order by created_at, id offset " + QByteArray::number(below(600)) + " limit 1)";
}

QByteArray Writer::deleteNotification()
{
    return "delete from comms.notifications where id = (select id from comms.notifications where user_id = "
        + one(m_ground.users) + " order by created_at, id offset " + QByteArray::number(below(600)) + " limit 1)";
}

QByteArray Writer::readChannel()
{
    return "insert into comms.channel_reads (user_id, channel_id, last_seq) values (" + one(m_ground.users) + ", "
        + one(m_ground.channels) + ", " + QByteArray::number(below(400))
        + ") on conflict on constraint channel_reads_user_channel_key do update set last_seq = excluded.last_seq, "
          "updated_at = now()";
}

QByteArray Writer::replaceBudget()
{
    const QByteArray stage = one(m_ground.stages);
    if (chance(50))
        return "delete from projects.stage_budget_rules where project_stage_id = " + stage;
    return "insert into projects.stage_budget_rules (project_stage_id, type, amount_currency, amount_cents, notes) "
           "values ("
        + stage + ", 'fixed', 'EUR', " + QByteArray::number(1 + below(1'000'000)) + ", " + text("price") + ')';
}

QByteArray Writer::rename()
{
    return "update org.users_public set display_name = " + text("name") + " where user_id = " + one(m_ground.users);
}

QByteArray Writer::showOrHide()
{
    if (chance(40)) {
        return "update org.freelancer_profiles set visibility = case visibility when 'public' then 'invite_only' "
               "else 'public' end::public.visibility where id = "
            + one(m_ground.freelancers);
    }
    return "update org.portfolios set is_public = not is_public where id = " + one(m_ground.portfolios);
}

QByteArray Writer::joinThread()
{
    return "insert into comms.dm_participants (thread_id, user_id) values (" + one(m_ground.threads) + ", "
        + one(m_ground.users) + ") on conflict do nothing";
}

QByteArray Writer::leaveThread()
{
    return "delete from comms.dm_participants where thread_id = " + one(m_ground.threads)
        + " and user_id = " + one(m_ground.users);
}

QByteArray Writer::act()
{
    return "insert into projects.project_activity (project_id, actor_user_id, kind, payload) values ("
        + one(m_ground.projects) + ", " + one(m_ground.users) + ", 'stage.created', jsonb_build_object('stage', "
        + text("stage") + "))";
}

QByteArray Writer::topUp()
{
    const QByteArray cents = QByteArray::number(1 + below(50'000));
    return "select finance.post(sync.uuid7(), array[finance.leg(finance.platform_wallet('outside', 'EUR'), -" + cents
        + ", 'top_up', null, null), finance.leg(" + quote(m_ground.wallet) + ", " + cents + ", 'top_up', null, null)])";
}

} // namespace projective::test
