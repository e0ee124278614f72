#include "exitcodes.h"

#include <cstdio>

namespace projective::ctl {

int exitCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::TooLarge:
        return ExitUsage;
    case ErrorCode::Offline:
    case ErrorCode::ServerUnavailable:
    case ErrorCode::TooManyRequests:
    case ErrorCode::TooSlow:
    case ErrorCode::Cancelled:
        return ExitOffline;
    case ErrorCode::Unauthorized:
    case ErrorCode::WrongCredentials:
    case ErrorCode::NotAllowed:
    case ErrorCode::NoKeychain:
        return ExitSignIn;
    case ErrorCode::ForeignClient:
        return ExitOtherUser;
    case ErrorCode::UnsupportedVersion:
        return ExitVersion;
    case ErrorCode::Storage:
    case ErrorCode::StorageFull:
    case ErrorCode::StorageReadOnly:
    case ErrorCode::StorageCorrupt:
        return ExitStorage;
    case ErrorCode::ProfileInUse:
        return ExitInUse;
    case ErrorCode::NotFound:
        return ExitNotFound;
    case ErrorCode::Internal:
    case ErrorCode::ProtocolError:
    case ErrorCode::Database:
        break;
    }
    return ExitInternal;
}

namespace {

const char *sentence(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "that can't be accepted";
    case ErrorCode::NotFound:
        return "not found";
    case ErrorCode::NotAllowed:
        return "not allowed";
    case ErrorCode::Unauthorized:
        return "sign in again";
    case ErrorCode::WrongCredentials:
        return "e-mail or password is wrong";
    case ErrorCode::Offline:
        return "the server can't be reached";
    case ErrorCode::ServerUnavailable:
        return "the server can't answer now";
    case ErrorCode::UnsupportedVersion:
        return "the server speaks another version of the sync protocol";
    case ErrorCode::ProtocolError:
        return "the server said something that the sync protocol does not allow";
    case ErrorCode::ForeignClient:
        return "this profile belongs to another user";
    case ErrorCode::TooManyRequests:
        return "too many requests, try later";
    case ErrorCode::TooSlow:
        return "this connection was too slow";
    case ErrorCode::TooLarge:
        return "that is too large";
    case ErrorCode::Storage:
        return "the profile's files can't be used";
    case ErrorCode::StorageFull:
        return "the disk is full";
    case ErrorCode::StorageReadOnly:
        return "the profile can't be written";
    case ErrorCode::StorageCorrupt:
        return "a file of the profile is damaged";
    case ErrorCode::ProfileInUse:
        return "another process works in this profile";
    case ErrorCode::Database:
        return "the server's database failed";
    case ErrorCode::NoKeychain:
        return "the keychain can't be used";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Internal:
        break;
    }
    return "internal error";
}

} // namespace

QString words(const Error &error)
{
    QString text = QLatin1String(sentence(error.code));
    if (!error.detail.isEmpty())
        text += QLatin1String(": ") + error.detail;
    return text + QLatin1String(" [") + errorCodeName(error.code) + QLatin1Char(']');
}

QString exitCodeHelp()
{
    return QStringLiteral("Exit codes:\n"
                          "  0  done\n"
                          "  1  internal error\n"
                          "  2  bad arguments, command or SQL; nothing was done\n"
                          "  3  refused: rejected, in conflict or too large; kept in the outbox with its reason\n"
                          "  4  server not reached, or no answer within the time limit; what was saved is kept\n"
                          "  5  nobody is signed in, or the server does not let this user in\n"
                          "  6  the server speaks another version of the protocol\n"
                          "  7  a file of the profile is damaged, read-only, or the disk is full\n"
                          "  8  another process works in the profile\n"
                          "  9  no such entry, relation or mirror\n"
                          " 10  the profile is another user's\n");
}

int complain(int code, const QString &text)
{
    std::fprintf(stderr, "projectivectl: %s\n", qUtf8Printable(text));
    return code;
}

int complain(const Error &error)
{
    return complain(exitCode(error.code), words(error));
}

} // namespace projective::ctl
