#!/usr/bin/env bash
# Has the logs that the unit tests write judged by validate.sh, and shows first that it does judge.
# Usage: check.sh UNIT_TESTS
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# expect STATUS FILE…: validate.sh must exit with it.
expect() {
  local wanted="$1" status=0
  shift
  "$here/validate.sh" "$@" >"$scratch/said" 2>&1 || status=$?
  if [ "$status" -ne "$wanted" ]; then
    echo "validate.sh $*: exit $status, not $wanted"
    cat "$scratch/said"
    exit 1
  fi
}

mkdir "$scratch/logs"
DEMARC_SARIF_LOGS="$scratch/logs" "$1" --gtest_brief=1 --gtest_filter='SarifSchema.*'
logs=("$scratch"/logs/*.sarif)
[ -s "${logs[0]}" ] || { echo "the unit tests left no log"; exit 1; }
good="${logs[0]}"

sed 's/"level": "error"/"level": "fatal"/' "$good" >"$scratch/not in the schema.sarif"
expect 1 "$scratch/not in the schema.sarif"
sed '/"informationUri"/d' "$good" >"$scratch/warned of.sarif"
expect 1 "$good" "$scratch/warned of.sarif"
sed 's/"fullDescription"/"shortDescription"/' "$good" >"$scratch/not for code scanning.sarif"
expect 1 "$scratch/not for code scanning.sarif"
sed 's/"data.foreign-write", *$/"data\/foreign-write", "unknown": 1,/' "$good" >"$scratch/unknown.sarif"
expect 1 "$scratch/unknown.sarif"
head -c 300 "$good" >"$scratch/cut off.sarif"
expect 1 "$scratch/cut off.sarif"
: >"$scratch/empty.sarif"
expect 2 "$scratch/empty.sarif"
expect 2 "$scratch/not there.sarif"

"$here/validate.sh" "${logs[@]}"
