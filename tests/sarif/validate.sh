#!/usr/bin/env bash
# Judges SARIF files by the standard's schema and by the SARIF multitool, with the standard's rules and GitHub's.
# Usage: validate.sh FILE…    Exit: 0 all clean, 1 an error or a warning in some file, 2 no judgement possible.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

if [ $# -eq 0 ]; then
  echo "usage: ${0##*/} FILE…" >&2
  exit 2
fi
"$here/install.sh" || exit 2
tool="$here/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
schema="$here/node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

worst=0
# note STATUS: keeps the gravest.
note() { if [ "$1" -gt "$worst" ]; then worst=$1; fi; }

for file in "$@"; do
  # The tool takes its argument for a pattern and passes over what is too large, both without a word: so it gets
  # a name of ours and a limit that no file reaches.
  cp -- "$file" "$scratch/judged.sarif" || exit 2
  # The multitool looks for unknown members, but neither at types nor at enumerations, so the schema comes first.
  verdict=0
  node "$here/schema.mjs" "$schema" "$scratch/judged.sarif" "$file" || verdict=$?
  note "$verdict"
  for kind in Sarif Ghas; do
    log="$scratch/verdict.sarif"
    rm -f "$log"
    status=0
    "$tool" validate "$scratch/judged.sarif" --rule-kind "$kind" --output "$log" \
      --log ForceOverwrite --level "Error;Warning" --kind Fail --max-file-size-in-kb 2000000 \
      >"$scratch/said" 2>&1 || status=$?
    verdict=0
    node "$here/verdict.mjs" "$log" "$status" "$file" "$kind" || verdict=$?
    if [ "$verdict" -gt 1 ]; then cat "$scratch/said" >&2; fi
    note "$verdict"
  done
done
exit "$worst"
