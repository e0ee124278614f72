#pragma once

#include <QTranslator>

namespace projective {

/// The program's texts in the user's language, and Qt's own. English is a translation too: its plurals are.
/// To be made before anything that has texts.
class Translations
{
public:
    Translations();

private:
    QTranslator m_texts;
    QTranslator m_qt;
};

} // namespace projective
