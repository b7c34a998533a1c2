#!/usr/bin/env bash
# Puts the servers that are deployed to under target/deploy: a Python environment in .venv. OpenSSH and nginx come from
# the system. Running it again does nothing until requirements.txt changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${KEPU_DEPLOY_TOOLS:-$here/../../target/deploy}
mkdir -p "$place"
place=$(cd "$place" && pwd)

# A stamp is a copy of what was installed, made last: an install cut short is done again.
if ! cmp -s "$here/requirements.txt" "$place/.venv/stamp"; then
  rm -rf "$place/.venv"
  python3 -m venv "$place/.venv"
  "$place/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$place/.venv/stamp"
fi
