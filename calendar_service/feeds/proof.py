"""Read a rendered calendar back and say what a client could stumble over."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from icalendar import Calendar, Component

MOST_OCTETS = 75
# A description that mentions TZID= is no use of it: only properties with dates are.
ZONE_NAMED = re.compile(
    r'^(?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)(?:;[^:]*)?;TZID="?([^":;,]+)',
    re.MULTILINE,
)
ONCE = ("UID", "DTSTAMP", "DTSTART")


def prove_calendar(body: bytes) -> list[str]:
    """Return everything that is wrong with a feed's bytes; nothing if all is well."""
    return read_back(body)[1]


def read_back(body: bytes) -> tuple[Component | None, list[str]]:
    """Return the calendar as icalendar reads it, and what is wrong with the bytes.

    One bad byte may cost a subscriber the whole calendar, silently: so the
    lines are looked at as they are first. None for what cannot be read.
    """
    problems = [*_line_problems(body), *_frame_problems(body)]
    if problems:
        return None, problems
    try:
        calendar = Calendar.from_ical(body)
    except (ValueError, TypeError, KeyError, IndexError) as wrong:
        return None, [f"cannot be read: {wrong}"]
    return calendar, [
        *_head_problems(calendar),
        *_vevent_problems(calendar),
        *_identity_problems(calendar),
        *_zone_problems(body, calendar),
    ]


def _line_problems(body: bytes) -> Iterator[str]:
    if not body.endswith(b"\r\n"):
        yield "the last line has no CRLF"
    for number, line in enumerate(body.split(b"\r\n")[:-1], 1):
        problem = _line_problem(line)
        if problem:
            yield f"line {number} {problem}"


def _line_problem(line: bytes) -> str | None:
    if not line.strip():
        return "is empty"
    if len(line) > MOST_OCTETS:
        return f"has {len(line)} octets"
    try:
        # Each line by itself: a fold must not cut a character.
        text = line.decode()
    except UnicodeDecodeError:
        return "is no whole UTF-8"
    if any((letter < " " and letter != "\t") or letter == "\x7f" for letter in text):
        return "has a control character"
    return None


def _frame_problems(body: bytes) -> Iterator[str]:
    lines = unfold(body)
    if not lines or lines[0] != b"BEGIN:VCALENDAR" or lines[-1] != b"END:VCALENDAR":
        yield "is not framed by BEGIN and END of VCALENDAR"
        return
    opened: list[bytes] = []
    for line in lines:
        name, _, value = line.partition(b":")
        if name == b"BEGIN":
            opened.append(value)
        elif name == b"END" and (not opened or opened.pop() != value):
            yield f"END:{value.decode(errors='replace')} closes nothing"
            return
    if opened:
        yield f"{opened[-1].decode(errors='replace')} is not closed"
    if lines.count(b"BEGIN:VCALENDAR") != 1:
        yield "holds more than one VCALENDAR"


def unfold(body: bytes) -> list[bytes]:
    """Return the content lines of RFC 5545 3.1, whole again."""
    unfolded = body.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")
    return unfolded.removesuffix(b"\r\n").split(b"\r\n")


def _head_problems(calendar: Component) -> Iterator[str]:
    for name in ("VERSION", "PRODID"):
        if not calendar.get(name) or isinstance(calendar.get(name), list):
            yield f"VCALENDAR needs exactly one {name}"
    for component in calendar.walk():
        for where, problem in component.errors:
            yield f"{where or 'a line'} of {component.name} cannot be read: {problem}"


def _vevent_problems(calendar: Component) -> Iterator[str]:
    for event in calendar.walk("VEVENT"):
        label = _value(event, "UID") or "a VEVENT"
        missing = [name for name in ONCE if name not in event]
        twice = [name for name in ONCE if isinstance(event.get(name), list)]
        for name in (*missing, *twice):
            yield f"{label} needs exactly one {name}"
        if not missing and not twice and "DTEND" in event:
            yield from _end_problem(label, event)


def _end_problem(label: str, event: Component) -> Iterator[str]:
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if len(start) != len(end) and not (start + end).endswith("Z"):
        yield f"{label} ends in another value type than it starts in"
    elif _zone(event, "DTSTART") == _zone(event, "DTEND") and end <= start:
        # Stamps of one zone sort as their times do.
        yield f"{label} ends before it starts"


def _identity_problems(calendar: Component) -> Iterator[str]:
    events = calendar.walk("VEVENT")
    keys = Counter(
        (_value(event, "UID"), _value(event, "RECURRENCE-ID")) for event in events
    )
    for (uid, original), number in keys.items():
        if number > 1:
            yield f"{uid} {original}".rstrip() + f" is there {number} times"
        if original and (uid, "") not in keys:
            yield f"{uid} has an occurrence that differs, but no series"


def _value(event: Component, name: str) -> str:
    """Return a value as it is written; where it wrongly stands twice, both."""
    found: Any = event.get(name, [])
    values = found if isinstance(found, list) else [found]
    return " ".join(value.to_ical().decode() for value in values)


def _zone(event: Component, name: str) -> str:
    value: Any = event[name]
    return str(value.params.get("TZID", ""))


def _zone_problems(body: bytes, calendar: Component) -> Iterator[str]:
    defined = Counter(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE"))
    for zone, number in defined.items():
        if number > 1:
            yield f"{zone} has {number} VTIMEZONEs"
    text = b"\n".join(unfold(body)).decode()
    for zone in sorted(set(ZONE_NAMED.findall(text))):
        if zone not in defined:
            yield f"{zone} is used but has no VTIMEZONE"
