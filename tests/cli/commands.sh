#!/usr/bin/env bash
# Commands, exit codes, help, colours, shells and start-up. Usage: commands.sh DEMARC
set -euo pipefail
DEMARC="$1"
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
shop="$root/fixtures/corner-shop"
clean="$root/fixtures/corner-shop-clean"
commands="architecture baseline check completions coverage explain facts init metrics model query rules show version why"

# Help: for all, with examples, on standard output.
exits 0 --help; says out Examples:; silent
exits 0 help
for command in $commands; do
  exits 0 "$command" --help; says out Examples:; silent
  exits 0 help "$command"
done
exits 0 --version; says out '^demarc [0-9]+\.[0-9]+\.[0-9]+$'
exits 0 version --verbose; says out '^languages +.*python'; says out '^formats +.*sarif'

# Exit codes of check.
exits 1 check "$shop"; says out '^  findings +'
exits 1 "$shop"
exits 0 check --fail-on none "$shop"
exits 0 check "$clean"
exits 1 check --fail-on note --format concise "$shop"
exits 0 check --select governance/no-owner --fail-on error "$shop"
exits 1 check --select governance --fail-on note "$shop"
exits 0 check --ignore '*/*' --fail-on note "$shop"

# Known findings: only what is new fails.
cp -r "$shop" "$scratch/known"
unset CI
exits 2 baseline show "$scratch/known"; says err 'demarc baseline create'
exits 0 baseline create "$scratch/known"; says out 'wrote .*demarc.baseline: [0-9]+ known findings'
exits 0 check --fail-on note "$scratch/known"; says out 'known before +[0-9]+'
exits 2 baseline create "$scratch/known"; says err 'is there already'
exits 1 check --no-baseline "$scratch/known"
printf '0123456789abcdef data/shared-table sites=1 a -> b: gone -- nobody knows\n' >>"$scratch/known/demarc.baseline"
exits 0 check "$scratch/known"; says out 'gone\) is known and not found any more'; says out '1 not found any more'
exits 1 check --fail-on warning "$scratch/known"
CI=true exits 2 baseline prune "$scratch/known"; says err 'not written in a pipeline'
exits 0 baseline prune "$scratch/known"; says out '^- data/shared-table  a -> b: gone  -- nobody knows'
exits 0 check --fail-on note "$scratch/known"
sed -i '/data\/shared-table/d' "$scratch/known/demarc.baseline"
exits 1 check --fail-on note "$scratch/known"; says out 'data/shared-table'
exits 0 baseline update "$scratch/known"; says out '^[+] data/shared-table'
echo '<<<<<<< HEAD' >>"$scratch/known/demarc.baseline"
exits 2 check "$scratch/known"; says err 'demarc.baseline:[0-9]+:1'; says err 'is no fingerprint'
exits 2 check --baseline "$scratch/none" "$scratch/known"; says err 'there is no file of known findings'

# What the model groups is shown.
cp -r "$clean" "$scratch/grouped"
printf 'groups: { front: [catalog] }\n' >>"$scratch/grouped/demarc.yaml"
exits 0 show --root "$scratch/grouped" context catalog; says out 'group +front'

# What is wrong is pointed at.
exits 2 query --root "$shop" 'SELECT nam FROM services'; says err 'query:1:8'; says err 'did you mean `name`'
exits 2 query --root "$shop" 'SELECT name FROM service'; says err 'did you mean `services`'
exits 2 query --root "$shop" 'SELEC name'; says err 'near "SELEC"'; says err '\^\^\^\^\^'
exits 2 check --select data/shared "$shop"; says err 'did you mean `data/shared-'
mkdir -p "$scratch/twice"
printf 'contexts:\n  a: { code: a/** }\n  a: { code: b/** }\n' >"$scratch/twice/demarc.yaml"
exits 2 check "$scratch/twice"; says err 'stands twice'
[ "$(grep -c 'stands twice' <<<"$err")" = 1 ] || wrong "one fault is told once"
printf 'contexts:\n\ta: { code: a/** }\n' >"$scratch/twice/demarc.yaml"
exits 2 check "$scratch/twice"; says err 'a tab, where lines are indented by blanks'

# Against an earlier state: what an event no longer carries is a change.
"$DEMARC" facts "$clean" >"$scratch/before"
exits 0 check --base "$scratch/before" "$clean"
sed -n 's/^ordering puts "eventbridge:OrderPlaced total"/ordering puts "eventbridge:OrderPlaced weight"/p' \
  "$scratch/before" >"$scratch/more"
