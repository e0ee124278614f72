#pragma once

#include "sync/base/error.h"

#include <QByteArray>
#include <QObject>
#include <QUrl>

namespace projective {

/// A connection for whole binary messages: the edge between Engine and the network. One connection at a time; after
/// close() nothing more is heard of it.
class Transport : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// Ends in opened() or closed().
    virtual void open(const QUrl &url) = 0;
    /// Ends the connection without an answer. Fine when there is none.
    virtual void close() = 0;
    virtual void send(const QByteArray &message) = 0;
    virtual void ping() = 0;

Q_SIGNALS:
    void opened();
    void received(const QByteArray &message);
    void pong();
    /// The connection ended by itself or never came to be.
    void closed(const projective::Error &error);
};

} // namespace projective
