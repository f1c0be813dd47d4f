#!/usr/bin/env bash
# Formats: JSON by its schema, SARIF by outside judges, GitHub's commands, several of one run. Usage: formats.sh DEMARC
set -euo pipefail
DEMARC="$1"
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
"$root/tests/sarif/install.sh"
cd "$root"

exits 1 check --format "json=$scratch/report.json" --format "sarif=$scratch/report.sarif" --format "github=$scratch/github" --format markdown fixtures/corner-shop
says out '^\| error \| `'
for part in report.json report.sarif github; do [ -s "$scratch/$part" ] || wrong "$part is missing"; done
node tests/sarif/schema.mjs docs/report.schema.json "$scratch/report.json" report.json || wrong "the report departs from its schema"
cmp -s <("$DEMARC" check --format json fixtures/corner-shop) "$scratch/report.json" || wrong "two runs give two reports"

# Every rule that fired is described, every result has a hash and a place in the repository.
jq -e '.runs[0] | (.tool.driver.rules | map(.id)) as $known | all(.results[]; (.ruleId | IN($known[]))
  and .partialFingerprints.primaryLocationLineHash and .partialFingerprints["demarc/v1"]
  and (.locations[0].physicalLocation.artifactLocation.uri | startswith("fixtures/corner-shop/")))' "$scratch/report.sarif" >/dev/null || wrong "results of SARIF"
jq -e '.runs[0] | any(.results[]; .codeFlows) and any(.results[]; .relatedLocations) and .automationDetails.id and .invocations[0].executionSuccessful' \
  "$scratch/report.sarif" >/dev/null || wrong "evidence in SARIF"
for system in corner-shop-clean generated-services; do
  "$DEMARC" check --fail-on none --format "sarif=$scratch/$system.sarif" "fixtures/$system" || wrong "SARIF of $system"
done
tests/sarif/validate.sh "$scratch"/*.sarif >"$scratch/verdict" 2>&1 || { out="$(cat "$scratch/verdict")"; wrong "SARIF"; }

# One command a finding, each on one line.
findings="$(jq '.findings | length' "$scratch/report.json")"
[ "$(grep -cE '^::(error|warning|notice) file=fixtures/corner-shop/[^ ]*title=[a-z]+/[a-z-]+::' "$scratch/github")" -eq "$findings" ] || { out="$(cat "$scratch/github")"; wrong "commands for GitHub"; }
[ "$("$DEMARC" check --format concise fixtures/corner-shop | grep -cE '^[^ ]+:[0-9]+:[0-9]+: (error|warning|note)\[[a-z]+/[a-z-]+\] ')" -eq "$findings" ] || wrong "lines of concise"
finish
