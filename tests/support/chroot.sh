#!/usr/bin/env bash
# chroot.sh DIR root|user COMMAND...: runs a command of this repository in a bare Debian 12, as on a machine with nothing
# installed: debootstrap --variant=minbase, a clone of HEAD, apt as this machine has it, and no more. As `user`: somebody
# with sudo and no password. Needs root and the package debootstrap. DIR is made once and kept; delete it to begin anew.
set -euo pipefail
[ $# -ge 3 ] && [ "$(id -u)" -eq 0 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
repository=$(cd "$(dirname "$0")/../.." && pwd)
dir=$1 who=$2; shift 2
if [ ! -e "$dir/etc/debian_version" ]; then
  # --no-check-gpg only where apt itself was told to trust its source
  debootstrap --variant=minbase --include=ca-certificates bookworm "$dir" "${DEBOOTSTRAP_MIRROR:-$(awk '$1=="deb"{for(i=2;i<=NF;i++)if($i~/^[a-z+]+:\/\//){print $i;exit}} $1=="URIs:"{print $2;exit}' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null)}" >"$dir.log" 2>&1 || { tail "$dir.log" >&2; exit 1; }
  rm -rf "$dir"/etc/apt/sources.list*
  cp -a /etc/apt/sources.list* "$dir/etc/apt/" 2>/dev/null || true
  cp -a /etc/apt/apt.conf.d "$dir/etc/apt/" 2>/dev/null || true
fi
cp -L /etc/resolv.conf "$dir/etc/resolv.conf"
cp -L /etc/hosts "$dir/etc/hosts"
mounted=()
cleanup() { for ((i = ${#mounted[@]} - 1; i >= 0; --i)); do umount -l "${mounted[i]}" 2>/dev/null || true; done; }
trap cleanup EXIT
mount -t proc proc "$dir/proc"; mounted+=("$dir/proc")
mount --rbind /dev "$dir/dev"; mount --make-rslave "$dir/dev"; mounted+=("$dir/dev")
mount -t sysfs sys "$dir/sys"; mounted+=("$dir/sys")
home=/root
if [ "$who" = user ]; then
  home=/home/dev
  chroot "$dir" /bin/bash -c '
    set -e
    command -v sudo >/dev/null || { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends sudo; } >/dev/null
    id dev >/dev/null 2>&1 || useradd -m -s /bin/bash dev
    echo "dev ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/dev'
fi
rm -rf "$dir$home/projective"
git clone -q --no-hardlinks "$repository" "$dir$home/projective"
[ "$who" = user ] && chroot "$dir" chown -R dev: "$home/projective"
run="cd $home/projective && export HOME=$home LANG=C.UTF-8 && exec $*"
if [ "$who" = user ]; then
  chroot "$dir" su dev -s /bin/bash -c "env -i PATH=/usr/local/bin:/usr/bin:/bin ${http_proxy:+http_proxy=$http_proxy} bash -c '$run'"
else
  chroot "$dir" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin ${http_proxy:+http_proxy=$http_proxy} bash -c "$run"
fi
