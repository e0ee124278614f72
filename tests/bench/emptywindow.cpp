// The least that a window could be: the floor of `startup`.
#include <QApplication>
#include <QLabel>
#include <QMainWindow>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QLabel(QStringLiteral("Empty")));
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}
