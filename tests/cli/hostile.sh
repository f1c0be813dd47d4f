#!/usr/bin/env bash
# Trees that are broken, empty, binary, linked in rings, or huge. Usage: hostile.sh DEMARC
set -euo pipefail
DEMARC="$1"
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
tree() { rm -rf "$scratch/tree"; mkdir -p "$scratch/tree"; cd "$scratch/tree"; }

# Nothing to read is never a green run.
tree; exits 2 check "$scratch/tree"; says err 'nothing to read'
tree; printf '\0\1\2' >a.bin; exits 2 check "$scratch/tree"; says err 'nothing to read'
exits 2 check "$scratch/none"; says err 'no file or folder'

# Faults in the model point at their place, all of them, and end with 2.
tree; echo 'x = 1' >a.py; printf 'contexts:\n  a: [\n' >demarc.yaml; exits 2 check .; says err 'demarc.yaml:[0-9]+'
tree; echo 'x = 1' >a.py; printf 'contexts:\n  a: { kode: "x/**" }\n  b: { kind: corre }\n' >demarc.yaml
exits 2 check .; says err 'demarc.yaml:2:8'; says err '\^'; says err 'did you mean `code`'; says err 'demarc.yaml:3'
exits 2 model validate .; says err 'did you mean `core`'
tree; echo 'x = 1' >a.py; mkdir demarc.yaml; exits 2 check .
tree; echo 'x = 1' >a.py; head -c 100000 /dev/urandom >demarc.yaml; exits 2 check .
tree; echo 'x = 1' >a.py; : >demarc.yaml; run check .; [ "$status" -ne 2 ] || wrong "an empty model declares nothing"
tree; echo 'x = 1' >a.py; ln -s /etc/hostname demarc.yaml; exits 2 check .

# Broken files are notes.
tree
printf 'def f(:\n  return (\n' >broken.py; printf 'function (((' >broken.js; printf 'a: [b\n' >broken.yaml
printf '{"a":' >broken.json; head -c 65536 /dev/urandom >noise.py; head -c 65536 /dev/urandom >noise.ts; : >empty.py; echo 'x = 1' >good.py
run check .; [ "$status" -lt 2 ] || wrong "broken files must not stop a run"
says out 'with errors|incomplete'

# Links are not followed: rings, ways out of the tree, ends nowhere.
tree; echo 'x = 1' >a.py; mkdir d; ln -s .. d/up; ln -s d e; ln -s nowhere f.py; ln -s /etc g; ln -s loop loop
mkdir "$scratch/outside"; echo 'import boto3' >"$scratch/outside/secret_name.py"; ln -s "$scratch/outside" out; ln -s "$scratch/outside/secret_name.py" h.py
run facts .; [ "$status" -eq 0 ] || wrong "links must not stop a run"
! grep -q secret_name "$scratch/out" || wrong "a link was followed out of the tree"

# Names that a terminal or a workflow would obey.
tree; mkdir -p $'s\033[31m/a,b:c%0A'; printf 'import boto3\nboto3.resource("dynamodb").Table("t\\x1b[2J").put_item(Item={})\n' >$'s\033[31m/a,b:c%0A/x\ny.py'
printf 'Resources:\n  F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: x.y, Runtime: python3.11 } }\n' >$'s\033[31m/a,b:c%0A/template.yaml'
for format in text concise github markdown; do
  run check --fail-on none --format "$format" .
  [ "$status" -eq 0 ] || wrong "format $format of odd names"
  ! grep -q $'\033' "$scratch/out" || wrong "format $format lets control characters through"
done
run check --fail-on none --format json .; jq -e . "$scratch/out" >/dev/null || wrong "JSON of odd names"

# Modules that pass on each other's names in rings.
tree
for i in $(seq 40); do
  { for k in $(seq 40); do echo "export * from './m$k';"; done; echo "import { lost, table as t$i } from './m1';"
    echo "export { other as table } from './m$((i % 40 + 1))'; export const other = t$i; t$i.put(lost);"; } >"m$i.ts"
  { for k in $(seq 40); do echo "from m$k import *"; done; echo "from m$((i % 40 + 1)) import lost as kept"; echo 'lost = kept'; echo 'kept.put_item(lost)'; } >"m$i.py"
done
begin="$(date +%s)"; run check --fail-on none .; [ "$status" -eq 0 ] || wrong "rings of modules"
[ $(($(date +%s) - begin)) -lt 30 ] || wrong "rings of modules take too long"

# What is written is written where it was asked for, and not through a link that the tree has there.
tree; cp -r "$root/fixtures/corner-shop/." .; rm -f demarc.baseline; echo keep >"$scratch/kept"
for name in report.json report.json.part demarc.baseline.part; do ln -s "$scratch/kept" "$name"; done
run check --format json=report.json --fail-on none .; [ "$status" -eq 0 ] || wrong "a report over a link"
[ -f report.json ] && [ ! -L report.json ] && [ ! -e report.json.part ] || wrong "a report is a file of its own"
run baseline create --allow-ci .; [ "$status" -eq 0 ] || wrong "known findings beside a link"
[ -s demarc.baseline ] && [ ! -L demarc.baseline ] || wrong "known findings are a file of their own"
[ "$(cat "$scratch/kept")" = keep ] || wrong "a file out of the tree was written"

# Deep, long and many.
tree
python() { printf "$1%.0s" $(seq "$2"); }
{ printf 'x = '; python '(' 20000; printf '1'; python ')' 20000; echo; } >deep.py
{ printf 'a: '; python '[' 20000; python ']' 20000; echo; } >deep.yaml
{ python '[' 50000; python ']' 50000; } >deep.json
{ printf 'x = "'; head -c 3000000 /dev/zero | tr '\0' 'a'; echo '"'; } >long.py
{ echo 'a: &a [x,x,x,x,x,x,x,x,x,x]'; for i in b:a c:b d:c e:d f:e g:f h:g i:h; do l="*${i#*:}"; echo "${i%:*}: &${i%:*} [$l,$l,$l,$l,$l,$l,$l,$l,$l,$l]"; done; } >bomb.yaml
{ echo 'Resources:'; for i in $(seq 3000); do echo "  T$i: { Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub 't\${T$i}' } }"; done; } >many.yaml
mkdir many; for i in $(seq 2000); do echo "x$i = $i" >"many/f$i.py"; done
begin="$(date +%s)"
run check --fail-on none .
[ "$status" -eq 0 ] || wrong "a large tree"
[ $(($(date +%s) - begin)) -lt 60 ] || wrong "a large tree takes too long"
finish
