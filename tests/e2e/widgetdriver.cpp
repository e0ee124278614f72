#include "tests/e2e/widgetdriver.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QInputMethodEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSocketNotifier>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>

#include <cstdio>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

constexpr int defaultTimeoutMs = 10'000;

/// A text without its key marks: "Becker && Söhne" reads "Becker & Söhne", "&Save" reads "Save".
QString plain(QString text)
{
    return text.replace(QLatin1String("&&"), QLatin1String("\1"))
        .remove(QLatin1Char('&'))
        .replace(QLatin1Char('\1'), QLatin1Char('&'));
}

/// What a person would call the widget: its accessible name, else its own words.
QString nameOf(const QWidget *widget)
{
    if (!widget->accessibleName().isEmpty())
        return widget->accessibleName();
    if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
        return plain(button->text());
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        return label->text();
    return {};
}

QString textOf(const QWidget *widget)
{
    if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
        return edit->text();
    if (const auto *edit = qobject_cast<const QPlainTextEdit *>(widget))
        return edit->toPlainText();
    if (const auto *edit = qobject_cast<const QTextEdit *>(widget))
        return edit->toPlainText();
    if (const auto *box = qobject_cast<const QComboBox *>(widget))
        return box->currentText();
    if (const auto *label = qobject_cast<const QLabel *>(widget))
        return label->text();
    return nameOf(widget);
}

bool isField(const QWidget *widget)
{
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget)
        || qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QComboBox *>(widget)
        || qobject_cast<const QAbstractSpinBox *>(widget);
}

QString rowName(const QModelIndex &index)
{
    const QString spoken = index.data(Qt::AccessibleTextRole).toString();
    return spoken.isEmpty() ? index.data(Qt::DisplayRole).toString() : spoken;
}

/// How well `candidate` answers to `name`: 3 exactly, 2 at its start, 1 somewhere, 0 not at all.
int match(const QString &candidate, const QString &name)
{
    if (candidate == name)
        return 3;
    if (candidate.startsWith(name))
        return 2;
    return candidate.contains(name) ? 1 : 0;
}

QList<QWidget *> windowsToSearch()
{
    if (QWidget *popup = QApplication::activePopupWidget())
        return {popup};
    if (QWidget *modal = QApplication::activeModalWidget())
        return {modal};
    QList<QWidget *> windows;
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window->isVisible())
            windows.append(window);
    }
    return windows;
}

} // namespace

WidgetDriver::WidgetDriver(QObject *parent)
    : QObject(parent)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &WidgetDriver::readLine);
}

void WidgetDriver::readLine()
{
    std::string line;
    if (!std::getline(std::cin, line)) {
        // The one who drives is gone: so are we, as a person would close the window.
        QApplication::closeAllWindows();
        QApplication::quit();
        return;
    }
    // Through the event loop: a click may open a dialog that runs a loop of its own, in which the next line is read.
    const QJsonObject request = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    QMetaObject::invokeMethod(
        this,
        [this, request] {
            const QByteArray bytes = QJsonDocument(answer(request)).toJson(QJsonDocument::Compact);
            std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout);
            std::fputc('\n', stdout);
            std::fflush(stdout);
        },
        Qt::QueuedConnection);
}

QJsonObject WidgetDriver::answer(const QJsonObject &request)
{
    const QString act = request.value(QLatin1String("do")).toString();
    if (act == QLatin1String("shot") || act == QLatin1String("size") || act == QLatin1String("key"))
        return perform(request, {});
    const Target target = waitFor(request);
    if (request.value(QLatin1String("gone")).toBool())
        return {{QStringLiteral("ok"), target.isNull()}, {QStringLiteral("error"), QStringLiteral("still there")}};
    if (target.isNull()) {
        QStringList seen;
        (void)find(QString(), Kind::Any, &seen);
        return {{QStringLiteral("ok"), false},
            {QStringLiteral("error"),
                QStringLiteral("not on screen: %1").arg(request.value(QLatin1String("name")).toString())},
            {QStringLiteral("seen"), QJsonArray::fromStringList(seen)}};
    }
    return perform(request, target);
}

