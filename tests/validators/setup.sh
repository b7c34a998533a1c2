#!/usr/bin/env bash
# Puts the validators under target/validators: a Python environment in .venv, and node_modules.
# Running it again does nothing until requirements.txt or package.json changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${KEPU_VALIDATORS:-$here/../../target/validators}
mkdir -p "$place"
place=$(cd "$place" && pwd)

# The Nu Html Checker is a Java program.
if ! command -v java >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends default-jre-headless
fi

# A stamp is a copy of what was installed, made last: an install cut short is done again.
if ! cmp -s "$here/requirements.txt" "$place/.venv/stamp"; then
  rm -rf "$place/.venv"
  python3 -m venv "$place/.venv"
  "$place/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$place/.venv/stamp"
fi

# vnu-jar brings the program in its package; its install script would only look for a Java of its own.
if ! cmp -s "$here/package.json" "$place/node_modules/stamp"; then
  rm -rf "$place/node_modules" "$place/package-lock.json"
  cp "$here/package.json" "$place/package.json"
  (cd "$place" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$here/package.json" "$place/node_modules/stamp"
fi
