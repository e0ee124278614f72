#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QRect>
#include <QStringList>

class QAbstractItemView;
class QModelIndex;
class QWidget;

/// Lets a test play a person in front of this process's windows: finds what a screen reader would name, and sends it
/// real mouse and key events. Requests come as JSON lines on standard input, each is answered by one JSON line on
/// standard output: {"ok": true, …} or {"ok": false, "error": "…", "seen": [names on screen]}.
///
///   {"do": "click",  "name": N}              a button, tab, link or row of a list whose name is or contains N
///   {"do": "type",   "name": N, "text": T}   replaces the text of a field ("append": true adds to it)
///   {"do": "choose", "name": N, "text": T}   picks an entry of a combo box
///   {"do": "check",  "name": N, "on": bool}
///   {"do": "key",    "keys": "Ctrl+K"}       to the widget that has the focus
///   {"do": "wait",   "name": N}              until N is on screen ("gone": true: until it is not; "exact": true: N
///   alone)
///   {"do": "enabled","name": N}              {"enabled": bool, "why": tool tip}
///   {"do": "read",   "name": N}              {"text": …}: of a field, label or the rows of a list
///   {"do": "shot",   "file": F}              a picture of the active window
///   {"do": "size",   "width": W, "height": H}
/// Every request that names something waits for it up to "timeout" milliseconds (10,000).
class WidgetDriver : public QObject
{
    Q_OBJECT

public:
    explicit WidgetDriver(QObject *parent = nullptr);

private:
    struct Target {
        QPointer<QWidget> widget;
        QRect area; ///< of a tab or menu entry, in the widget's coordinates
        QPersistentModelIndex index; ///< of a row: follows it when rows move before the click comes
        QString name;
        [[nodiscard]] bool isNull() const { return widget.isNull(); }
    };

    void readLine();
    [[nodiscard]] QJsonObject answer(const QJsonObject &request);
    [[nodiscard]] QJsonObject perform(const QJsonObject &request, const Target &target);
    [[nodiscard]] Target waitFor(const QJsonObject &request) const;
    enum class Kind { Any, Field, Clickable };
    [[nodiscard]] Target find(const QString &name, Kind kind, QStringList *seen = nullptr, bool exact = false) const;
    void click(const Target &target, bool twice) const;
    void type(QWidget *field, const QString &text, bool append) const;
};