QJsonObject WidgetDriver::perform(const QJsonObject &request, const Target &target)
{
    const QString act = request.value(QLatin1String("do")).toString();
    const QString text = request.value(QLatin1String("text")).toString();
    QJsonObject result{{QStringLiteral("ok"), true}, {QStringLiteral("name"), target.name}};
    if (act == QLatin1String("click")) {
        if (!target.widget->isEnabled()) {
            return {{QStringLiteral("ok"), false},
                {QStringLiteral("error"),
                    QStringLiteral("disabled: %1 (%2)").arg(target.name, target.widget->toolTip())}};
        }
        // Answer first: a dialog's own event loop would keep the answer until it closes.
        const bool twice = request.value(QLatin1String("twice")).toBool();
        QMetaObject::invokeMethod(
            this, [this, target, twice] { click(target, twice); }, Qt::QueuedConnection);
    } else if (act == QLatin1String("type")) {
        type(target.widget, text, request.value(QLatin1String("append")).toBool());
    } else if (act == QLatin1String("choose")) {
        auto *box = qobject_cast<QComboBox *>(target.widget);
        const int index = box ? box->findText(text, Qt::MatchContains) : -1;
        if (index < 0)
            return {{QStringLiteral("ok"), false},
                {QStringLiteral("error"), QStringLiteral("no such entry: %1").arg(text)}};
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    } else if (act == QLatin1String("check")) {
        auto *button = qobject_cast<QAbstractButton *>(target.widget);
        if (button && button->isChecked() != request.value(QLatin1String("on")).toBool(true))
            click(target, false);
    } else if (act == QLatin1String("key")) {
        const QKeySequence keys(request.value(QLatin1String("keys")).toString());
        QWidget *focus = QApplication::focusWidget();
        // Without a window manager no window need be the active one; each still knows where its focus is.
        const QList<QWidget *> windows = windowsToSearch();
        for (QWidget *window : windows) {
            if (!focus)
                focus = window->focusWidget() ? window->focusWidget() : window;
        }
        result.insert(QStringLiteral("focus"), focus ? nameOf(focus) : QString());
        for (int i = 0; focus && i < keys.count(); ++i)
            QTest::keyClick(focus, keys[static_cast<uint>(i)].key(), keys[static_cast<uint>(i)].keyboardModifiers());
    } else if (act == QLatin1String("enabled")) {
        result.insert(QStringLiteral("enabled"), target.widget->isEnabled());
        result.insert(QStringLiteral("why"), target.widget->toolTip());
    } else if (act == QLatin1String("read")) {
        result.insert(QStringLiteral("text"), target.area.isNull() ? textOf(target.widget) : target.name);
    } else if (act == QLatin1String("shot")) {
        QWidget *top
            = QApplication::activePopupWidget() ? QApplication::activePopupWidget() : QApplication::activeModalWidget();
        QWidget *window = top ? top->window() : nullptr;
        for (QWidget *candidate : QApplication::topLevelWidgets()) {
            if (candidate->isVisible() && !candidate->isModal() && (candidate->windowType() == Qt::Window) && !window)
                window = candidate;
        }
        const QString file = request.value(QLatin1String("file")).toString();
        result.insert(QStringLiteral("ok"), window && window->grab().save(file));
    } else if (act == QLatin1String("size")) {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (window->isVisible() && window->windowType() == Qt::Window)
                window->resize(
                    request.value(QLatin1String("width")).toInt(), request.value(QLatin1String("height")).toInt());
        }
    } else if (act != QLatin1String("wait")) {
        return {
            {QStringLiteral("ok"), false}, {QStringLiteral("error"), QStringLiteral("unknown request: %1").arg(act)}};
    }
    return result;
}

WidgetDriver::Target WidgetDriver::waitFor(const QJsonObject &request) const
{
    const QString name = request.value(QLatin1String("name")).toString();
    const QString act = request.value(QLatin1String("do")).toString();
    const bool fills = act == QLatin1String("type") || act == QLatin1String("choose");
    const Kind kind = fills ? Kind::Field : act == QLatin1String("click") ? Kind::Clickable : Kind::Any;
    const bool mustBeEnabled = act == QLatin1String("click");
    const bool gone = request.value(QLatin1String("gone")).toBool();
    const bool exact = request.value(QLatin1String("exact")).toBool();
    const int timeout = request.value(QLatin1String("timeout")).toInt(defaultTimeoutMs);
    QElapsedTimer timer;
    timer.start();
    Target target;
    do {
        target = find(name, kind, nullptr, exact);
        const bool ready = !target.isNull() && (!mustBeEnabled || target.widget->isEnabled());
        if (gone ? target.isNull() : ready)
            return target;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    } while (timer.elapsed() < timeout);
    return target;
}

