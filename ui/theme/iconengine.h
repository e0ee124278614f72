#pragma once

#include "ui/theme/theme.h"

#include <QIconEngine>
#include <QPointer>

namespace projective {

/// Draws an SVG of resources/icons in a token's colour at the time of painting, so that icons follow the theme
/// without being set again. Cached per colour and size in QPixmapCache.
class IconEngine : public QIconEngine
{
public:
    IconEngine(const Theme &theme, const QString &name, Theme::Token token, bool mirrored);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;
    [[nodiscard]] QString key() const override { return QStringLiteral("projective"); }
    [[nodiscard]] bool isNull() override { return false; }

private:
    QPointer<const Theme> m_theme;
    QString m_name;
    Theme::Token m_token;
    bool m_mirrored;
};

} // namespace projective
