#include "tests/support/proxy.h"

#include <QMutex>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWaitCondition>

#include <functional>
#include <list>

#include <sys/socket.h>

namespace projective::test {

namespace {

/// Ends a connection as a lost network does: without the FIN by which the peer would hear that it was meant.
void reset(QTcpSocket *socket)
{
    if (socket->state() == QAbstractSocket::ConnectedState) {
        const linger hard{1, 0};
        setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    }
    socket->abort();
    socket->deleteLater();
}

constexpr qint64 unlimited = std::numeric_limits<qint64>::max();
constexpr qint64 buffered
    = qint64{256} * 1024; // so that a held or slow side is felt by the other end, as on a real network

} // namespace

/// What lives on the proxy's thread: the listener and the pairs of sockets.
class Proxy::Wire : public QObject
{
public:
    explicit Wire(quint16 upstream)
        : m_upstream(upstream)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
    }
    ~Wire() override { cut(); }

    [[nodiscard]] quint16 open()
    {
        if (!m_server.isListening() && !m_server.listen(QHostAddress::LocalHost, m_port))
            qFatal("the proxy can't listen: %s", qPrintable(m_server.errorString()));
        m_port = m_server.serverPort();
        return m_port;
    }

    void cut()
    {
        m_server.close();
        while (!m_pairs.empty())
            end(&m_pairs.front());
    }

    void holdAfter(Direction direction, qint64 bytes)
    {
        m_left[0] = m_left[1] = unlimited;
        m_left[int(direction)] = bytes;
        m_held = bytes == 0;
        if (m_held)
            tellHeld();
    }

    void release()
    {
        m_held = false;
        m_left[0] = m_left[1] = unlimited;
        // pump() may end a pair, so not over the list itself.
        QList<Pair *> pairs;
        for (Pair &pair : m_pairs)
            pairs.append(&pair);
        for (Pair *pair : pairs) {
            pump(pair, Direction::ToServer);
            pump(pair, Direction::ToClient);
        }
    }

    [[nodiscard]] bool waitForHold(int timeoutMs) // any thread
    {
        const QDeadlineTimer deadline(timeoutMs);
        const QMutexLocker lock(&m_mutex);
        while (!m_isHeld && m_becameHeld.wait(&m_mutex, deadline)) { }
        return m_isHeld;
    }
    void forgetHold()
    {
        const QMutexLocker lock(&m_mutex);
        m_isHeld = false;
    }

    qint64 passed[2] = {0, 0};
    bool listening = false;
    QByteArray heard;

private:
    struct Pair {
        QTcpSocket *client = nullptr;
        QTcpSocket *server = nullptr;
    };

    void accept()
    {
        while (QTcpSocket *client = m_server.nextPendingConnection()) {
            m_pairs.push_back({client, new QTcpSocket(this)});
            Pair *pair = &m_pairs.back();
            client->setParent(this);
            for (QTcpSocket *socket : {pair->client, pair->server}) {
                socket->setReadBufferSize(buffered);
                socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
                connect(socket, &QTcpSocket::disconnected, this, [this, pair] { leave(pair); });
                connect(socket, &QTcpSocket::errorOccurred, this, [this, pair] { leave(pair); });
            }
            connect(pair->client, &QTcpSocket::readyRead, this, [this, pair] { pump(pair, Direction::ToServer); });
            connect(pair->server, &QTcpSocket::readyRead, this, [this, pair] { pump(pair, Direction::ToClient); });
            connect(pair->client, &QTcpSocket::bytesWritten, this, [this, pair] { pump(pair, Direction::ToClient); });
            connect(pair->server, &QTcpSocket::bytesWritten, this, [this, pair] { pump(pair, Direction::ToServer); });
            connect(pair->server, &QTcpSocket::connected, this, [this, pair] { pump(pair, Direction::ToServer); });
            pair->server->connectToHost(QHostAddress::LocalHost, m_upstream);
        }
    }

