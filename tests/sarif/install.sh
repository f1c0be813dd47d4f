#!/usr/bin/env bash
# Brings the SARIF multitool, and with it the schema, into tests/sarif/node_modules unless the locked one is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

exec 9>.lock
flock 9
# Written last, so that an install that broke off is made again.
stamp=node_modules/.from-package-lock.json
if ! cmp -s package-lock.json "$stamp"; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
  # The package's own install script would do this, but no package's scripts are run.
  chmod u+x node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
  cp package-lock.json "$stamp"
fi