WidgetDriver::Target WidgetDriver::find(const QString &name, Kind kind, QStringList *seen, bool exact) const
{
    Target best;
    int bestScore = 0;
    const auto consider
        = [&](QWidget *widget, const QRect &area, const QString &candidate, const QModelIndex &index = {}) {
              if (seen && !candidate.isEmpty())
                  seen->append(candidate.left(120));
              // A button that answers exactly beats a label that only says the word.
              const int score = name.isEmpty() || (exact && candidate != name)
                  ? 0
                  : match(candidate, name) * 2 + (qobject_cast<QLabel *>(widget) ? 0 : 1);
              if (score > 1 && score > bestScore) {
                  best = Target{widget, area, index, candidate};
                  bestScore = score;
              }
          };
    for (QWidget *window : windowsToSearch()) {
        QList<QWidget *> widgets = window->findChildren<QWidget *>();
        widgets.prepend(window);
        for (QWidget *widget : std::as_const(widgets)) {
            const bool unfit = (kind == Kind::Field && !isField(widget))
                || (kind == Kind::Clickable && qobject_cast<QLabel *>(widget));
            if (!widget->isVisible() || unfit)
                continue;
            consider(widget, {}, nameOf(widget));
            if (kind == Kind::Field)
                continue;
            if (auto *tabs = qobject_cast<QTabBar *>(widget)) {
                for (int i = 0; i < tabs->count(); ++i)
                    consider(tabs, tabs->tabRect(i), plain(tabs->tabText(i)));
            } else if (auto *menu = qobject_cast<QMenu *>(widget)) {
                const QList<QAction *> actions = menu->actions();
                for (QAction *action : actions)
                    consider(menu, menu->actionGeometry(action), plain(action->text()));
            } else if (auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model()) {
                const QAbstractItemModel *model = view->model();
                QList<QModelIndex> parents{view->rootIndex()};
                while (!parents.isEmpty()) {
                    const QModelIndex parent = parents.takeFirst();
                    // Lists are windowed, so a bound on rows is no loss, and a million rows are never walked.
                    for (int row = 0; row < qMin(model->rowCount(parent), 2000); ++row) {
                        for (int column = 0; column < model->columnCount(parent); ++column) {
                            const QModelIndex index = model->index(row, column, parent);
                            const QRect area = view->visualRect(index);
                            if (area.isValid())
                                consider(view, area, rowName(index), index);
                        }
                        const QModelIndex first = model->index(row, 0, parent);
                        if (model->rowCount(first) > 0)
                            parents.append(first);
                    }
                }
            }
        }
    }
    return best;
}

void WidgetDriver::click(const Target &target, bool twice) const
{
    if (target.isNull())
        return;
    QWidget *receiver = target.widget;
    QPoint at = receiver->rect().center();
    if (auto *view = qobject_cast<QAbstractItemView *>(receiver); view && !target.area.isNull()) {
        if (!target.index.isValid())
            return; // the row is gone; whoever waits for its effect says so
        view->scrollTo(target.index);
        at = view->visualRect(target.index).center();
        receiver = view->viewport();
    } else if (!target.area.isNull()) {
        at = target.area.center();
    } else {
        for (QWidget *ancestor = receiver->parentWidget(); ancestor; ancestor = ancestor->parentWidget()) {
            if (auto *scroll = qobject_cast<QScrollArea *>(ancestor))
                scroll->ensureWidgetVisible(receiver);
        }
    }
    if (twice)
        QTest::mouseDClick(receiver, Qt::LeftButton, {}, at);
    else
        QTest::mouseClick(receiver, Qt::LeftButton, {}, at);
}

void WidgetDriver::type(QWidget *field, const QString &text, bool append) const
{
    field->setFocus(Qt::OtherFocusReason);
    if (!append)
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    // As an input method would: any script, one undo step, all signals.
    QInputMethodEvent commit;
    commit.setCommitString(text);
    QCoreApplication::sendEvent(
        qobject_cast<QAbstractSpinBox *>(field) ? field->findChild<QLineEdit *>() : field, &commit);
}