    void pump(Pair *pair, Direction direction)
    {
        const bool toClient = direction == Direction::ToClient;
        QTcpSocket *from = toClient ? pair->server : pair->client;
        QTcpSocket *to = toClient ? pair->client : pair->server;
        if (m_held || to->state() != QAbstractSocket::ConnectedState || to->bytesToWrite() >= buffered)
            return;
        qint64 &left = m_left[int(direction)];
        const QByteArray bytes = from->read(qMin(left, buffered));
        if (bytes.isEmpty())
            return;
        passed[int(direction)] += bytes.size();
        if (toClient && listening)
            heard += bytes;
        if (left != unlimited)
            left -= bytes.size();
        m_held = left == 0;
        // All is counted before: flush() comes back here by bytesWritten().
        to->write(bytes);
        to->flush();
        if (left == 0)
            tellHeld();
    }

    void tellHeld()
    {
        const QMutexLocker lock(&m_mutex);
        m_isHeld = true;
        m_becameHeld.wakeAll();
    }

    /// One side is gone: the other gets what is still on its way, then goes too.
    void leave(Pair *pair)
    {
        if (!m_held) {
            pump(pair, Direction::ToClient);
            pump(pair, Direction::ToServer);
        }
        end(pair);
    }

    void end(Pair *pair)
    {
        const auto found = std::find_if(m_pairs.begin(), m_pairs.end(), [&](const Pair &p) { return &p == pair; });
        if (found == m_pairs.end())
            return;
        const Pair ended = *found;
        m_pairs.erase(found);
        for (QTcpSocket *socket : {ended.client, ended.server}) {
            socket->disconnect(this);
            reset(socket);
        }
    }

    const quint16 m_upstream;
    quint16 m_port = 0;
    QTcpServer m_server{this}; // a child, so that it goes to the thread with its owner
    std::list<Pair> m_pairs; // a list: the connections keep addresses
    qint64 m_left[2] = {unlimited, unlimited};
    bool m_held = false;
    QMutex m_mutex; // of the two below
    bool m_isHeld = false;
    QWaitCondition m_becameHeld;
};

Proxy::Proxy(quint16 upstream)
    : m_wire(new Wire(upstream))
{
    m_wire->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_wire, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("proxy"));
    m_thread.start();
    onWire([this](Wire &wire) { m_port = wire.open(); });
}

Proxy::~Proxy()
{
    onWire([](Wire &wire) { wire.cut(); });
    m_thread.quit();
    m_thread.wait();
}

void Proxy::onWire(const std::function<void(Wire &)> &work) const
{
    QMetaObject::invokeMethod(
        m_wire, [&] { work(*m_wire); }, Qt::BlockingQueuedConnection);
}

QString Proxy::address() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_port);
}

void Proxy::cut()
{
    onWire([](Wire &wire) { wire.cut(); });
}

void Proxy::restore()
{
    onWire([](Wire &wire) { (void)wire.open(); });
}

void Proxy::holdAfter(Direction direction, qint64 bytes)
{
    m_wire->forgetHold();
    onWire([=](Wire &wire) { wire.holdAfter(direction, bytes); });
}

bool Proxy::waitForHold(int timeoutMs) const
{
    return m_wire->waitForHold(timeoutMs);
}

void Proxy::release()
{
    onWire([](Wire &wire) { wire.release(); });
    m_wire->forgetHold();
}

qint64 Proxy::passed(Direction direction) const
{
    qint64 bytes = 0;
    onWire([&](Wire &wire) { bytes = wire.passed[int(direction)]; });
    return bytes;
}

void Proxy::listen()
{
    onWire([](Wire &wire) { wire.listening = true; });
}

QByteArray Proxy::heard() const
{
    QByteArray bytes;
    onWire([&](Wire &wire) { bytes = wire.heard; });
    return bytes;
}

} // namespace projective::test
