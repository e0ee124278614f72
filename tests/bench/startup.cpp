// startup WINDOW PROGRAM PROFILE: from exec to the first painted frame of the program, and to its page as it stays,
// seen from outside by its pixels; in alternating pairs with the empty window program WINDOW.
#include "tests/bench/figures.h"

#include <QByteArrayList>
#include <QElapsedTimer>
#include <QList>

#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>
#include <vector>

using namespace projective::bench;

namespace {

constexpr int pairs = 7;
constexpr int stillMs = 1'500; ///< without a change for so long: it stays
constexpr int lookEveryUs = 2'000;
constexpr double ratioAim = 1.3;

struct Free {
    void operator()(void *pointer) const { std::free(pointer); }
};

/// A few lines of pixels across the window: enough to see a page change, cheap enough not to disturb.
QByteArray linesOf(xcb_connection_t *display, xcb_window_t window)
{
    const std::unique_ptr<xcb_get_geometry_reply_t, Free> size(
        xcb_get_geometry_reply(display, xcb_get_geometry(display, window), nullptr));
    QByteArray pixels;
    for (int part = 1; size && part < 12; ++part) {
        const auto y = static_cast<int16_t>(size->height * part / 12);
        const std::unique_ptr<xcb_get_image_reply_t, Free> image(xcb_get_image_reply(
            display, xcb_get_image(display, XCB_IMAGE_FORMAT_Z_PIXMAP, window, 0, y, size->width, 1, ~0U), nullptr));
        if (image)
            pixels.append(reinterpret_cast<const char *>(xcb_get_image_data(image.get())),
                xcb_get_image_data_length(image.get()));
    }
    return pixels;
}

/// The windows that were mapped since the last call.
QList<xcb_window_t> mapped(xcb_connection_t *display)
{
    QList<xcb_window_t> found;
    while (const std::unique_ptr<xcb_generic_event_t, Free> event{xcb_poll_for_event(display)}) {
        if ((event->response_type & 0x7f) == XCB_MAP_NOTIFY)
            found.append(reinterpret_cast<const xcb_map_notify_event_t *>(event.get())->window);
    }
    return found;
}

struct Start {
    double firstMs = 0; ///< something is painted
    double pageMs = 0; ///< the last change
    double peakMb = 0;
};

pid_t spawn(const QByteArrayList &command)
{
    QByteArrayList words = command;
    std::vector<char *> arguments;
    for (QByteArray &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t process = 0;
    if (posix_spawnp(&process, arguments.front(), nullptr, nullptr, arguments.data(), environ) != 0)
        qFatal("%s can't be started", arguments.front());
    return process;
}

void askToClose(xcb_connection_t *display, xcb_window_t window)
{
    const auto atom = [display](const char *name) {
        const std::unique_ptr<xcb_intern_atom_reply_t, Free> reply(xcb_intern_atom_reply(
            display, xcb_intern_atom(display, 0, static_cast<uint16_t>(qstrlen(name)), name), nullptr));
        return reply ? reply->atom : xcb_atom_t{XCB_ATOM_NONE};
    };
    xcb_client_message_event_t event{};
    event.response_type = XCB_CLIENT_MESSAGE;
    event.format = 32;
    event.window = window;
    event.type = atom("WM_PROTOCOLS");
    event.data.data32[0] = atom("WM_DELETE_WINDOW");
    xcb_send_event(display, 0, window, XCB_EVENT_MASK_NO_EVENT, reinterpret_cast<const char *>(&event));
    xcb_flush(display);
}

/// Closes its windows as its user would, dialogs first: what was killed checks its files at the next start.
void end(xcb_connection_t *display, QList<xcb_window_t> windows, pid_t process)
{
    for (int i = 0; i < 1'000; ++i) {
        if (i % 20 == 0) {
            windows += mapped(display);
            askToClose(display, windows.size() > 1 ? windows.takeLast() : windows.first());
        }
        if (waitpid(process, nullptr, WNOHANG) == process)
            return;
        usleep(5'000);
    }
    say(QStringLiteral("does not end by itself"));
    kill(process, SIGKILL);
    waitpid(process, nullptr, 0);
}

Start watch(xcb_connection_t *display, const QByteArrayList &command)
{
    static_cast<void>(mapped(display));
    QElapsedTimer timer;
    timer.start();
    const pid_t process = spawn(command);
    const auto now = [&timer] { return static_cast<double>(timer.nsecsElapsed()) / 1e6; };
    QList<xcb_window_t> windows;
    Start start;
    QByteArray before;
    while (start.firstMs == 0 || now() - start.pageMs < stillMs) {
        windows += mapped(display);
        const QByteArray pixels = windows.isEmpty() ? QByteArray() : linesOf(display, windows.first());
        const bool blank = pixels.isEmpty() || pixels.count(pixels.at(0)) == pixels.size();
        if (!blank && start.firstMs == 0)
            start.firstMs = now();
        if (!blank && pixels != before) {
            start.pageMs = now();
            before = pixels;
        }
        if (waitpid(process, nullptr, WNOHANG) == process || now() > 30'000)
            qFatal("%s did not show a window", command.first().constData());
        usleep(lookEveryUs);
    }
    start.peakMb = peakMb(process);
    end(display, windows, process);
    return start;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4)
        qFatal("startup WINDOW PROGRAM PROFILE");
    xcb_connection_t *display = xcb_connect(nullptr, nullptr);
    if (xcb_connection_has_error(display) != 0)
        qFatal("no display");
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(display)).data->root;
    const uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
    xcb_change_window_attributes(display, root, XCB_CW_EVENT_MASK, &mask);
    xcb_flush(display);
    Samples first;
    Samples page;
    Samples floor;
    Samples memory;
    for (int i = 0; i <= pairs; ++i) {
        const Start program = watch(display, {argv[2], "--profile", argv[3]});
        const Start empty = watch(display, {argv[1]});
        say(QStringLiteral("first frame %1, page %2, empty window %3 ms")
                .arg(program.firstMs)
                .arg(program.pageMs)
                .arg(empty.firstMs));
        if (i == 0)
            continue; // not in the page cache yet
        first.add(program.firstMs);
        page.add(program.pageMs);
        floor.add(empty.firstMs);
        memory.add(program.peakMb);
    }
    xcb_disconnect(display);
    printFigure(QStringLiteral("start: empty Qt window, first frame"), floor.median(), QStringLiteral("ms"));
    printFigure(QStringLiteral("start: first frame"), first.median(), QStringLiteral("ms"));
    printFigure(QStringLiteral("start: page with its rows"), page.median(), QStringLiteral("ms"));
    printFigure(QStringLiteral("start: first frame / floor"), ratios(first, floor).median(), QStringLiteral("x"));
    printFigure(QStringLiteral("start: page with its rows / floor"), ratios(page, floor).median(), QStringLiteral("x"),
        ratioAim);
    printFigure(QStringLiteral("start: peak memory"), memory.median(), QStringLiteral("MB"), 120);
    return 0;
}
