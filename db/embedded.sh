#!/usr/bin/env bash
# The embedded backend's Postgres: a private cluster in a state folder, reached by a unix socket only. Sourced by ./demo.
#   embedded_start STATE   makes the cluster where there is none, starts it; sets pg_socket and pg_conninfo
#   embedded_stop STATE    stops it (fast shutdown: sessions end, what is committed is kept)
# Durability settings are Postgres's defaults: an acknowledged commit survives a crash.

pg_bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1) || true

# Postgres refuses to run as root: as root it runs as the user postgres, which must be able to enter the state folder.
embedded_as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && setpriv --reuid postgres --regid postgres --clear-groups env HOME=/ LC_ALL=C.UTF-8 "$@")
  else
    LC_ALL=C.UTF-8 "$@"
  fi
}

embedded_socket_dir() { # a unix socket's path has at most 107 bytes, so the socket does not live in the state folder
  local state=$1 base
  if [ "$(id -u)" -eq 0 ]; then base=/run/projective; else base=${XDG_RUNTIME_DIR:-/tmp/projective-$(id -u)}/projective; fi
  # Two states on one machine must not share a socket.
  printf '%s/%s\n' "$base" "$(printf '%s' "$state" | sha256sum | cut -c1-12)"
}

embedded_start() {
  local state=$1 data=$1/postgres
  [ -n "$pg_bin" ] || { echo "PostgreSQL's server is not installed (package postgresql-15)." >&2; return 1; }
  pg_socket=$(embedded_socket_dir "$state")
  mkdir -p "$pg_socket" "$state/log"
  chmod 700 "$pg_socket"
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$pg_socket" "$state/log"
    chmod 755 "$(dirname "$pg_socket")" "$state"
    install -d -o postgres -g postgres -m 700 "$data"
  else
    install -d -m 700 "$data"
  fi
  if [ ! -e "$data/PG_VERSION" ]; then
    embedded_as_owner "$pg_bin/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-instructions \
      >"$state/log/initdb.log" 2>&1 || { cat "$state/log/initdb.log" >&2; return 1; }
  fi
  if ! embedded_as_owner "$pg_bin/pg_ctl" -D "$data" status >/dev/null 2>&1; then
    embedded_as_owner "$pg_bin/pg_ctl" -D "$data" -l "$state/log/postgres.log" -w -s -t 60 \
      -o "-k '$pg_socket' -c listen_addresses='' -c unix_socket_permissions=0700 -c max_connections=60" start ||
      { tail -n 20 "$state/log/postgres.log" >&2; return 1; }
  fi
  pg_conninfo="host=$pg_socket user=postgres dbname=projective"
  if [ "$(embedded_psql postgres -Atc "select 1 from pg_database where datname = 'projective'")" != 1 ]; then
    embedded_psql postgres -qc 'create database projective'
  fi
}

embedded_psql() { # embedded_psql DATABASE ARGUMENTS...
  local database=$1; shift
  "$pg_bin/psql" -X -h "$pg_socket" -U postgres -v ON_ERROR_STOP=1 "$database" "$@"
}

embedded_stop() {
  local state=$1
  [ -e "$state/postgres/postmaster.pid" ] || return 0
  embedded_as_owner "$pg_bin/pg_ctl" -D "$state/postgres" -m fast -w -s -t 30 stop && rmdir "$(embedded_socket_dir "$state")"
}
