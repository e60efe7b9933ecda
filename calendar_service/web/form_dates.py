"""The dates of the item form: typed text to controls, controls to JSON and back."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from calendar_service.domain.draft import Problem
from calendar_service.domain.item import Details
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule_walk import WEEKDAYS
from calendar_service.domain.span import (
    DaySpan,
    Moment,
    Precision,
    Span,
    TimedSpan,
    last_day,
)
from calendar_service.importers.plain_values import write_moment as as_json
from calendar_service.importers.typed_dates.moments import (
    read_moments,
    write_clock,
    write_moments,
)
from calendar_service.importers.typed_dates.reading import read_typed
from calendar_service.importers.typed_dates.tokens import NotUnderstood

Values = dict[str, str]
CONTROLS = (
    *("starts_date", "starts_time", "ends_date", "ends_time", "zone", "dates_only"),
    *("precision", "further", "repeat", "repeat_until", "rrule", "exdates"),
)
OTHER_RULE = "other"
SEVEN = 7
REPEATS = ("DAILY", "WEEKLY", "FORTNIGHT", "MONTHLY", "WEEKDAY", "YEARLY", OTHER_RULE)


class WrongDates(ValueError):
    """A field of the dates cannot be read."""

    def __init__(self, field: str, why: NotUnderstood | str) -> None:
        super().__init__(str(why))
        self.problem = Problem(field, str(why))
        self.why = why if isinstance(why, NotUnderstood) else None


def is_typed_anew(values: Mapping[str, str]) -> bool:
    """Tell whether text was typed that has not been put into the controls yet."""
    typed = values.get("when", "").strip()
    return bool(typed) and typed != values.get("when_read", "").strip()


def with_typed(values: Mapping[str, str], today: date, zone: str) -> Values:
    """Return the values with the controls as the typed text says.

    Text that has been read once stands behind the controls: whoever changes
    one of them means it. Raises WrongDates.
    """
    if not is_typed_anew(values):
        return dict(values)
    zone = values.get("zone") or zone
    try:
        typed = read_typed(values["when"], today, zone)
    except NotUnderstood as why:
        raise WrongDates("when", why) from None
    said = control_values(typed.span, typed.recurrence) | {"zone": zone}
    return dict(values) | said | {"when_read": values["when"]}


def control_values(span: Span, recurrence: Recurrence) -> Values:
    """Return what stands in the controls for a time and its repetition."""
    values = dict.fromkeys(CONTROLS, "")
    clock: time | None = None
    if isinstance(span, TimedSpan):
        clock = span.start.time()
        values |= {"starts_time": write_clock(clock), "zone": span.zone}
        values["dates_only"] = "on" if span.dates_only else ""
        if span.end is not None:
            same = span.end.date() == span.start.date()
            values["ends_date"] = "" if same else f"{span.end:%Y-%m-%d}"
            values["ends_time"] = write_clock(span.end.time())
    elif last_day(span) != span.start and span.precision is Precision.DAY:
        values["ends_date"] = f"{last_day(span):%Y-%m-%d}"
    if isinstance(span, DaySpan) and span.precision is not Precision.DAY:
        values["precision"] = span.precision.value
    values["starts_date"] = f"{span.start:%Y-%m-%d}"
    # A list of one day is still a list: its calendar entry keeps its identity.
    further = [day for day in recurrence.dates if day != span.start]
    further = further or list(recurrence.dates)
    values["further"] = write_moments([*further, *recurrence.rdates], clock)
    values["exdates"] = write_moments(recurrence.exdates, clock)
    return values | _repeat_values(recurrence.rule, span)


def dates_json(values: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return the dates of the controls in the shape of an item's JSON.

    Raises WrongDates for what cannot be put so.
    """
    start = values.get("starts_date", "").strip()
    clock = values.get("starts_time", "").strip()
    if not start:
        return {}
    said = _timed_json(values, start, clock) if clock else _days_json(values, start)
    further = _moments("further", values, today)
    rule = _rule(values, start)
    if further and not clock and not rule and "ends_on" not in said:
        days = sorted({start, *map(as_json, further)})
        return {"dates": days, "exdates": _json_moments("exdates", values, today)}
    return said | {
        "rrule": rule,
        "rdates": [as_json(moment) for moment in further],
        "exdates": _json_moments("exdates", values, today),
    }


