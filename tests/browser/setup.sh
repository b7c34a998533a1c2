#!/usr/bin/env bash
# Puts what the tests in a browser need under target/browser: playwright-core, which drives the
# Chromium of the system, and axe-core, which judges pages. Chromium and a Chinese font come from
# the system's packages. Running it again does nothing until a version below changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${KEPU_BROWSER:-$here/../../target/browser}
mkdir -p "$place"
place=$(cd "$place" && pwd)
wanted="playwright-core@1.65.1 axe-core@4.14.1"

sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
if [ "${#missing[@]}" -gt 0 ]; then
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# The stamp is written last, so that an install cut short is done again. The packages are added to
# whatever else lies there: other tests in a browser may have put tools of their own beside them.
if [ "$(cat "$place/theme.stamp" 2>/dev/null)" != "$wanted" ]; then
  # shellcheck disable=SC2086
  npm install --prefix "$place" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error $wanted
  printf '%s' "$wanted" >"$place/theme.stamp"
fi
