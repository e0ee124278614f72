#!/bin/bash
# compare_seed.sh CONNINFO   compares a deployed database with the schema it was designed from (seed_schema.tsv).
# Prints each deviation with the reason for which it is allowed; exits with 1 when one has no reason.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
psql -X -q -v ON_ERROR_STOP=1 -d "$1" -At -F $'\t' \
  -c 'create temp table seed (kind text, tab text, cols text, detail text)' \
  -c "\\copy seed from program 'grep -v ^# $here/seed_schema.tsv'" \
  -f "$here/support/compare_seed.sql" \
  -c 'select * from seed_report' |
  awk -F '\t' '{ print; if ($1 == "UNLISTED") bad = 1 } END { exit bad }'
