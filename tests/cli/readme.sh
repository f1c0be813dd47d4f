#!/usr/bin/env bash
# The examples of README.md are what the program prints. Usage: readme.sh DEMARC [--update]
# A block that starts with `$ demarc …` is run from the root of the repository.
set -euo pipefail
demarc="$(realpath "$1")"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# Times differ from run to run.
steady() { sed -E 's/^(  time +)[0-9.]+ s/\10.1 s/; s/[[:space:]]+$//'; }

while IFS= read -r line; do
  printf '%s\n' "$line"
  if [ "$line" != '```console' ]; then continue; fi
  IFS= read -r command
  printf '%s\n' "$command"
  case "$command" in
    '$ demarc '*)
      read -ra arguments <<<"${command#\$ demarc }"
      "$demarc" "${arguments[@]}" 2>/dev/null | steady || [ "${PIPESTATUS[0]}" -eq 1 ]
      while IFS= read -r line && [ "$line" != '```' ]; do :; done
      printf '%s\n' '```'
      ;;
  esac
done <README.md >"$scratch/README.md"

if cmp -s README.md "$scratch/README.md"; then exit 0; fi
if [ "${2:-}" = --update ]; then
  cp "$scratch/README.md" README.md
  echo "README.md: written"
  exit 0
fi
diff README.md "$scratch/README.md" || true
echo "README.md is not fresh; ./dev update writes it"
exit 1
