#!/usr/bin/env bash
# changed.sh PATTERN...: files of these patterns that changed since the merge base with origin/main or, where that is HEAD or
# is not there, since the commit before HEAD; uncommitted and new ones too. CHECK_BASE names another beginning.
cd "$(dirname "$0")/../.." || exit 1
base=${CHECK_BASE:-$(git merge-base HEAD origin/main 2>/dev/null)}
if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
  base=$(git rev-parse -q --verify HEAD~1) || base=$(git hash-object -t tree /dev/null)
fi
{ git diff --name-only --diff-filter=d "$base" -- "$@"; git ls-files -o --exclude-standard -- "$@"; } | sort -u
