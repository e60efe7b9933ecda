"""VTIMEZONE blocks (RFC 5545 3.6.5) from the tz database, cut to what is in use."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from calendar_service.domain.span import ONE_DAY

UTC_NAMES = frozenset(
    {"UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal"}
    | {"Etc/Zulu"}
)
EARLIEST_YEAR = 1900
YEARS_BEFORE, YEARS_AFTER, ENDLESS_YEARS = 1, 5, 30
LEAST_RUN = 3
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class ZoneUse:
    """A zone and the years for which its offsets have to be right; None: for ever."""

    zone: str
    first_year: int
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Onset:
    """One change of a zone's offset; `wall` is the time that clocks showed before."""

    wall: datetime
    instant: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    daylight: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Onsets of consecutive years that one yearly rule gives; `rules` all fit."""

    onsets: tuple[Onset, ...]
    rules: frozenset[str]


def is_utc(zone: str) -> bool:
    """Tell whether times of the zone go out in the Z form, without VTIMEZONE."""
    return zone in UTC_NAMES


def years_of(zone: str, first: date, last: date | None) -> ZoneUse:
    """Return the use of a zone by something that runs from one day to another."""
    return ZoneUse(zone, first.year, None if last is None else last.year)


def merge_uses(uses: Iterable[ZoneUse]) -> list[ZoneUse]:
    """Return one use per zone that covers all of its uses, sorted by name."""
    named = sorted(uses, key=lambda use: use.zone)
    return [_merged(list(same)) for _, same in groupby(named, lambda use: use.zone)]


@lru_cache(maxsize=512)
def render_timezone(use: ZoneUse) -> bytes:
    """Return the block of a zone.

    A rule that is in force is stated from its true beginning, so the block
    stays the same while items come and go; what lies before is left out, and
    with it the old offsets with seconds that Outlook does not take.
    """
    timezone = Timezone()
    timezone.add("tzid", use.zone)
    for observance in _observances(use):
        timezone.add_component(observance)
    return bytes(timezone.to_ical(sorted=False))


def _merged(uses: list[ZoneUse]) -> ZoneUse:
    lasts = [use.last_year for use in uses if use.last_year is not None]
    return ZoneUse(
        uses[0].zone,
        min(use.first_year for use in uses),
        max(lasts) if len(lasts) == len(uses) else None,
    )


def _observances(use: ZoneUse) -> list[TimezoneStandard | TimezoneDaylight]:
    first = max(EARLIEST_YEAR, use.first_year - YEARS_BEFORE)
    reach = use.first_year + ENDLESS_YEARS
    last = use.last_year + YEARS_AFTER if use.last_year is not None else reach
    runs = _runs(
        onset for y in range(first, last + 1) for onset in _onsets(use.zone, y)
    )
    runs = [_extended_back(use.zone, run, first) for run in runs]
    begins = min((run.onsets[0].wall for run in runs), default=None)
    if begins is None or begins.date() > date(first, 1, 1):
        runs.insert(0, Run((_onset_before(use.zone, first),), frozenset()))
    yearly = [run for run in runs if len(run.onsets) >= LEAST_RUN]
    loose = [o for run in runs if len(run.onsets) < LEAST_RUN for o in run.onsets]
    found = [_yearly_observance(run, last) for run in yearly]
    found += [_loose_observance(list(onsets)) for onsets in _alike(loose)]
    return [observance for _, observance in sorted(found, key=lambda pair: pair[0])]


def _runs(onsets: Iterable[Onset]) -> list[Run]:
    """Join what the same rule gives in one year after the other."""
    closed: list[Run] = []
    running: list[Run] = []
    for onset in onsets:
        year = onset.wall.year
        closed += [run for run in running if run.onsets[-1].wall.year < year - 1]
        running = [run for run in running if run.onsets[-1].wall.year >= year - 1]
        before = next((run for run in running if _continues(run, onset)), None)
        if before is None:
            running.append(Run((onset,), _rules_of(onset)))
        else:
            running.remove(before)
            rules = before.rules & _rules_of(onset)
            running.append(Run((*before.onsets, onset), rules))
    return closed + running


def _continues(run: Run, onset: Onset) -> bool:
    before = run.onsets[-1]
    return (
        before.wall.year == onset.wall.year - 1
        and _is_alike(before, onset)
        and bool(run.rules & _rules_of(onset))
    )


def _extended_back(zone: str, run: Run, first: int) -> Run:
    """Follow a run that was under way in the first year to its true beginning."""
    while run.onsets[0].wall.year in (first, first - 1) and first > EARLIEST_YEAR:
        first = run.onsets[0].wall.year - 1
        fitting = (
            onset
            for onset in _onsets(zone, first)
            if _is_alike(onset, run.onsets[0]) and run.rules & _rules_of(onset)
        )
        onset = next(fitting, None)
        if onset is None:
            break
        run = Run((onset, *run.onsets), run.rules & _rules_of(onset))
    return run


def _is_alike(one: Onset, other: Onset) -> bool:
    return _likeness(one) == _likeness(other) and one.wall.time() == other.wall.time()


def _likeness(onset: Onset) -> tuple[timedelta, timedelta, str, bool]:
    return onset.offset_from, onset.offset_to, onset.name, onset.daylight


def _rules_of(onset: Onset) -> frozenset[str]:
    """Return the ways to say the day of an onset in a yearly rule."""
    day = onset.wall.date()
    weekday, month = WEEKDAYS[day.weekday()], f"BYMONTH={day.month}"
    rules = {f"{month};BYMONTHDAY={day.day}"}
    if day.day + 7 > calendar.monthrange(day.year, day.month)[1]:
        rules.add(f"{month};BYDAY=-1{weekday}")
    if day.day <= 28:  # noqa: PLR2004 - a fifth weekday is not there every year
        rules.add(f"{month};BYDAY={(day.day + 6) // 7}{weekday}")
    return frozenset(rules)


def _alike(onsets: list[Onset]) -> Iterator[Iterable[Onset]]:
    # The same sequence on every machine: by likeness, then by time.
    ordered = sorted(onsets, key=lambda onset: (_likeness(onset), onset.wall))
    return (list(same) for _, same in groupby(ordered, _likeness))


def _yearly_observance(
    run: Run, last: int
) -> tuple[datetime, TimezoneStandard | TimezoneDaylight]:
    first, final = run.onsets[0], run.onsets[-1]
    begins, observance = _observance(first)
    rule = f"FREQ=YEARLY;{min(run.rules)}"
    if final.wall.year < last:
        # A day later: some readers compare it with wall time, not with UTC.
        rule += f";UNTIL={final.instant + ONE_DAY:%Y%m%dT%H%M%SZ}"
    observance.add("rrule", vRecur.from_ical(rule))
    return begins, observance


def _loose_observance(
    onsets: list[Onset],
) -> tuple[datetime, TimezoneStandard | TimezoneDaylight]:
    begins, observance = _observance(onsets[0])
    if onsets[1:]:
        observance.add("rdate", [onset.wall for onset in onsets[1:]])
    return begins, observance


def _observance(onset: Onset) -> tuple[datetime, TimezoneStandard | TimezoneDaylight]:
    observance = TimezoneDaylight() if onset.daylight else TimezoneStandard()
    observance.add("dtstart", onset.wall)
    observance.add("tzoffsetfrom", _to_minute(onset.offset_from))
    observance.add("tzoffsetto", _to_minute(onset.offset_to))
    observance.add("tzname", onset.name)
    return onset.wall, observance


def _to_minute(offset: timedelta) -> timedelta:
    return timedelta(minutes=round(offset / timedelta(minutes=1)))


def _onset_before(zone: str, year: int) -> Onset:
    """Return the last change before a year; a made one where there was none."""
    for earlier in range(year - 1, EARLIEST_YEAR - 1, -1):
        onsets = _onsets(zone, earlier)
        if onsets:
            return onsets[-1]
    begins = datetime(min(year, 1970), 1, 1, tzinfo=UTC)
    offset, _, name = _state(ZoneInfo(zone), begins)
    wall = begins.replace(tzinfo=None)
    return Onset(wall, begins - offset, offset, offset, name, daylight=False)


@lru_cache(maxsize=20_000)
def _onsets(zone: str, year: int) -> tuple[Onset, ...]:
    """Find the changes within a year of UTC by looking at every day of it."""
    info = ZoneInfo(zone)
    found = []
    moment = datetime(year, 1, 1, tzinfo=UTC)
    state = _state(info, moment)
    while moment.year == year:
        following = moment + ONE_DAY
        state_then = _state(info, following)
        if state_then[0] != state[0]:
            found.append(_onset_between(info, moment, following))
        moment, state = following, state_then
    return tuple(found)


def _onset_between(info: ZoneInfo, low: datetime, high: datetime) -> Onset:
    offset_from, dst_from, _ = _state(info, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _state(info, middle)[0] == offset_from:
            low = middle
        else:
            high = middle
    offset_to, dst_to, name = _state(info, high)
    wall = (high + offset_from).replace(tzinfo=None)
    # Dublin and Casablanca count their winter as less than standard: what
    # matters to clients is where clocks go forward.
    return Onset(wall, high, offset_from, offset_to, name, daylight=dst_to > dst_from)


def _state(info: ZoneInfo, moment: datetime) -> tuple[timedelta, timedelta, str]:
    local = moment.astimezone(info)
    none = timedelta()
    return local.utcoffset() or none, local.dst() or none, local.tzname() or ""
