#!/bin/sh
# Two builds of one program must print the same of all sources below a folder, and something at all.
# Usage: same.sh PROGRAM PLAIN_PROGRAM FOLDER
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" "$3" >"$work/ours"
"$2" "$3" >"$work/plain"
test "$(wc -l <"$work/plain")" -ge 1000 || { echo "only $(wc -l <"$work/plain") trees below $3"; exit 1; }
diff "$work/plain" "$work/ours" | head -20
cmp "$work/plain" "$work/ours"
