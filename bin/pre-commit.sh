#!/usr/bin/env bash
# The entry of the pre-commit hook: pre-commit clones this repository, and runs this file in the repository that commits.
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# npm writes this file last: without it the installation is missing or was interrupted.
if [[ ! -f "$home/node_modules/.package-lock.json" ]]; then
  (cd "$home" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund) >&2
fi
exec node "$home/bin/taskgate.js" check "$@"
