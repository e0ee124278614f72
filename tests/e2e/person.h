#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>

/// One person in front of one `projective-driven` process. Every act waits for what it names to be on screen; the first
/// failure is kept and makes all that follow do nothing, so that a story reads as a story.
class Person
{
public:
    Person(const QString &name, const QString &program, const QString &profile, const QString &backend);
    ~Person();

    void click(const QString &name, int timeoutMs = 15'000);
    void doubleClick(const QString &name);
    void type(const QString &field, const QString &text);
    void choose(const QString &field, const QString &entry);
    void check(const QString &box, bool on);
    void key(const QString &keys);
    void waitFor(const QString &name, int timeoutMs = 20'000);
    /// Until something of just this name is on screen, such as the head of the inspector.
    void waitForExactly(const QString &name);
    void waitGone(const QString &name, int timeoutMs = 20'000);
    void resize(int width, int height);
    /// Whether something of that name is on screen now, or comes within the time given.
    [[nodiscard]] bool sees(const QString &name, int timeoutMs = 0);
    [[nodiscard]] QString read(const QString &name);
    void shot(const QString &file);
    /// Ends the process as a power cut would.
    void kill();

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] QString failure() const { return m_failure; }

private:
    QJsonObject ask(const QJsonObject &request, bool mayFail = false);

    QString m_name;
    QProcess m_process;
    QString m_failure;
};
