#!/usr/bin/env bash
# load.sh PSQL CONNINFO: loads the sample data into a freshly migrated database (once: a load that failed half way wants a new database).
# The rows are made by the real commands with the clock moved back, so ledger, audit, activity and history agree.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: load.sh PSQL CONNINFO" >&2; exit 2; }
cd "$(dirname "$0")"
files=()
export PGOPTIONS="-c client_min_messages=warning"
for file in [0-9]*.sql; do files+=(-f "$file"); done
"$1" -X -q -v ON_ERROR_STOP=1 -d "$2" "${files[@]}" >/dev/null
# Fresh statistics, or the first readers pay for plans made for empty tables.
"$1" -X -q -d "$2" -c analyze
