#!/usr/bin/env bash
# The rules that a compiler does not hold (ARCHITECTURE.md, "Arrows"), and the format of every file: prints each breach,
# exits 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
broken=0
forbid() { # forbid WHAT PATTERN PATH...
  local what=$1 pattern=$2 found; shift 2
  found=$(git ls-files -co --exclude-standard -- "$@" | grep -E '\.(h|cpp)$' | xargs -r grep -nP "$pattern" 2>/dev/null)
  [ -z "$found" ] && return
  broken=1
  printf '%s:\n%s\n' "$what" "$found"
}
forbid "Qt headers by module path walk round the link check" '#include <Qt[A-Z][A-Za-z0-9]*/' .
forbid "ui and models see no SQL engine, socket or process" '#include (<(QSql|sqlite3|QWebSocket|QNetwork|QTcp|QProcess|libpq)|"sync/(mirror|client|gateway|protocol)/)' ui models
forbid "models see no commands and nothing that draws" '#include (<(QWidget|QIcon|QColor|QFont|QMessageBox|QPainter|QPixmap)|"(ui|app|sync/commands)/)' models
forbid "sync draws nothing" '#include (<(QWidget|QIcon|QColor|QFont|QMessageBox)|"(ui|models|app)/)' sync
forbid "the gateway shares protocol and base with the client, nothing else" '#include "sync/(mirror|commands|client|query)/' sync/gateway
forbid "the client never sees the gateway" '#include "sync/gateway/' sync/base sync/protocol sync/query sync/mirror sync/commands sync/client
forbid "argument structs and base stand below the mirror" '#include "sync/(mirror|client)/' sync/base sync/protocol sync/query
forbid "singletons hide who owns what (Qt's own application object aside)" '(?<!QCoreApplication)::instance\(\)' app ui models sync
# A benchmark keeps a pace and looks at fixed moments: that is what it measures.
forbid "fixed waits in tests" '(qSleep|qWait|sleep_for|sleep_until|nanosleep|usleep|QThread::m?sleep)\(' tests ':!tests/bench' ':!tests/support/until.h'

strays=$(git ls-files -co --exclude-standard | sed -n 's,/.*,,p' | sort -u |
  grep -vxE 'app|ui|models|sync|resources|translations|tests|db|docs|\.ci')
if [ -n "$strays" ]; then
  broken=1
  printf 'folders beside the fixed ones (ARCHITECTURE.md):\n%s\n' "$strays"
fi

format=$(git ls-files -co --exclude-standard -- '*.h' '*.cpp' | xargs -r -P 2 -n 50 clang-format --dry-run 2>&1 | grep -E 'warning:' | cut -d: -f1 | sort | uniq -c)
if [ -n "$format" ]; then
  broken=1
  printf 'not formatted (clang-format -i FILE):\n%s\n' "$format"
fi
[ $broken -eq 0 ] && echo "layers and format: clean"
exit $broken