echo 'field "eventbridge:OrderPlaced weight" channel=eventbridge:OrderPlaced path=weight' >>"$scratch/more"
cat "$scratch/before" "$scratch/more" >"$scratch/changed"
exits 1 check --base "$scratch/changed" "$clean"; says out 'OrderPlaced.weight is no longer there'
exits 2 check --base "$scratch/none" "$clean"; says err 'cannot be read'
exits 2 check --base "$root/README.md" "$clean"; says err 'README.md: line'

# Wrong usage is 2, with a word about what was meant.
exits 2 check --fail-on sometimes "$shop"; says err fail-on
exits 2 check --no-such-option
exits 2 check --formt json "$shop"; says err 'did you mean `--format`'
exits 2 chekc; says err 'did you mean the command `demarc check`'
exits 2 check --format jsn "$shop"; says err 'did you mean `json`'
exits 2 check --format json --format sarif "$shop"; says err 'give all but one a file'
exits 2 check --format json= "$shop"
exits 2 check --select data/share-table "$shop"; says err 'did you mean `data/shared-table`'
exits 2 check --config "$scratch/none.yaml" "$shop"
exits 2 check --format "json=$scratch/no/such/folder/report.json" "$shop"; says err 'cannot be written'
exits 2 check "$shop/services" "$clean"
exits 2 explain no/such-rule
exits 2 why
exits 2 show table
exits 2 --jobs 0 "$shop"

# Configuration from elsewhere: only the command line names a place outside of the tree.
keeper="$scratch/keeper"
cp -r "$root/fixtures/joins/configuration-folder" "$keeper"
mv "$keeper/settings" "$scratch/settings"
exits 2 facts "$keeper"; says err 'no file lies in the folder settings'
printf 'version: 1\nconfig: ../settings\n' >"$keeper/demarc.yaml"
exits 2 facts "$keeper"
rm "$keeper/demarc.yaml"
exits 0 facts "$keeper"; ! grep -q '^orders calls stock' <<<"$out" || wrong "nobody gave the checkout"
exits 0 facts --config-checkout "$scratch/settings" "$keeper"; says out '^orders calls stock'; says out '@settings/orders.yml:1'
exits 2 facts --config-checkout "https://code.example/settings=$scratch/none" "$keeper"; says err 'names no folder'

# A first model: what is there is permitted, and nothing is written over.
first="$scratch/first"
cp -r "$shop" "$first"
rm -rf "$first/expected" "$first/demarc.yaml"
find "$first" -name context.yaml -delete
exits 0 init --stdout "$first"; says out '^contexts:'; says out 'by: '; [ ! -e "$first/demarc.yaml" ] || wrong "--stdout writes"
exits 0 init "$first"; says out 'wrote .*demarc.yaml: [0-9]+ contexts'
exits 0 model validate "$first"; says out 'is valid'
exits 0 check "$first"
cp "$first/demarc.yaml" "$scratch/before.yaml"
exits 2 init "$first"; says err 'is there already'
cmp -s "$first/demarc.yaml" "$scratch/before.yaml" || wrong "a model that is there is kept"
# What one context alone reads is its own; what two read is a question.
for service in towns tours; do
  mkdir -p "$scratch/reading/$service"
  printf 'FROM python:3.12\nCOPY . .\nCMD ["flask", "run"]\n' >"$scratch/reading/$service/Dockerfile"
  printf 'flask\nboto3\n' >"$scratch/reading/$service/requirements.txt"
  cat >"$scratch/reading/$service/app.py" <<PYTHON
import boto3
from flask import Flask

app = Flask(__name__)
own = boto3.resource("dynamodb").Table("only-$service")
both = boto3.resource("dynamodb").Table("of-both")


@app.get("/$service")
def show():
    return own.scan(), both.scan()
PYTHON
done
exits 0 init --stdout "$scratch/reading"; says out 'tables: .*only-towns'; says out 'tables: .*only-tours'
! grep -q 'of-both' <<<"$out" || wrong "nobody is known to own of-both"

mkdir "$scratch/none-at-all"; exits 2 init "$scratch/none-at-all"

# Rules of the project's own are rules like others.
own="$scratch/own"
cp -r "$clean" "$own"
sed -i "s|^rules:\$|rules:\\n  our/no-sns: { severity: error, message: \"{object} is looked at\", query: \"select 'all' as object\" }|" "$own/demarc.yaml"
exits 1 check --root "$own" --select our/no-sns --format concise; says out 'error\[our/no-sns\] all is looked at'
exits 1 check --root "$own" --select our --format concise
exits 0 check --root "$own" --ignore our/no-sns
exits 2 check --root "$own" --select our/no-sms; says err 'did you mean `our/no-sns`'
exits 0 explain --root "$own" our/no-sns; says out 'select .all. as object'
exits 0 rules --root "$own"; says out '^our/no-sns +error'
exits 2 explain our/no-sns

