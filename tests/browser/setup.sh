#!/usr/bin/env bash
# Puts what the tests in a browser need under target/browser: what package.json lists, that is
# what drives the system's Chromium, and what judges pages. Chromium and a Chinese font come from
# the system's packages. Running it again does nothing until package.json changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${KEPU_BROWSER:-$here/../../target/browser}
mkdir -p "$place"
place=$(cd "$place" && pwd)

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
if [ "${#missing[@]}" -gt 0 ]; then
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# A stamp is a copy of what was installed, made last: an install cut short is done again.
if ! cmp -s "$here/package.json" "$place/node_modules/stamp"; then
  rm -rf "$place/node_modules" "$place/package-lock.json"
  cp "$here/package.json" "$place/package.json"
  (cd "$place" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$here/package.json" "$place/node_modules/stamp"
fi
