#!/usr/bin/env bash
# Debian 12 packages, by purpose. Sourced by ./demo and ./check.
#   ensure_packages LIST...   installs what is missing (as root, or by sudo); says what to do where neither is there.
build_packages="cmake ninja-build g++ pkg-config ccache mold git ca-certificates
  qt6-base-dev libqt6opengl6-dev qt6-websockets-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
  qtkeychain-qt6-dev libpq-dev libsqlite3-dev libssl-dev libboost-dev libexpected-dev libcpp-jwt-dev nlohmann-json3-dev librapidcheck-dev"
run_packages="postgresql-15 libsecret-1-0 fonts-inter fonts-noto-core fontconfig python3-minimal procps"
test_packages="postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl xvfb xauth dbus gnome-keyring
  at-spi2-core gir1.2-atspi-2.0 python3-gi xdotool strace clang-format clang-tidy-16 clazy"

ensure_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Missing packages: ${missing[*]}. Install them as root, or install sudo." >&2; return 1; }
    as=(sudo)
  fi
  echo "Installing ${#missing[@]} packages: ${missing[*]}"
  # A cluster of Debian's own would start a server that nobody here uses.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  local log; log=$(mktemp)
  if ! { "${as[@]}" apt-get update -q &&
         "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
           -o Dpkg::Options::=--force-confold "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 30 "$log" >&2; rm -f "$log"
    echo "Installing packages failed; the lines above say why." >&2
    return 1
  fi
  rm -f "$log"
  # Else the first program that draws text pays seconds for the font cache.
  if command -v fc-cache >/dev/null; then fc-cache >/dev/null 2>&1 || true; fi
}
