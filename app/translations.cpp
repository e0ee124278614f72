#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace projective {

Translations::Translations()
{
    const QLocale locale;
    const QString folder = QStringLiteral(":/i18n");
    const QString underscore = QStringLiteral("_");
    if (m_qt.load(locale, QStringLiteral("qtbase"), underscore, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_texts.load(locale, QStringLiteral("projective"), underscore, folder)
        || m_texts.load(QStringLiteral("projective_en"), folder))
        QCoreApplication::installTranslator(&m_texts);
}

} // namespace projective
