# What the tests of the command line share: running demarc, and saying what is wrong. Sourced, not run.
# Needs DEMARC, the program.
DEMARC="$(realpath "$DEMARC")"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
failed=0

# run ARG…: leaves $out, $err and $status.
run() {
  status=0
  timeout 120 "$DEMARC" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
  out="$(tr -d '\0' <"$scratch/out")"
  err="$(tr -d '\0' <"$scratch/err")"
}

wrong() {
  printf 'FAILED: %s\n' "$1"
  printf '  exit %s\n' "$status"
  [ -z "$out" ] || printf '%s\n' "$out" | head -20 | sed 's/^/  out: /'
  [ -z "$err" ] || printf '%s\n' "$err" | head -20 | sed 's/^/  err: /'
  failed=1
}

# exits STATUS ARG…
exits() {
  local wanted="$1"
  shift
  run "$@"
  [ "$status" -eq "$wanted" ] || wrong "demarc $*: exit $wanted expected"
}

# says STREAM PATTERN: what the last run printed holds it.
says() {
  local text
  if [ "$1" = out ]; then text="$out"; else text="$err"; fi
  grep -qE -- "$2" <<<"$text" || wrong "\"$2\" expected in $1"
}

silent() { [ -z "$err" ] || wrong "nothing expected on standard error"; }

finish() { exit "$failed"; }
