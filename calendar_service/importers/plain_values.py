"""Days, wall times and periods as people and programs write them."""

import re
from datetime import date, datetime

from calendar_service.domain.span import (
    DaySpan,
    Precision,
    whole_days,
    whole_month,
    whole_year,
)

# ASCII: \d alone takes the digits of every script.
PERIOD = re.compile(
    r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,3})W)?(?:(\d{1,5})D)?", re.ASCII
)
WALL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
PERSON = re.compile(r"([^<>]*)<([^<>]*)>")
MOST_SHOWN = 50
JSON_WORDS = {"None": "null", "True": "true", "False": "false"}


def read_day(value: object) -> date:
    """Read 2027-03-01. Raises ValueError in plain words."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError(f"{shown(value)} is no day; write it like 2027-03-01")
    if value == "9999-12-31":
        # No day comes after it, so no span can end with it.
        raise ValueError(f"{value!r} lies too far ahead")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is a day that does not exist") from None


def read_wall_time(value: object) -> datetime:
    """Read 2027-03-01T10:00. Raises ValueError in plain words."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    if isinstance(value, str) and re.search(r"T.*(Z|[+-]\d\d:?\d\d)$", value):
        raise ValueError(
            f"{shown(value)} has an offset; write local time like 2027-03-01T10:00"
            " and name the zone beside it"
        )
    if not isinstance(value, str) or not WALL_TIME.fullmatch(value):
        raise ValueError(f"{shown(value)} is no time; write it like 2027-03-01T10:00")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is a time that does not exist") from None


def read_moment(value: object) -> date | datetime:
    """Read a day or a wall time; the T tells them apart."""
    if isinstance(value, datetime) or (isinstance(value, str) and "T" in value):
        return read_wall_time(value)
    return read_day(value)


def read_part_day(value: str) -> DaySpan:
    """Read 2020-10-08, 2020-10 or 2020 as the days that it may mean."""
    if YEAR.fullmatch(value) and int(value) in range(1, 9999):
        return whole_year(int(value))
    if MONTH.fullmatch(value) and value < "9999-12":
        return whole_month(int(value[:4]), int(value[5:]))
    return whole_days(read_day(value))


def write_part_day(span: DaySpan) -> str:
    """Write what read_part_day reads."""
    lengths = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}
    return span.start.isoformat()[: lengths[span.precision]]


def read_period(value: object) -> tuple[int, int]:
    """Read an ISO 8601 period such as P3M as months and days."""
    found = PERIOD.fullmatch(value) if isinstance(value, str) else None
    if found is None or not any(found.groups()):
        raise ValueError(f"{shown(value)} is no period; write it like P3M or P30D")
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return years * 12 + months, weeks * 7 + days


def write_period(months: int, days: int) -> str:
    """Write what read_period reads."""
    parts = [f"{months}M"] * bool(months) + [f"{days}D"] * (bool(days) or not months)
    return "P" + "".join(parts)


def write_wall_time(moment: datetime) -> str:
    """Write a wall time; seconds only where there are any."""
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def write_moment(moment: date | datetime) -> str:
    """Write a day or a wall time."""
    if isinstance(moment, datetime):
        return write_wall_time(moment)
    return moment.isoformat()


def read_person(text: str) -> tuple[str, str]:
    """Read "Nino Beridze <nino@example.org>", a bare address or a bare name.

    Return the name and the address, "" for what is not there.
    """
    both = PERSON.fullmatch(text.strip())
    if both:
        return both[1].strip(), both[2].strip()
    return ("", text.strip()) if "@" in text else (text.strip(), "")


def write_person(name: str, email: str) -> str | None:
    """Write what read_person reads; None where it would read something else."""
    text = f"{name} <{email}>" if name and email else email or name
    return text if text and read_person(text) == (name, email) else None


def shown(value: object) -> str:
    """Show a JSON value in a message: short, however deep or long it is."""
    if isinstance(value, str):
        return repr(value if len(value) <= MOST_SHOWN else value[:MOST_SHOWN] + "…")
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**MOST_SHOWN:
        return "a number as long as that"
    return JSON_WORDS.get(repr(value), repr(value))
