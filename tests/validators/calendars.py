"""Every *.ics, as a subscriber's program reads it (RFC 5545)."""

import copy
from datetime import date, datetime, timedelta

import icalendar
import recurring_ical_events

from site_folder import Check


def check(site):
    result = Check("calendars", {"files": 0, "events": 0, "occurrences": 0})
    for path in site.named(r".*\.ics"):
        result.count("files")
        data = site.read(path)
        for fault in lines(data):
            result.fault(path, fault)
        try:
            calendar = icalendar.Calendar.from_ical(data)
        except ValueError as error:
            result.fault(path, f"does not parse: {error}")
            continue
        for fault in whole(calendar):
            result.fault(path, fault)
        for event in calendar.events:
            result.count("events")
            if event.errors or not event.get("DTSTART"):
                result.fault(path, f"{event.get('UID')}: can't be looked into, or has no DTSTART")
                continue
            for fault in single(event):
                result.fault(path, f"{event.get('UID')}: {fault}")
            try:
                result.count("occurrences", occurrences(calendar, event, path, result))
            except Exception as error:  # whatever the library raises, the event can't be expanded
                result.fault(path, f"{event.get('UID')}: does not expand: {error!r}")
    return result


def lines(data):
    if not data.endswith(b"\r\n"):
        yield "does not end in CRLF"
    rest = data.replace(b"\r\n", b"")
    if b"\r" in rest or b"\n" in rest:
        yield "has a line end that is not CRLF"
    open_components = []
    for number, line in enumerate(data.split(b"\r\n"), 1):
        # The library takes any END for the end of what was begun last.
        name, _, value = line.partition(b":")
        if name == b"BEGIN":
            open_components.append(value)
        elif name == b"END" and (not open_components or open_components.pop() != value):
            yield f"line {number} ends {value.decode('utf-8', 'replace')}, which was not begun"
        if len(line) > 75:
            yield f"line {number} has {len(line)} octets"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield f"line {number} cuts a character, or is no UTF-8"
        if any(byte < 0x20 and byte != 0x09 or byte == 0x7F for byte in line):
            yield f"line {number} has a control character"
    if open_components:
        yield "a component is not ended"


def whole(calendar):
    if calendar.get("VERSION") != "2.0":
        yield "VERSION is not 2.0"
    if not calendar.get("PRODID"):
        yield "PRODID is missing"
    if not calendar.subcomponents:
        yield "has no component"
    for component in calendar.walk():
        for name, error in component.errors:
            yield f"{component.name}: {name}: {error}"
    missing = calendar.get_missing_tzids()
    if missing:
        yield f"VTIMEZONE is missing for {sorted(missing)}"
    seen = set()
    for event in calendar.events:
        key = (event.get("UID"), str(event.get("RECURRENCE-ID", "")))
        if key in seen:
            yield f"UID {key[0]} is there twice"
        seen.add(key)


def single(event):
    for name in ("UID", "DTSTAMP", "SUMMARY"):
        if not event.get(name):
            yield f"{name} is missing"
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        stamp = event.get(name)
        if stamp is not None and (not isinstance(stamp.dt, datetime) or stamp.dt.utcoffset() != timedelta(0)):
            yield f"{name} is not UTC"
    if event.get("STATUS") not in (None, "CONFIRMED", "CANCELLED", "TENTATIVE"):
        yield f"STATUS {event.get('STATUS')} is unknown"
    start = event["DTSTART"].dt
    if isinstance(start, datetime) and start.tzinfo is None:
        yield "DTSTART is in no zone"
    if event.get("DTEND"):
        end = event["DTEND"].dt
        if type(end) is not type(start):
            yield "DTEND is not of DTSTART's type"
        elif end <= start:
            yield "DTEND is not later than DTSTART; for a day it is the day after"
    elif not isinstance(start, datetime):
        yield "an all-day event has no DTEND"
    for name in ("EXDATE", "RDATE"):
        for moment in moments(event, name):
            if type(moment) is not type(start):
                yield f"{name} {moment} is not of DTSTART's type"
    for rule in listed(event.get("RRULE")):
        for until in rule.get("UNTIL", []):
            if isinstance(until, datetime) != isinstance(start, datetime):
                yield "UNTIL is not of DTSTART's type"
            elif isinstance(until, datetime) and until.utcoffset() != timedelta(0):
                yield "UNTIL is not UTC"


def occurrences(calendar, event, path, result):
    """How often an event takes place in the two years from its start."""
    start = event["DTSTART"].dt
    first = day(start)
    last = max([first, *(day(moment) for moment in moments(event, "RDATE"))]) + timedelta(days=730)
    found = expanded(calendar, event, first - timedelta(days=2), last)
    if not found:
        result.fault(path, f"{event.get('UID')}: never takes place")
    if not event.get("EXDATE"):
        return len(found)
    without = copy.deepcopy(event)
    del without["EXDATE"]
    for moment in moments(event, "EXDATE"):
        around = expanded(calendar, without, day(moment) - timedelta(days=1), day(moment) + timedelta(days=2))
        if not any(other["DTSTART"].dt == moment for other in around):
            result.fault(path, f"{event.get('UID')}: EXDATE {moment} is no occurrence")
    return len(found)


def expanded(calendar, event, first, last):
    alone = icalendar.Calendar()
    alone.subcomponents = [part for part in calendar.subcomponents if part.name == "VTIMEZONE"] + [event]
    return recurring_ical_events.of(alone).between(first, last)


def day(moment):
    return moment.date() if isinstance(moment, datetime) else moment


def moments(event, name):
    for prop in listed(event.get(name)):
        for entry in prop.dts:
            if isinstance(entry.dt, (date, datetime)):
                yield entry.dt


def listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
