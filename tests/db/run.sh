#!/bin/bash
# run.sh [FILE...]   runs the pgTAP tests of the database against a throw-away Postgres: starts a private cluster on a
# unix socket, applies db/ once with projective-gateway migrate, and gives every test file a copy of that database.
# Works as root (the server then runs as an unprivileged user) and as a normal user.
#   JOBS=n    how many files at a time (2)
#   KEEP=1    leave the cluster's folder and its log behind
#   GATEWAY   the program (build/dev/bin/projective-gateway)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -gt 0 ]; then mapfile -t files < <(realpath -e "$@"); [ ${#files[@]} -eq $# ] || exit 2; else files=("$here"/*.sql); fi
bin=${PG_BIN:-$(pg_config --bindir 2>/dev/null || true)}
if [ ! -x "$bin/initdb" ]; then
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
fi
[ -x "$bin/initdb" ] || { echo "no PostgreSQL server found; set PG_BIN" >&2; exit 1; }

gateway=$(realpath -m "${GATEWAY:-$here/../../build/dev/bin/projective-gateway}")
[ -x "$gateway" ] || { echo "$gateway is missing: cmake --build --preset dev --target projective-gateway" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/projective-db.XXXXXX")
server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  user=$(id -un postgres 2>/dev/null || echo nobody)
  chown "$user" "$dir"
  server() { setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups env HOME="$dir" "$@"; }
fi

cleanup() {
  (cd "$dir" && server "$bin/pg_ctl" -D "$dir/data" -m immediate -s -w stop) >/dev/null 2>&1 || true
  if [ -n "${KEEP:-}" ]; then echo "kept $dir" >&2; else rm -rf "$dir"; fi
}
trap cleanup EXIT

cd "$dir"
server "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions >"$dir/initdb.log"
server "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -s -o "-k $dir -c listen_addresses='' -c fsync=off -c full_page_writes=off \
  -c unix_socket_permissions=0777 -c max_wal_size=4GB -c timezone=UTC" start || { cat "$dir/log" >&2; exit 1; }
chmod 755 "$dir"

export GATEWAY=$gateway PGHOST=$dir PGUSER=postgres PGTEMPLATE=projective_template
if [ $# -eq 0 ]; then
  "$here/as_supabase.sh" >"$dir/supabase.tap" 2>&1 || { echo "deployed as to Supabase:" >&2; grep -v '^ok' "$dir/supabase.tap" | head -n 40; exit 1; }
  grep -c '^ok' "$dir/supabase.tap" | sed 's/$/ cases of commands passed where the owner is no superuser/'
fi
createdb "$PGTEMPLATE"
"$gateway" migrate --db "$here/../../db" --database "host=$dir user=postgres dbname=$PGTEMPLATE" >"$dir/migrate.log"
for file in fixtures world model mirror; do
  psql -Xq -v ON_ERROR_STOP=1 -d "$PGTEMPLATE" -f "$here/support/$file.sql"
done

cd "$here"
pg_prove --psql-bin "$here/support/psql-in-copy.sh" -j "${JOBS:-2}" "${files[@]}"

# Every command's case file, refused cases too, in Postgres; the client's half is tests/commands/tst_cases.
if [ $# -eq 0 ]; then
  createdb -T "$PGTEMPLATE" projective_cases
  /usr/bin/python3 "$here/run_cases.py" "host=$dir user=postgres dbname=projective_cases" >"$dir/cases.tap" || { grep -E '^not ok|^#' "$dir/cases.tap" | head -n 40; exit 1; }
  grep -c '^ok' "$dir/cases.tap" | sed 's/$/ cases of commands passed/'
  /usr/bin/python3 "$here/bad_args.py" "host=$dir user=postgres dbname=projective_cases" >"$dir/bad.tap" || { grep -E '^not ok|^#' "$dir/bad.tap" | head -n 40; exit 1; }
  grep -c '^ok' "$dir/bad.tap" | sed 's/$/ commands refused arguments that do not fit/'
fi
