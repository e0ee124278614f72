#include "app/firstqueries.h"

#include "app/settings.h"
#include "models/inboxmodel.h"
#include "models/projectlistmodel.h"
#include "models/projecttreemodel.h"
#include "models/stagelistmodel.h"
#include "models/workspacelistmodel.h"

namespace projective {

namespace {

/// Hears from models what they will ask, and has it prepared; nothing is delivered.
class Preparing : public query::Source
{
public:
    explicit Preparing(LiveQueries &queries)
        : m_queries(queries)
    {
    }
    std::unique_ptr<query::Subscription> open(const query::Query &query, query::Receiver) override
    {
        m_queries.prepare(query);
        return std::make_unique<Nothing>();
    }

private:
    class Nothing : public query::Subscription
    {
        void replace(const query::Query &) override { }
    };
    LiveQueries &m_queries;
};

void prepare(LiveQueries &queries, const Viewer &viewer, const Route &route)
{
    Preparing source(queries);
    if (route.kind == Route::Kind::MyWork)
        StageListModel(source).showOwn(viewer);
    else if (route.kind == Route::Kind::Projects)
        ProjectListModel(source).showOwn(viewer);
    WorkspaceListModel(source).setUser(viewer.user);
    InboxModel(source).showOf(viewer.user, QDateTime::currentDateTimeUtc());
    ProjectTreeModel(source).setViewer(viewer);
}

} // namespace

std::unique_ptr<LiveQueries> beginFirstQueries(const QString &profile, const std::optional<Route> &route)
{
    const Settings settings(Settings::pathIn(profile));
    const UserId user(settings.user());
    if (user.isNull())
        return std::make_unique<LiveQueries>(profile);
    auto queries = std::make_unique<LiveQueries>(profile, user);
    const Viewer viewer{user, settings.workspace()};
    prepare(*queries, viewer, route.value_or(settings.route(viewer.workspace)));
    return queries;
}

} // namespace projective
