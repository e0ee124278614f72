#!/bin/bash
# psql in a database of its own, copied from $PGTEMPLATE and dropped afterwards: what pg_prove calls for each file.
set -euo pipefail
copy=test_$$
createdb -T "$PGTEMPLATE" "$copy"
status=0
PGDATABASE=$copy psql "$@" || status=$?
dropdb --force "$copy"
exit "$status"