def values_of_dates(item: Details) -> Values:
    """Return the controls of an item."""
    return control_values(item.span, item.recurrence)


def _timed_json(values: Mapping[str, str], start: str, clock: str) -> dict[str, Any]:
    said: dict[str, Any] = {"starts_at": f"{start}T{clock}"}
    last, end = values.get("ends_date", ""), values.get("ends_time", "")
    if last and not end:
        raise WrongDates("ends_time", "is missing; an end takes a time as well")
    if end:
        said["ends_at"] = f"{last or start}T{end}"
    if values.get("zone"):
        said["zone"] = values["zone"].strip()
    return said | {"dates_only": values.get("dates_only") == "on"}


def _days_json(values: Mapping[str, str], start: str) -> dict[str, Any]:
    if values.get("ends_time"):
        raise WrongDates("starts_time", "is missing; an end has a time already")
    precision = values.get("precision") or Precision.DAY.value
    said: dict[str, Any] = {"starts_on": start, "precision": precision}
    last = values.get("ends_date", "").strip()
    if last and last != start and precision == Precision.DAY:
        said["ends_on"] = last
    return said


def _rule(values: Mapping[str, str], start: str) -> str:
    repeat = values.get("repeat", "")
    if repeat in {"", OTHER_RULE}:
        return values.get("rrule", "").strip() if repeat else ""
    try:
        day = date.fromisoformat(start)
    except ValueError:
        return ""  # the start itself is what will be found wrong
    rule = _simple_rules(day).get(repeat, "")
    until = values.get("repeat_until", "")
    kept = values.get("rrule", "").strip()
    if kept and _named(kept, day) == (repeat, until):
        return kept  # the same in other words: those that were there stay
    until = until.replace("-", "")
    return f"{rule};UNTIL={until}" if until else rule


def _simple_rules(day: date) -> dict[str, str]:
    """Return the rules that the list of repetitions names, for a start."""
    ordinal = (day.day - 1) // SEVEN + 1
    nth = -1 if ordinal * SEVEN > 28 else ordinal  # noqa: PLR2004 - a fifth may lack
    return {
        "DAILY": "FREQ=DAILY",
        "WEEKLY": "FREQ=WEEKLY",
        "FORTNIGHT": "FREQ=WEEKLY;INTERVAL=2",
        "MONTHLY": "FREQ=MONTHLY",
        "WEEKDAY": f"FREQ=MONTHLY;BYDAY={nth}{WEEKDAYS[day.weekday()]}",
        "YEARLY": "FREQ=YEARLY",
    }


def _repeat_values(rule: str, span: Span) -> Values:
    """Return a rule as one of the list, else as it is written."""
    if not rule:
        return {}
    start = span.start.date() if isinstance(span.start, datetime) else span.start
    named = _named(rule, start)
    if named is None:
        return {"repeat": OTHER_RULE, "rrule": rule}
    values = {"repeat": named[0], "repeat_until": named[1]}
    is_plain = _rule(values, start.isoformat()) == rule
    return values if is_plain else values | {"rrule": rule}


def _named(rule: str, start: date) -> tuple[str, str] | None:
    """Return the name in the list and the last day that say a rule; None for none."""
    plain, _, until = rule.partition(";UNTIL=")
    own_weekday = f";BYDAY={WEEKDAYS[start.weekday()]}"
    if plain.startswith("FREQ=WEEKLY"):
        plain = plain.removesuffix(own_weekday)
    names = {text: name for name, text in _simple_rules(start).items()}
    if plain not in names or len(until) not in {0, len("20270301")}:
        return None
    day = f"{until[:4]}-{until[4:6]}-{until[6:]}" if until else ""
    return names[plain], day


def _moments(name: str, values: Mapping[str, str], today: date) -> list[Moment]:
    clock = None
    if values.get("starts_time"):
        try:
            clock = time.fromisoformat(values["starts_time"].strip())
        except ValueError:
            return []  # the start itself is what will be found wrong
    try:
        return read_moments(values.get(name, ""), today, clock)
    except NotUnderstood as why:
        raise WrongDates(name, why) from None


def _json_moments(name: str, values: Mapping[str, str], today: date) -> list[str]:
    return [as_json(moment) for moment in _moments(name, values, today)]
