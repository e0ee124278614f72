#include "sync/gateway/newcomers.h"

#include "sync/gateway/beast.h"

namespace projective::gateway {

namespace {

/// Whoever has one IPv6 address has the 2^64 of its network.
QByteArray networkOf(const QByteArray &address)
{
    constexpr qsizetype networkBytes = 8;
    beast::error_code error;
    const auto ip = asio::ip::make_address(address.toStdString(), error);
    if (error || !ip.is_v6() || ip.to_v6().is_v4_mapped())
        return address;
    const auto bytes = ip.to_v6().to_bytes();
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), networkBytes);
}

} // namespace

Newcomers::Newcomers(int perAddress)
    : m_perAddress(perAddress)
{
}

Newcomers::Place::Place(Newcomers &newcomers, const QByteArray &address)
    : m_newcomers(newcomers)
    , m_address(address)
{
    ++m_newcomers.m_places[m_address];
}

Newcomers::Place::~Place()
{
    const auto place = m_newcomers.m_places.find(m_address);
    if (--*place == 0)
        m_newcomers.m_places.erase(place);
}

std::unique_ptr<Newcomers::Place> Newcomers::enter(const QByteArray &address)
{
    const QByteArray network = networkOf(address);
    if (m_places.value(network) >= m_perAddress)
        return nullptr;
    return std::make_unique<Place>(*this, network);
}

} // namespace projective::gateway
