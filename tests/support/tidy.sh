#!/usr/bin/env bash
# clang-tidy and clazy on the C++ files that changed (changed.sh). Any warning is an error. Needs build/dev (headers of moc).
set -u
cd "$(dirname "$0")/../.."
mapfile -t files < <(tests/support/changed.sh '*.cpp')
# Files outside this configuration (a bench not built here) have no compile command.
known=()
for file in "${files[@]}"; do grep -q "\"file\": \".*/$file\"" build/dev/compile_commands.json && known+=("$file"); done
# A change of the whole tree is more than the time of a check allows: the newest part is looked at, and it is said.
most=${TIDY_MOST:-24}
if [ ${#known[@]} -gt "$most" ]; then
  echo "tidy: ${#known[@]} changed files, checking the $most last changed (TIDY_MOST=${#known[@]} for all)"
  mapfile -t known < <(ls -t "${known[@]}" | head -n "$most")
fi
[ ${#known[@]} -eq 0 ] && { echo "tidy: no changed files"; exit 0; }
# GCC's precompiled headers mean nothing to clang: the commands are taken without them.
mkdir -p build/tidy-commands
sed -E 's/-Winvalid-pch//g; s/-include [^ ]*cmake_pch\.hxx//g; s/-fuse-ld=mold//g; s/-Wshadow=local//g; s/-Wno-maybe-uninitialized//g' build/dev/compile_commands.json > build/tidy-commands/compile_commands.json
status=0
printf '%s\n' "${known[@]}" | xargs -P 2 -n 4 clang-tidy-16 -p build/tidy-commands --quiet --warnings-as-errors='*' 2>/dev/null || status=1
printf '%s\n' "${known[@]}" | xargs -P 2 -n 4 clazy-standalone -p build/tidy-commands --checks=level0,level1 --extra-arg=-Werror 2>&1 |
  grep -E 'warning:|error:' && status=1
[ $status -eq 0 ] && echo "tidy: ${#known[@]} files clean"
exit $status
