#!/usr/bin/env bash
# nu.sh PUBLIC_DIR: checks every page with the Nu Html Checker; fails on any error.
# Nothing is filtered. If the checker ever lacks a feature of the standard, name it in a
# filter file beside this one, with the reason, and pass it with --filterfile.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=${KEPU_VALIDATORS:-$here/../../target/validators}
public=${1:?usage: nu.sh PUBLIC_DIR}
jar=$place/node_modules/vnu-jar/build/dist/vnu.jar
[ -f "$jar" ] || { echo "nu.sh: run setup.sh first" >&2; exit 2; }

result=$(mktemp)
trap 'rm -f "$result"' EXIT
# The checker leaves with 1 when it finds an error; what it found is in its messages.
java -Xss4m -jar "$jar" --skip-non-html --errors-only --format json "$public" 2>"$result" || true

"$place/.venv/bin/python" - "$result" "$public" <<'PYTHON'
import json
import pathlib
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
public = pathlib.Path(sys.argv[2])
pages = sum(1 for _ in public.rglob("*.html"))
try:
    messages = json.loads(text)["messages"]
except (ValueError, KeyError):
    sys.exit(f"nu: the checker gave no result:\n{text}")
print(f"nu: {pages} pages, {len(messages)} faults")
for message in messages:
    page = message.get("url", "").removeprefix("file:").removeprefix(str(public.resolve()))
    place = f"{page}:{message.get('lastLine', '?')}:{message.get('lastColumn', '?')}"
    extract = " ".join(message.get("extract", "").split())
    print(f"  {place}: {message.get('message', '')} | {extract}")
if not pages:
    sys.exit("nu: no page to check")
sys.exit(1 if messages else 0)
PYTHON
