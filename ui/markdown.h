#pragma once

#include <QColor>
#include <QString>
#include <QStringList>

namespace projective {

/// The colours that a message's markup needs.
struct MarkdownLook {
    QColor muted;
    QColor accent;
    QColor well; ///< behind code
    QString monospace;
    QStringList mentions; ///< names that are marked after "@"
};

/// The subset of Markdown that messages may use, as the HTML that QTextDocument draws: paragraphs and line breaks,
/// **strong**, *emphasis*, ~~struck~~, `code`, fenced code, > quotes, - and 1. lists, [text](https://…) and bare links.
/// Everything else is text: no HTML, no images; links only to http, https and mailto. Nothing is ever fetched.
[[nodiscard]] QString markdownToHtml(const QString &markdown, const MarkdownLook &look);
/// The same text in one line without marks, for previews and screen readers.
[[nodiscard]] QString markdownToLine(const QString &markdown);
/// Whether a link may be opened.
[[nodiscard]] bool isSafeLink(const QString &href);

} // namespace projective
