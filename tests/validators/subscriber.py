"""subscriber.py PROGRAM FOLDER: what subscribers of a calendar see of an event that changes from build to build.

A small site is built in FOLDER for one day after another, and after each build its calendar is kept as `1.ics`, `2.ics`, …, so that
subscriber.mjs can read the same. A client takes an event if its SEQUENCE is larger than the one it has, or the same with a
later DTSTAMP (RFC 5546 §2.1.5). Leaves with 1 if it misses a change, or sees one where there is none.
"""

import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import icalendar

FRONT = "---\ntitle: 观鸟\n{lines}---\n"
# The day of each build, what the event says, and whether that is a change. `lost`: the record isn't there.
STEPS = [
    ("2026-05-01", "start: 2026-05-20 09:00\n", True, False),
    ("2026-05-02", "start: 2026-05-20 09:00\n", False, False),
    ("2026-05-02", "start: 2026-05-20 14:00\n", True, False),
    ("2026-05-02", "start: 2026-05-13 14:00\n", True, False),
    ("2026-05-03", "start: 2026-05-20 09:00\nprevious_start: 2026-05-13 14:00\nstatus: rescheduled\n", True, False),
    ("2026-05-04", "start: 2026-05-20 09:00\nstatus: cancelled\n", True, False),
    ("2026-05-04", "start: 2026-05-20 09:00\n", True, False),
    ("2026-05-06", "start: 2026-05-21 09:00\n", True, True),
    ("2026-05-06", "start: 2026-05-21 09:00\n", False, False),
]


def main():
    program, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "site"
    put(site / "site.yaml", "title: 科普\nbase_url: https://example.org/\n")
    put(site / "content/events/_collection.yaml", "extends: event\n")
    known, faults = {}, []
    for number, (day, lines, changes, lost) in enumerate(STEPS, 1):
        put(site / "content/events/walk.md", FRONT.format(lines=lines))
        if lost:
            (site / "revisions.txt").unlink()
        moment = int(datetime.fromisoformat(f"{day}T06:00:00+00:00").astimezone(timezone.utc).timestamp())
        subprocess.run([program, "build", "--root", site], check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)})
        data = (site / "public/events/calendar.ics").read_bytes()
        (folder / f"{number}.ics").write_bytes(data)
        event = icalendar.Calendar.from_ical(data).events[0]
        mark = (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        uid = str(event["UID"])
        taken = uid not in known or mark > known[uid]
        if taken:
            known[uid] = mark
        if taken != changes:
            faults.append(f"build {number} ({day}): {'an unchanged event is taken again' if taken else 'the change is missed'}")
    print(f"subscriber: {len(STEPS)} builds, {len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    sys.exit(1 if faults else 0)


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


main()