# The other commands.
exits 0 facts "$shop"; says out '^service catalog '; silent
"$DEMARC" facts --jobs 1 "$shop" >"$scratch/one"; "$DEMARC" facts --jobs 4 "$shop" >"$scratch/four"
cmp -s "$scratch/one" "$scratch/four" || { run facts "$shop"; wrong "the number of threads changes the facts"; }
exits 0 architecture "$shop"; says out '^billing'
exits 0 architecture --format json "$shop"
jq -e '.services and .sync_calls and .events and .data and .code_imports' "$scratch/out" >/dev/null || wrong "keys of the architecture"
exits 0 coverage "$shop"; says out 'files: [0-9]+ of [0-9]+ read'
exits 0 rules; says out '^data/shared-table '
exits 0 rules --json; jq -e 'all(.[]; .id and .severity and .what and .fix)' "$scratch/out" >/dev/null || wrong "rules as JSON"
exits 0 explain data/shared-table; says out 'Ways out'
exits 0 explain shared-table
exits 0 model validate "$shop"; says out 'is valid: 4 contexts'
exits 0 model schema; jq -e '.properties.contexts' "$scratch/out" >/dev/null || wrong "the schema of the model"
exits 0 show context billing --root "$shop"; says out 'depends on'
exits 0 show table shop-invoices-dev --root "$shop"; says out 'owner +billing'
exits 0 show channel OrderPlaced --root "$shop"; says out '^ +orderId .*place_order.py:[0-9]'; says out 'billing reads'
exits 2 show table shop-invoces-dev --root "$shop"; says err 'did you mean'
exits 0 why billing ordering --root "$shop"; says out 'services/billing/.*:[0-9]+'
exits 2 why billing nobody --root "$shop"; says err 'nothing here is called nobody'

# A path narrows the report, not the analysis.
exits 0 check --format concise "$shop/docs"; [ -z "$out" ] || wrong "nothing lies in docs"
exits 1 check --format concise --fail-on note "$shop/services/billing"; says out 'services/billing'
run check --format json "$shop"; jq -r '.findings[0].fingerprint' "$scratch/out" >"$scratch/fingerprint"
exits 0 explain "$(cat "$scratch/fingerprint")" --root "$shop"; says out 'Ways out'

# From inside of the tree, paths are those of the working directory.
(cd "$shop/services" && exits 1 check --format concise .; says out '^/|^billing/'; exit "$failed") || failed=1

# Colours: on a terminal only, and as one says.
run check "$shop"; ! grep -q $'\033' "$scratch/out" || wrong "colours in a pipe"
run check --color always "$shop"; grep -q $'\033' "$scratch/out" || wrong "no colours although asked for"
on_terminal() {
  script -qec "$1" /dev/null </dev/null >"$scratch/out" 2>/dev/null || true
  grep -q $'\033\[1;' "$scratch/out"
}
TERM=xterm on_terminal "'$DEMARC' check '$shop'" || wrong "no colours on a terminal"
! TERM=xterm NO_COLOR=1 on_terminal "'$DEMARC' check --quiet '$shop'" || wrong "colours in spite of NO_COLOR"
! TERM=xterm on_terminal "'$DEMARC' check --quiet --color never '$shop'" || wrong "colours in spite of --color never"

# A closed pipe is no crash.
"$DEMARC" facts "$shop" 2>/dev/null | head -1 >/dev/null || true
status=0; "$DEMARC" facts "$shop" >/dev/full 2>"$scratch/err" || status=$?
[ "$status" -eq 2 ] || { out=""; err="$(cat "$scratch/err")"; wrong "a full disk must exit with 2"; }

# Completions are programs of their shells.
exits 0 completions bash; bash -n "$scratch/out" || wrong "completions for bash"
exits 0 completions zsh; says out '#compdef demarc'
exits 0 completions fish; says out 'complete -c demarc'
exits 2 completions cmd
completed="$(bash -c 'source <("$1" completions bash); COMP_WORDS=(demarc che); COMP_CWORD=1; _demarc; echo "${COMPREPLY[@]}"' - "$DEMARC")"
[ "$completed" = check ] || { out="$completed"; wrong "che is completed to check"; }

# Start-up: nothing is read or compiled before it is needed.
# Processor time, so that a busy machine does not count.
least=1000000
for _ in $(seq 15); do
  TIMEFORMAT='%U %S'
  took="$({ time "$DEMARC" --version >/dev/null; } 2>&1 | awk '{print int(($1 + $2) * 1000)}')"
  [ "$took" -ge "$least" ] || least="$took"
done
[ "$least" -lt 15 ] || { out="$least ms"; wrong "start-up takes 15 ms or more"; }
finish
