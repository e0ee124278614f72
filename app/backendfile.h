#pragma once

#include "ui/pages/signinpage.h"

#include <QObject>

#include <functional>
#include <optional>

namespace projective {

/// What `projective --backend FILE` is given: where the embedded backend listens, and whom one can try it as.
struct BackendFile {
    QString server;
    QList<SamplePerson> people;

    /// Nothing when the text is not such a file.
    [[nodiscard]] static std::optional<BackendFile> parse(const QByteArray &json);
    /// Reads the file on a pool thread and hands it over in `receiver`'s thread; nothing happens when that is gone.
    static void read(
        const QString &path, QObject *receiver, std::function<void(const std::optional<BackendFile> &)> done);
};

} // namespace projective
