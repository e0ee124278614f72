#!/bin/bash
# deploy.sh CONNINFO   applies db/ to a database: built-ins where absent, then migrations not yet applied, then the
# repeatables whose content changed. Each file is one transaction. The same order as projective-gateway migrate.
set -euo pipefail

conninfo=$1
db=$(cd "$(dirname "$0")/../../db" && pwd)
export PGOPTIONS="-c client_min_messages=warning ${PGOPTIONS:-}"

query() { psql -X -q -v ON_ERROR_STOP=1 -At -d "$conninfo" "$@"; }
exists() { [ "$(query -c "select to_regclass('$1') is not null")" = t ]; }

builtin_unless() {
  exists "$1" || query -1 -f "$db/builtins/$2" >/dev/null
}

# Our own file names and digests only: they need no quoting.
record() {
  printf "insert into sync.migrations (name, sha256, applied_at) values ('%s', '%s', now())
    on conflict (name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at;" "$1" "$2"
}

declare -A applied=()
early=""   # what was applied before sync.migrations was there, recorded with the file that makes it
apply() {
  local name=$1 sha=$2 recording
  recording=$early$(record "$name" "$sha")
  if [ "${name##*/}" = 0001_foundation.sql ]; then
    early=$recording
    recording="select"
  else
    early=""
  fi
  query -1 -f "$db/$name" -c "$recording" >/dev/null || { echo "failed: $name" >&2; exit 1; }
}

deploy() {
  local file=$1 once=$2 name sha
  name=${file#"$db"/}
  sha=$(sha256sum "$file" | cut -d' ' -f1)
  if [ "${applied[$name]:-}" = "$sha" ]; then
    return
  elif [ -n "${applied[$name]:-}" ] && [ "$once" = once ]; then
    echo "$name was changed after it was applied" >&2
    exit 1
  fi
  apply "$name" "$sha"
}

builtin_unless auth.users auth.sql
builtin_unless storage.buckets storage.sql
if exists sync.migrations; then
  while IFS='|' read -r name sha; do applied[$name]=$sha; done < <(query -c 'select name, sha256 from sync.migrations')
fi
export LC_ALL=C
for file in "$db"/migrations/*.sql; do deploy "$file" once; done
for folder in sync views/analytics commands policies; do
  for file in "$db/$folder"/*.sql; do
    if [ -e "$file" ]; then deploy "$file" again; fi
  done
done
