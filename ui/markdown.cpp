#include "ui/markdown.h"

#include <QRegularExpression>
#include <QStringBuilder>
#include <QUrl>

#include <algorithm>

namespace projective {

namespace {

/// Turns the inline marks of one paragraph into HTML. Every character of the input is escaped before it is put out.
class Inline
{
public:
    Inline(const QString &text, const MarkdownLook &look)
        : m_text(text)
        , m_look(look)
    {
    }
    [[nodiscard]] QString html()
    {
        while (m_at < m_text.size()) {
            if (!code() && !link() && !bareLink() && !mention() && !span(u"**", u"b") && !span(u"~~", u"s")
                && !span(u"*", u"i") && !span(u"_", u"i"))
                plain();
        }
        return m_html;
    }

private:
    [[nodiscard]] QStringView rest() const { return QStringView(m_text).mid(m_at); }
    [[nodiscard]] bool atWordStart() const { return m_at == 0 || !m_text.at(m_at - 1).isLetterOrNumber(); }

    void plain()
    {
        const QChar character = m_text.at(m_at);
        qsizetype length = 1;
        if (character == u'\\' && m_at + 1 < m_text.size() && m_text.at(m_at + 1).isPunct()) {
            ++m_at; // an escaped mark is itself
        } else if (character.isHighSurrogate() && m_at + 1 < m_text.size()) {
            length = 2;
        }
        m_html += m_text.mid(m_at, length).toHtmlEscaped();
        m_at += length;
    }

    [[nodiscard]] bool code()
    {
        if (!rest().startsWith(u'`'))
            return false;
        const qsizetype end = m_text.indexOf(u'`', m_at + 1);
        if (end <= m_at + 1)
            return false;
        m_html += QStringLiteral("<span style=\"font-family:'%1';background-color:%2\">%3</span>")
                      .arg(m_look.monospace, m_look.well.name(), m_text.mid(m_at + 1, end - m_at - 1).toHtmlEscaped());
        m_at = end + 1;
        return true;
    }

    [[nodiscard]] bool span(QStringView mark, QStringView tag)
    {
        if (!rest().startsWith(mark) || (mark == u"_" && !atWordStart()))
            return false;
        const qsizetype start = m_at + mark.size();
        const qsizetype end = m_text.indexOf(mark.toString(), start);
        if (end <= start || m_text.at(start).isSpace() || m_text.at(end - 1).isSpace() || m_depth > 4)
            return false;
        Inline inner(m_text.mid(start, end - start), m_look);
        inner.m_depth = m_depth + 1;
        m_html += u'<' % tag % u'>' % inner.html() % u"</" % tag % u'>';
        m_at = end + mark.size();
        return true;
    }

    void anchor(const QString &href, const QString &label)
    {
        m_html += QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                      .arg(href.toHtmlEscaped(), m_look.accent.name(), label.toHtmlEscaped());
    }

    [[nodiscard]] bool link()
    {
        static const QRegularExpression form(QStringLiteral(R"(^\[([^\[\]\n]{1,400})\]\(([^()\s]{1,2000})\))"));
        if (!rest().startsWith(u'['))
            return false;
        const QRegularExpressionMatch match = form.match(rest().toString());
        if (!match.hasMatch() || !isSafeLink(match.captured(2)))
            return false;
        anchor(match.captured(2), match.captured(1));
        m_at += match.capturedLength();
        return true;
    }

