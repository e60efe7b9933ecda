"""Days with parts missing to whole days: months and years from their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from calendar_service.domain.span import LATEST_YEAR, Precision, whole_month
from calendar_service.importers.typed_dates.lexicon import ENGLISH_WEEKDAYS, Mark
from calendar_service.importers.typed_dates.refusals import NotUnderstood, Reason

STILL_THIS_YEAR = timedelta(days=14)
"""A day that has just passed was meant; one long past comes again next year."""
YEARS_TO_LEAP = 8
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class RawDay:
    """A day as written: parts may be missing, to be had from its neighbours."""

    text: str
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    whole: date | None = None
    which: Mark | None = None
    month_first: bool = False
    clock: time | None = None
    until: time | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year that was found, with the hours beside it."""

    first: date
    precision: Precision = Precision.DAY
    clock: time | None = None
    until: time | None = None

    @property
    def last(self) -> date:
        match self.precision:
            case Precision.DAY:
                return self.first
            case Precision.MONTH:
                span = whole_month(self.first.year, self.first.month)
                return span.end - timedelta(days=1)
            case Precision.YEAR:
                return date(self.first.year, 12, 31)


def settled(raws: list[RawDay], today: date) -> list[Day]:
    """Give each day the month and the year that its neighbours tell."""
    raws = _behind_next(raws)
    forward = bool(raws) and raws[0].month_first
    raws = _with_months(raws) if forward else _with_months(raws[::-1])[::-1]
    raws = _with_years(raws, today)
    return [_day_of(raw) for raw in raws]


def _behind_next(raws: Sequence[RawDay]) -> list[RawDay]:
    """Let weekdays behind a "next" one follow it: "next Monday and Tuesday"."""
    found: list[RawDay] = []
    since: date | None = None
    for raw in raws:
        is_bare = raw.which is None and raw.weekday is not None
        if since and raw.whole and is_bare:
            whole = next_weekday(since, raw.weekday or 0)
            raw = replace(raw, whole=whole)  # noqa: PLW2901 - the same day, told more
        if raw.which is Mark.NEXT or (since and is_bare):
            since = raw.whole
        found.append(raw)
    return found


def _with_months(raws: Sequence[RawDay]) -> list[RawDay]:
    """Carry months along the list; the year goes with them."""
    found: list[RawDay] = []
    month: int | None = None
    year: int | None = None
    for raw in raws:
        if raw.day is None or raw.whole is not None:
            found.append(raw)
            continue
        if raw.month is None:
            if month is None:
                raise NotUnderstood(Reason.NO_DATE, raw.text)
            raw = replace(raw, month=month, year=raw.year or year)  # noqa: PLW2901 - the same day, told more
        month, year = raw.month, raw.year
        found.append(raw)
    return found


def _with_years(raws: list[RawDay], today: date) -> list[RawDay]:
    """Infer years: from what follows, then from what went before, then today's."""
    for place in range(len(raws) - 2, -1, -1):
        this, following = raws[place], raws[place + 1]
        if _wants_year(this) and following.year and following.month:
            year = following.year - ((this.month or 0) > following.month)
            raws[place] = replace(this, year=year)
    for place, this in enumerate(raws):
        before = raws[place - 1] if place else None
        if not _wants_year(this):
            continue
        if before and before.year and before.month:
            year = before.year + ((this.month or 0) < before.month)
        else:
            year = _likely_year(this, today)
        raws[place] = replace(this, year=year)
    return raws


def _wants_year(raw: RawDay) -> bool:
    return raw.year is None and raw.month is not None and raw.whole is None


def _likely_year(raw: RawDay, today: date) -> int:
    """Return the year in which it comes next, or has just been."""
    if raw.day is None:
        return today.year + ((raw.month or 0) < today.month)
    since = today - STILL_THIS_YEAR
    possible = [
        year
        for year in range(today.year - 1, today.year + YEARS_TO_LEAP)
        if (day := _date(year, raw)) is not None and day >= since
    ]
    if not possible:
        raise NotUnderstood(Reason.NO_SUCH_DAY, raw.text)
    on_weekday = [
        year
        for year in possible[:2]
        if raw.weekday is None or _weekday(year, raw) == raw.weekday
    ]
    return (on_weekday or possible)[0]


def _weekday(year: int, raw: RawDay) -> int | None:
    day = _date(year, raw)
    return day.weekday() if day else None


def _date(year: int, raw: RawDay) -> date | None:
    try:
        return date(year, raw.month or 1, raw.day or 1)
    except ValueError:
        return None


def _day_of(raw: RawDay) -> Day:
    if raw.whole is not None:
        return Day(raw.whole, clock=raw.clock, until=raw.until)
    found = _date(raw.year or LATEST_YEAR, raw)
    if found is None:
        raise NotUnderstood(Reason.NO_SUCH_DAY, raw.text)
    if raw.day is None:
        is_month = raw.month is not None
        return Day(found, Precision.MONTH if is_month else Precision.YEAR, raw.clock)
    if raw.weekday not in {None, found.weekday()}:
        weekday = ENGLISH_WEEKDAYS[found.weekday()].capitalize()
        raise NotUnderstood(Reason.OTHER_WEEKDAY, raw.text, weekday)
    return Day(found, clock=raw.clock, until=raw.until)


def next_weekday(today: date, weekday: int) -> date:
    """Return the first such day, today counted."""
    return today + timedelta(days=(weekday - today.weekday()) % DAYS_OF_WEEK)


def weekday_of_next_week(today: date, weekday: int) -> date:
    """Return the day in the week after this one, from Monday to Sunday."""
    return today + timedelta(days=DAYS_OF_WEEK - today.weekday() + weekday)
