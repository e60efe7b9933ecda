"""The dates of the item form: controls to JSON and back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

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
from calendar_service.importers.typed_dates.refusals import NotUnderstood

Values = dict[str, str]
Read = TypeVar("Read")
CONTROLS = (
    *("starts_date", "starts_time", "ends_date", "ends_time", "zone", "dates_only"),
    *("precision", "further", "repeat", "repeat_until", "rrule", "exdates"),
)
OTHER_RULE = "other"
PUT = "dates_put"
"""The name of the field that holds what was put into the controls."""
NEED_A_START = {"starts_time", "ends_date", "ends_time", "further"} | {
    *("repeat", "repeat_until", "rrule", "exdates")
}
NO_START = "is missing; give starts_on, dates or starts_at"
NO_REPEAT = "is missing; a last day takes a repetition"
TWO_RULES = "says something else than the repetition beside it"
SEVEN = 7
REPEATS = ("DAILY", "WEEKLY", "FORTNIGHT", "MONTHLY", "WEEKDAY", "YEARLY", OTHER_RULE)


class WrongDates(ValueError):
    """Fields of the dates cannot be read; `rest` is the JSON of those that can."""

    def __init__(
        self, problems: Sequence[Problem], rest: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
        self.rest = dict(rest or {})


def wrong_date(field: str, why: NotUnderstood | str) -> WrongDates:
    """Return what one field is refused with."""
    return WrongDates([Problem(field, str(why))])


def attempted(read: Callable[[], Read], wrong: list[Problem]) -> Read | None:
    """Return what can be read; note what cannot, so that the rest is still seen."""
    try:
        return read()
    except WrongDates as found:
        wrong.extend(found.problems)
        return None


def own_values(values: Mapping[str, str]) -> Values:
    """Return the controls that were filled by hand.

    Those that still hold what typed text or the item put there are not.
    """
    former = put_before(values)
    found = {name: values.get(name, "").strip() for name in CONTROLS}
    return {n: text for n, text in found.items() if text and text != former.get(n)}


def put_before(values: Mapping[str, str]) -> Values:
    """Return what was put into the controls when the form was shown or typed in."""
    return dict(parse_qsl(values.get(PUT, "")))


def put_values(said: Mapping[str, str]) -> str:
    """Write down what is put into the controls, for `own_values`."""
    return urlencode({name: said[name] for name in CONTROLS if said[name]})


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
    wrong: list[Problem] = []
    further = attempted(lambda: _moments("further", values, today), wrong) or []
    excepted = attempted(lambda: _moments("exdates", values, today), wrong) or []
    if not start:
        if NEED_A_START & own_values(values).keys():
            wrong.insert(0, Problem("starts_date", NO_START))
        said: dict[str, Any] = {}
    else:
        rule = attempted(lambda: _rule(values, start), wrong) or ""
        said = attempted(lambda: _first_json(values, start, clock), wrong) or {}
        said = _repeated(said, further, excepted, rule) if said else {}
    if wrong:
        raise WrongDates(wrong, said)
    return said


def values_of_dates(item: Details) -> Values:
    """Return the controls of an item."""
    values = control_values(item.span, item.recurrence)
    return values | {PUT: put_values(values)}


def _repeated(
    said: Mapping[str, Any],
    further: Sequence[Moment],
    excepted: Sequence[Moment],
    rule: str,
) -> dict[str, Any]:
    """Return the first time with all others; whole days alone make a list."""
    exdates = [as_json(moment) for moment in excepted]
    start = said.get("starts_on")
    if further and start and not rule and "ends_on" not in said:
        return {"dates": sorted({start, *map(as_json, further)}), "exdates": exdates}
    rdates = [as_json(moment) for moment in further]
    return {**said, "rrule": rule, "rdates": rdates, "exdates": exdates}


def _first_json(values: Mapping[str, str], start: str, clock: str) -> dict[str, Any]:
    return _timed_json(values, start, clock) if clock else _days_json(values, start)


def _timed_json(values: Mapping[str, str], start: str, clock: str) -> dict[str, Any]:
    said: dict[str, Any] = {"starts_at": f"{start}T{clock}"}
    last, end = values.get("ends_date", ""), values.get("ends_time", "")
    if last and not end:
        raise wrong_date("ends_time", "is missing; an end takes a time as well")
    if end:
        said["ends_at"] = f"{last or start}T{end}"
    if values.get("zone"):
        said["zone"] = values["zone"].strip()
    return said | {"dates_only": values.get("dates_only") == "on"}


def _days_json(values: Mapping[str, str], start: str) -> dict[str, Any]:
    if values.get("ends_time"):
        raise wrong_date("starts_time", "is missing; an end has a time already")
    precision = values.get("precision") or Precision.DAY.value
    said: dict[str, Any] = {"starts_on": start, "precision": precision}
    last = values.get("ends_date", "").strip()
    if last and last != start and precision == Precision.DAY:
        said["ends_on"] = last
    return said


def _rule(values: Mapping[str, str], start: str) -> str:
    repeat, until = values.get("repeat", ""), values.get("repeat_until", "").strip()
    written, own = values.get("rrule", "").strip(), own_values(values)
    if repeat == OTHER_RULE or (not repeat and "rrule" in own):
        # A last day beside a rule that has one: the check of rules finds it.
        return f"{written};UNTIL={_plain(until)}" if "repeat_until" in own else written
    if not repeat:
        if "repeat_until" in own:
            raise wrong_date("repeat", NO_REPEAT)
        return ""
    try:
        day = date.fromisoformat(start)
    except ValueError:
        return ""  # the start itself is what will be found wrong
    if written and _named(written, day) == (repeat, until):
        return written  # the same in other words: those that were there stay
    if "rrule" in own:
        raise wrong_date("rrule", TWO_RULES)
    rule = _simple_rules(day).get(repeat, "")
    return f"{rule};UNTIL={_plain(until)}" if until else rule


def _plain(day: str) -> str:
    return day.replace("-", "")


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
        raise wrong_date(name, why) from None
