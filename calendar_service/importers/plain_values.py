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

PERIOD = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,3})W)?(?:(\d{1,5})D)?")
WALL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


def read_day(value: object) -> date:
    """Read 2027-03-01. Raises ValueError in plain words."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"{_shown(value)} is no day; write it like 2027-03-01")
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
            f"{_shown(value)} has an offset; write local time like 2027-03-01T10:00"
            " and name the zone beside it"
        )
    if not isinstance(value, str) or not WALL_TIME.fullmatch(value):
        raise ValueError(f"{_shown(value)} is no time; write it like 2027-03-01T10:00")
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
    if re.fullmatch(r"\d{4}", value) and int(value) in range(1, 9999):
        return whole_year(int(value))
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value) and value < "9999-12":
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
        raise ValueError(f"{_shown(value)} is no period; write it like P3M or P30D")
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


def _shown(value: object) -> str:
    return repr(value)[:60]
