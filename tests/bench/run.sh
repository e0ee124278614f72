#!/bin/bash
# run.sh [PAIRS]   builds preset release and prints the table of docs/performance.md: lines beginning with '|' on stdout,
# what is going on to stderr. Takes about eleven minutes; do nothing else on the machine meanwhile.
set -euo pipefail
cd "$(dirname "$0")/../.."
pairs=${1:-5}

cmake --preset release >&2
cmake --build --preset release --target bench >&2
bench=build/release/tests/bench
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT

echo "| what | figure | aim | within |"
echo "|---|---|---|---|"
"$bench/bench_firstsync" "$pairs"
"$bench/bench_livelatency" "$pairs"
"$bench/bench_optimistic" "$kept/profile"
# start COMMAND...: the start, with program and X server run by COMMAND. An X server of its own without a window manager,
# and nobody on D-Bus: nothing but the program itself is measured.
start() {
  local number display server
  exec {number}<> <(:)
  "$@" Xvfb -displayfd "$number" -screen 0 1400x900x24 -nolisten tcp >/dev/null 2>&1 &
  server=$!
  trap 'kill "$server"; rm -rf "$kept"' EXIT
  read -r -t 10 -u "$number" display
  DISPLAY=:$display QT_QPA_PLATFORM=xcb DBUS_SESSION_BUS_ADDRESS=disabled: HOME=$kept \
    "$@" "$bench/bench_startup" "$bench/bench_emptywindow" build/release/bin/projective "$kept/profile"
  kill "$server"
  trap 'rm -rf "$kept"' EXIT
}
if [ -x "$bench/bench_startup" ] && command -v Xvfb >/dev/null; then
  start env
  # Where the kernel does not interrupt what runs for what woke up, threads of ordinary priority wait for its next tick.
  if chrt -f 1 true 2>/dev/null; then
    start chrt -f 1 | sed 's/^| start/| at real-time priority: start/'
  fi
fi
