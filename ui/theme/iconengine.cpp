#include "ui/theme/iconengine.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace projective {

IconEngine::IconEngine(const Theme &theme, const QString &name, Theme::Token token, bool mirrored)
    : m_theme(&theme)
    , m_name(name)
    , m_token(token)
    , m_mirrored(mirrored)
{
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
    painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1.0);
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal)
{
    if (!m_theme || size.isEmpty())
        return QPixmap();
    QColor colour = m_theme->color(m_token);
    if (mode == QIcon::Disabled)
        colour = m_theme->tint(m_token, 0.55);
    const bool flip = m_mirrored && QGuiApplication::layoutDirection() == Qt::RightToLeft;
    const QString key = QStringLiteral("icon/%1/%2/%3x%4/%5")
                            .arg(m_name, colour.name())
                            .arg(size.width())
                            .arg(size.height())
                            .arg(flip);
    QPixmap result;
    if (QPixmapCache::find(key, &result))
        return result;

    QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
    if (!file.open(QIODevice::ReadOnly))
        return QPixmap();
    QByteArray svg = file.readAll();
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    result = QPixmap(size);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    if (flip) {
        painter.translate(size.width(), 0);
        painter.scale(-1, 1);
    }
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
    painter.end();
    QPixmapCache::insert(key, result);
    return result;
}

QIconEngine *IconEngine::clone() const
{
    return new IconEngine(*this);
}

} // namespace projective
