#!/usr/bin/env bash
# Puts what drives the browser under target/browser. Running it again does nothing until package.json changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${KEPU_BROWSER:-$here/../../target/browser}
mkdir -p "$place"
place=$(cd "$place" && pwd)

# A stamp is a copy of what was installed, made last: an install cut short is done again.
if ! cmp -s "$here/package.json" "$place/node_modules/stamp"; then
  rm -rf "$place/node_modules" "$place/package-lock.json"
  cp "$here/package.json" "$place/package.json"
  (cd "$place" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$here/package.json" "$place/node_modules/stamp"
fi
