#!/usr/bin/env bash
# clang-tidy and clazy on the C++ files that changed (changed.sh); of a changed header, on a file that includes it. Any warning
# is an error. Needs build/dev (headers of moc).
set -u
cd "$(dirname "$0")/../.."
# Files outside this configuration (a bench not built here) have no compile command.
is_known() { grep -q "\"file\": \".*/$1\"" build/dev/compile_commands.json; }
includers() { # includers HEADER ENDING: files that include it by its path or, beside it, by its name
  git grep --untracked -lF "#include \"$1\"" -- "*.$2"
  git grep --untracked -lF "#include \"${1##*/}\"" -- "$(dirname "$1")/*.$2"
}
source_of() { # source_of HEADER: its own source, or else one that includes it, maybe by another header
  local file
  for file in "${1%.h}.cpp" $(includers "$1" cpp); do is_known "$file" && { echo "$file"; return 0; }; done
  for file in $(includers "$1" h); do [ "$file" != "$1" ] && source_of "$file" && return 0; done
  return 1
}
known=()
while read -r file; do
  case $file in
    *.h)
      if source=$(source_of "$file"); then known+=("$source"); else echo "tidy: no source of this build includes $file"; fi ;;
    *) is_known "$file" && known+=("$file") ;;
  esac
done < <(tests/support/changed.sh '*.cpp' '*.h')
[ ${#known[@]} -gt 0 ] && mapfile -t known < <(printf '%s\n' "${known[@]}" | sort -u)
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