    [[nodiscard]] bool bareLink()
    {
        static const QRegularExpression form(QStringLiteral(R"(^https?://[^\s<>"']{1,2000})"));
        if (!rest().startsWith(u"http") || !atWordStart())
            return false;
        QString href = form.match(rest().toString()).captured();
        while (!href.isEmpty() && QStringLiteral(".,;:!?)]}").contains(href.back()))
            href.chop(1);
        if (!isSafeLink(href))
            return false;
        anchor(href, href);
        m_at += href.size();
        return true;
    }

    [[nodiscard]] bool mention()
    {
        if (!rest().startsWith(u'@') || !atWordStart())
            return false;
        // The longest name wins: "Ines Ruiz" before "Ines".
        QString longest;
        for (const QString &name : m_look.mentions) {
            if (name.size() > longest.size() && rest().mid(1).startsWith(name))
                longest = name;
        }
        if (longest.isEmpty())
            return false;
        m_html += QStringLiteral("<span style=\"color:%1;font-weight:600\">@%2</span>")
                      .arg(m_look.accent.name(), longest.toHtmlEscaped());
        m_at += longest.size() + 1;
        return true;
    }

    const QString m_text;
    const MarkdownLook &m_look;
    QString m_html;
    qsizetype m_at = 0;
    int m_depth = 0;
};

/// Splits a message into blocks by the marks at the start of its lines.
class Blocks
{
public:
    Blocks(const QString &markdown, const MarkdownLook &look)
        : m_lines(QString(markdown).remove(u'\r').split(u'\n'))
        , m_look(look)
    {
    }
    [[nodiscard]] QString html()
    {
        while (m_at < m_lines.size()) {
            if (line().startsWith(u"```"))
                fence();
            else if (line().startsWith(u"> ") || line() == u">")
                quote();
            else if (isItem(line()))
                list();
            else
                paragraph();
        }
        return m_html;
    }

private:
    [[nodiscard]] const QString &line() const { return m_lines.at(m_at); }
    [[nodiscard]] QString inlined(const QString &text) const { return Inline(text, m_look).html(); }
    [[nodiscard]] static QRegularExpressionMatch itemMatch(const QString &text)
    {
        static const QRegularExpression form(QStringLiteral(R"(^\s{0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.*)$)"));
        return form.match(text);
    }
    [[nodiscard]] static bool isItem(const QString &text) { return itemMatch(text).hasMatch(); }

    void fence()
    {
        QStringList code;
        for (++m_at; m_at < m_lines.size() && !line().startsWith(u"```"); ++m_at)
            code.append(line().toHtmlEscaped());
        ++m_at;
        m_html += QStringLiteral(
            "<table width=\"100%\" cellpadding=\"6\" bgcolor=\"%1\"><tr><td>"
            "<pre style=\"font-family:'%2';white-space:pre-wrap;margin:0\">%3</pre></td></tr></table>")
                      .arg(m_look.well.name(), m_look.monospace, code.join(u'\n'));
    }

    void quote()
    {
        QStringList lines;
        for (; m_at < m_lines.size() && line().startsWith(u'>'); ++m_at)
            lines.append(inlined(line().mid(1).trimmed()));
        m_html += QStringLiteral("<blockquote style=\"margin:0 0 0 12px;color:%1\">%2</blockquote>")
                      .arg(m_look.muted.name(), lines.join(QStringLiteral("<br>")));
    }

    void list()
    {
        const bool numbered = !itemMatch(line()).captured(1).isEmpty();
        const QString start
            = numbered ? QStringLiteral(" start=\"%1\"").arg(itemMatch(line()).captured(1).toInt()) : QString();
        QString items;
        for (; m_at < m_lines.size() && isItem(line()); ++m_at)
            items += u"<li>" % inlined(itemMatch(line()).captured(2)) % u"</li>";
        const QString tag = numbered ? QStringLiteral("ol") : QStringLiteral("ul");
        m_html += QStringLiteral("<%1%2 style=\"margin:0 0 0 0;-qt-list-indent:1\">%3</%1>").arg(tag, start, items);
    }

    void paragraph()
    {
        QStringList lines;
        for (; m_at < m_lines.size() && !line().startsWith(u"```") && !line().startsWith(u"> ") && !isItem(line());
             ++m_at)
            lines.append(inlined(line()));
        m_html += u"<p style=\"margin:0;white-space:pre-wrap\">" % lines.join(QStringLiteral("<br>")) % u"</p>";
    }

    const QStringList m_lines;
    const MarkdownLook &m_look;
    QString m_html;
    qsizetype m_at = 0;
};

} // namespace

QString markdownToHtml(const QString &markdown, const MarkdownLook &look)
{
    return Blocks(markdown, look).html();
}

QString markdownToLine(const QString &markdown)
{
    static const QRegularExpression marks(
        QStringLiteral(R"((\*\*|~~|`+|^\s*>\s?|\*(?=\S)|(?<=\S)\*))"), QRegularExpression::MultilineOption);
    static const QRegularExpression links(QStringLiteral(R"(\[([^\[\]\n]{1,400})\]\([^()\s]{1,2000}\))"));
    return QString(markdown).replace(links, QStringLiteral("\\1")).remove(marks).simplified();
}

bool isSafeLink(const QString &href)
{
    const QUrl url(href, QUrl::StrictMode);
    if (!url.isValid())
        return false;
    const QString scheme = url.scheme();
    return ((scheme == u"https" || scheme == u"http") && !url.host().isEmpty()) || scheme == u"mailto";
}

} // namespace projective
