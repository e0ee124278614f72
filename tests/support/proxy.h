#pragma once

#include <QByteArray>
#include <QString>
#include <QThread>

#include <memory>

namespace projective::test {

/// The network between a client and the gateway, in the test's hands: a TCP proxy on 127.0.0.1 that can be cut,
/// restored, stopped after so many bytes, and listened to. It has a thread of its own, so that it goes on while the
/// test waits for a process. All functions are for the thread that made it, and have had their effect when they return.
class Proxy
{
public:
    enum class Direction { ToServer, ToClient };

    /// Nothing connects to the server at `upstream` (on 127.0.0.1) before a client connects here.
    explicit Proxy(quint16 upstream);
    ~Proxy();
    Proxy(const Proxy &) = delete;
    Proxy &operator=(const Proxy &) = delete;

    /// Stays the same over cut() and restore().
    [[nodiscard]] quint16 port() const { return m_port; }
    /// What a person would type to sign in: "http://127.0.0.1:port".
    [[nodiscard]] QString address() const;

    /// Connections are reset (RST, no goodbye), new ones refused.
    void cut();
    void restore();

    /// Lets `bytes` more bytes pass in a direction; then nothing passes either way until release().
    void holdAfter(Direction direction, qint64 bytes);
    /// False when the byte did not come in time.
    [[nodiscard]] bool waitForHold(int timeoutMs) const;
    void release();

    /// Bytes that passed in a direction since the beginning.
    [[nodiscard]] qint64 passed(Direction direction) const;
    /// From now on keeps all that passes to the client, for heard().
    void listen();
    [[nodiscard]] QByteArray heard() const;

private:
    class Wire;
    void onWire(const std::function<void(Wire &)> &work) const;

    QThread m_thread;
    Wire *m_wire; // lives on m_thread, which deletes it as it ends
    quint16 m_port = 0;
};

} // namespace projective::test
