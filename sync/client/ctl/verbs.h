#pragma once

#include "arguments.h"

#include "sync/client/engine.h"

namespace projective::ctl {

// One function a verb; each returns the exit code. Verbs that talk to the server run an event loop of their own.

int login(const Arguments &arguments);
int logout(const Arguments &arguments);
int sync(const Arguments &arguments);
int run(const Arguments &arguments);

int status(const Arguments &arguments);
int outbox(const Arguments &arguments);
int sql(const Arguments &arguments);
int watch(const Arguments &arguments);

[[nodiscard]] Engine::Options engineOptions(const Arguments &arguments);
/// The profile opened without connecting, with somebody signed in. Complains and returns false otherwise, `code` being
/// the exit code.
[[nodiscard]] bool openSignedIn(Engine &engine, int &code);
/// What `sync` and `status` print.
[[nodiscard]] QJsonObject statusJson(const Engine &engine);
[[nodiscard]] QString stateName(SyncStatus::State state);

} // namespace projective::ctl
