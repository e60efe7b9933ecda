"""Single occurrences that differ, as rows of the item form."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from calendar_service.domain.item import Details
from calendar_service.domain.recurrence import Override
from calendar_service.domain.span import DaySpan, Span, TimedSpan, last_day
from calendar_service.importers.plain_values import write_moment as as_json
from calendar_service.importers.typed_dates.moments import (
    read_moments,
    write_clock,
    write_moment,
)
from calendar_service.importers.typed_dates.reading import read_typed
from calendar_service.importers.typed_dates.refusals import NotUnderstood
from calendar_service.web.form_dates import Values, WrongDates, wrong_date
from calendar_service.web.form_rows import row_numbers

if TYPE_CHECKING:
    from calendar_service.domain.draft import Problem

ROWS = "overrides"
KEPT_WORDS = ("summary", "description", "place")


def overrides_json(
    values: Mapping[str, str], base: Details | None, today: date
) -> list[dict[str, Any]]:
    """Return the rows in the shape of an item's JSON.

    Words that the row has no field for stay as `base` has them. Raises
    WrongDates.
    """
    rows: list[dict[str, Any]] = []
    wrong: list[Problem] = []
    for number in row_numbers(values, ROWS):
        row = f"{ROWS}.{number}"
        try:
            rows.append(_row_json(values, row, base, today))
        except WrongDates as found:
            wrong += found.problems
    if wrong:
        raise WrongDates(wrong)
    return [row for row in rows if row]


def override_values(item: Details) -> Values:
    """Return the rows of an item's own overrides."""
    values: Values = {}
    for number, override in enumerate(item.recurrence.overrides):
        row = f"{ROWS}.{number}"
        values[f"{row}.original"] = write_moment(override.original)
        values[f"{row}.moved"] = said_of(override.span) if override.span else ""
        values[f"{row}.cancelled"] = "on" if override.cancelled else ""
        for language, text in override.texts.items():
            values[f"{row}.title.{language}"] = text.title
    return values


def said_of(span: Span) -> str:
    """Return a span in plain figures that the reader of dates reads back."""
    if isinstance(span, DaySpan):
        last = last_day(span)
        return f"{span.start}" if last == span.start else f"{span.start} - {last}"
    start = write_moment(span.start)
    if span.end is None:
        return start
    if span.end.date() == span.start.date():
        return f"{start}-{write_clock(span.end.time())}"
    return f"{start} - {write_moment(span.end)}"


def _row_json(
    values: Mapping[str, str], row: str, base: Details | None, today: date
) -> dict[str, Any]:
    original = _original(values, row, today)
    if original is None:
        return {}
    kept = _kept(base, original)
    return {
        "original": original,
        "cancelled": values.get(f"{row}.cancelled") == "on",
        **_moved(values, row, today),
        "texts": dict(_texts(values, row, kept)),
    }


def _original(values: Mapping[str, str], row: str, today: date) -> str | None:
    text = values.get(f"{row}.original", "").strip()
    if not text:
        filled = [
            name for name in values if name.startswith(f"{row}.") and values[name]
        ]
        if filled:
            raise wrong_date(f"{row}.original", "is missing; say which one differs")
        return None
    try:
        moments = read_moments(text, today)
    except NotUnderstood as why:
        raise wrong_date(f"{row}.original", why) from None
    if len(moments) != 1:
        raise wrong_date(f"{row}.original", "must be one day; each takes its own row")
    return as_json(moments[0])


def _moved(values: Mapping[str, str], row: str, today: date) -> dict[str, Any]:
    text = values.get(f"{row}.moved", "").strip()
    if not text:
        return {}
    zone = values.get("zone", "") or "UTC"  # only the wall time is taken
    try:
        span = read_typed(text, today, zone).span
    except NotUnderstood as why:
        raise wrong_date(f"{row}.moved", why) from None
    clock = values.get("starts_time", "")
    if isinstance(span, TimedSpan):
        said = {"starts_at": as_json(span.start)}
        return said | ({"ends_at": as_json(span.end)} if span.end else {})
    if clock:
        return {"starts_at": f"{span.start}T{clock}"}
    last = last_day(span)
    said = {"starts_on": f"{span.start}"}
    return said | ({"ends_on": f"{last}"} if last != span.start else {})


def _texts(
    values: Mapping[str, str], row: str, kept: Override | None
) -> Iterator[tuple[str, dict[str, str]]]:
    former = dict(kept.texts) if kept else {}
    start = f"{row}.title."
    named = {name.removeprefix(start) for name in values if name.startswith(start)}
    for language in sorted({*named, *former}):
        text = former.get(language)
        title = values.get(f"{start}{language}", text.title if text else "").strip()
        said = {name: getattr(text, name) for name in KEPT_WORDS} if text else {}
        if title or any(said.values()):
            yield language, {"title": title, **said}


def _kept(base: Details | None, original: str) -> Override | None:
    """Return the former override of the same occurrence; a day may stand for it."""
    for override in base.recurrence.overrides if base else ():
        moment = override.original
        day = moment.date() if isinstance(moment, datetime) else moment
        if original in {as_json(moment), day.isoformat()}:
            return override
    return None
