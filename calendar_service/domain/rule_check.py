"""Whether an RRULE is one that we accept: none that explodes or never happens."""

import calendar
import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from calendar_service.domain.rule_walk import THE_END, WEEKDAYS, walk
from calendar_service.domain.span import DaySpan, Moment, Span, to_instant

MOST_OCCURRENCES = 10_000
MOST_A_DAY = 24
MOST_RULE_LETTERS = 500
YEARS_SEARCHED = 30
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
RANGES = {
    "INTERVAL": (1, 1000),
    "COUNT": (1, MOST_OCCURRENCES),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYSETPOS": (1, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
}
SIGNED = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
LISTS = {name for name in RANGES if name.startswith("BY")}
BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
UNTIL = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?"
)
# RFC 5545 3.3.10: which parts must not stand beside which frequency.
FOREIGN = {
    "YEARLY": set[str](),
    "MONTHLY": {"BYWEEKNO", "BYYEARDAY"},
    "WEEKLY": {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"},
    "DAILY": {"BYWEEKNO", "BYYEARDAY"},
    # It allows more here; every reader can read the same as FREQ=DAILY;BYHOUR=…
    "HOURLY": LISTS | {"BYDAY"},
}
LEAP_YEAR = 2024


def tidy_rule(rule: str) -> str:
    """Return the rule without a leading "RRULE:", in the letters of RFC 5545."""
    return rule.strip().upper().removeprefix("RRULE:").strip(";")


def rule_problem(rule: str, span: Span) -> str | None:
    """Say what is wrong with a tidied rule that starts with this span, or None."""
    if len(rule) > MOST_RULE_LETTERS:
        return f"is longer than {MOST_RULE_LETTERS} characters"
    pairs = [part.partition("=")[::2] for part in rule.split(";")]
    parts = dict(pairs)
    if len(parts) != len(pairs):
        return "names a part twice"
    return (
        _frequency_problem(parts, span)
        or next((p for n, v in pairs if (p := _part_problem(n, v))), None)
        or _company_problem(parts)
        or _pace_problem(parts)
        or _end_problem(parts, span)
        or _impossible_problem(parts)
        or _walk_problem(rule, span)
    )


def rule_until(rule: str, span: Span) -> datetime | None:
    """Return the UNTIL of an accepted rule as wall time of the span, or None."""
    found = re.search(r"UNTIL=([0-9TZ]+)", rule)
    return until_wall(found[1], span) if found else None


def until_wall(value: str, span: Span) -> datetime:
    """Read an UNTIL in any of its three forms as wall time of the span.

    A bare date counts to the end of that day. At most the end of LATEST_YEAR,
    since "99991231T235959Z" is written for "no end". Raises ValueError.
    """
    found = UNTIL.fullmatch(value)
    if found is None:
        raise ValueError(value)
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if found[4] is None or isinstance(span, DaySpan):
        return min(datetime.combine(day, time(23, 59, 59)), THE_END)
    at = time(int(found[4]), int(found[5]), int(found[6]))
    wall = min(datetime.combine(day, at), THE_END)
    if not found[7]:
        return wall
    try:
        there = wall.replace(tzinfo=UTC).astimezone(ZoneInfo(span.zone))
    except OverflowError as too_early:
        raise ValueError(value) from too_early
    return min(there.replace(tzinfo=None), THE_END)


def published_rule(rule: str, span: Span) -> str:
    """Return the rule with UNTIL in the value type that RFC 5545 3.3.10 asks for.

    A date beside a whole-day start, a UTC instant beside a timed one.
    """

    def put(found: re.Match[str]) -> str:
        wall = until_wall(found[1], span)
        if isinstance(span, DaySpan):
            return f"UNTIL={wall:%Y%m%d}"
        return f"UNTIL={to_instant(wall, span.zone):%Y%m%dT%H%M%SZ}"

    return re.sub(r"UNTIL=([0-9TZ]+)", put, rule)


def _frequency_problem(parts: dict[str, str], span: Span) -> str | None:
    frequency = parts.get("FREQ", "")
    if frequency in {"SECONDLY", "MINUTELY"}:
        return f"repeats too fast: FREQ={frequency} is not accepted"
    if frequency not in FREQUENCIES:
        return "needs FREQ=YEARLY, MONTHLY, WEEKLY or DAILY"
    if frequency == "HOURLY" and "COUNT" not in parts:
        return "repeats by the hour without a COUNT"
    hourly = frequency == "HOURLY" or parts.keys() & {"BYHOUR", "BYMINUTE"}
    if isinstance(span, DaySpan) and hourly:
        return "names hours for whole days"
    return None


def _part_problem(name: str, value: str) -> str | None:
    match name:
        case "FREQ" | "UNTIL":
            return None
        case "WKST":
            bad = [value] if value not in WEEKDAYS else []
        case "BYDAY":
            bad = [day for day in value.split(",") if not _is_byday(day)]
        case _ if name in RANGES:
            return _number_problem(name, value)
        case _:
            return f"has the unknown part {name!r}"
    return f"has no weekday {bad[0]!r} in {name}" if bad else None


def _number_problem(name: str, value: str) -> str | None:
    low, high = RANGES[name]
    values = value.split(",") if name in LISTS else [value]
    pattern = r"[+-]?[0-9]{1,9}" if name in SIGNED else r"-?[0-9]{1,9}"
    for number in values:
        if not re.fullmatch(pattern, number):
            return f"has {number!r} in {name}, which is no number"
        size = abs(int(number)) if name in SIGNED else int(number)
        if not low <= size <= high:
            return f"has {number} in {name}, which goes from {low} to {high:,}"
    return None


def _is_byday(day: str) -> bool:
    found = BYDAY.fullmatch(day)
    if found is None:
        return False
    return found[1] is None or 1 <= abs(int(found[1])) <= 53  # noqa: PLR2004 - weeks of a year


def _company_problem(parts: dict[str, str]) -> str | None:
    """Find parts that RFC 5545 3.3.10 forbids together, or that clients read apart."""
    frequency = parts["FREQ"]
    foreign = sorted(FOREIGN[frequency] & parts.keys())
    if foreign:
        return f"has {foreign[0]}, which does not go with FREQ={frequency}"
    has_ordinals = any(day not in WEEKDAYS for day in _listed(parts, "BYDAY"))
    if has_ordinals and (frequency in {"WEEKLY", "DAILY"} or "BYWEEKNO" in parts):
        return "counts weekdays, as in 2MO, which takes a month or a year to count in"
    if "BYWEEKNO" in parts and "BYDAY" not in parts:
        return "has BYWEEKNO without BYDAY; clients read that in two ways"
    if "BYSETPOS" in parts and not (LISTS - {"BYSETPOS"} | {"BYDAY"}) & parts.keys():
        return "has BYSETPOS without another BY… part to choose from"
    return None


def _pace_problem(parts: dict[str, str]) -> str | None:
    hours, minutes = (set(_listed(parts, name)) for name in ("BYHOUR", "BYMINUTE"))
    if max(1, len(hours)) * max(1, len(minutes)) > MOST_A_DAY:
        return f"repeats too fast: more than {MOST_A_DAY} times a day"
    return None


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _end_problem(parts: dict[str, str], span: Span) -> str | None:
    if "UNTIL" not in parts:
        return None
    if "COUNT" in parts:
        return "has both COUNT and UNTIL; one of them ends it"
    try:
        until = until_wall(parts["UNTIL"], span)
    except ValueError:
        return f"has {parts['UNTIL']!r} in UNTIL, which is no date"
    if until < _start(span):
        return "ends (UNTIL) before it starts"
    return None


def _impossible_problem(parts: dict[str, str]) -> str | None:
    """Find 30 February, to say more of it than that it never happens."""
    if "BYMONTH" not in parts or "BYMONTHDAY" not in parts:
        return None
    months = [int(month) for month in parts["BYMONTH"].split(",")]
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    longest = max(calendar.monthrange(LEAP_YEAR, month)[1] for month in months)
    if min(days) > longest:
        return f"names day {min(days)} of a month that has {longest} at most"
    return None


def _walk_problem(rule: str, span: Span) -> str | None:
    """Walk as far as its first start: clients disagree where DTSTART is no part."""
    start = _start(span)
    horizon = date(min(start.year + YEARS_SEARCHED, THE_END.year), 12, 31)
    endless = re.sub(r";?(UNTIL|COUNT)=[0-9TZ]+", "", rule).strip(";")
    first = next(walk(endless, start, None, start.date(), horizon), None)
    if first is None:
        return "never happens"
    if first != start:
        first_said: Moment = first.date() if isinstance(span, DaySpan) else first
        return f"does not fall on its start; it first falls on {first_said}"
    return _count_problem(rule, span)


def _count_problem(rule: str, span: Span) -> str | None:
    if "UNTIL=" not in rule:
        return None
    start, until = _start(span), rule_until(rule, span)
    for number, _ in enumerate(walk(rule, start, until, start.date(), date.max)):
        if number >= MOST_OCCURRENCES:
            return f"makes more than {MOST_OCCURRENCES:,} occurrences"
    return None


def _start(span: Span) -> datetime:
    if isinstance(span, DaySpan):
        return datetime.combine(span.start, time())
    return span.start
