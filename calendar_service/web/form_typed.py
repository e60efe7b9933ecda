"""Text typed as a date: into the controls, beside what was put there by hand."""

from collections.abc import Mapping
from datetime import date

from calendar_service.importers.typed_dates.reading import read_typed
from calendar_service.importers.typed_dates.refusals import NotUnderstood
from calendar_service.web.form_dates import (
    OTHER_RULE,
    PUT,
    TWO_RULES,
    Values,
    control_values,
    own_values,
    put_before,
    put_values,
    wrong_date,
)

LISTS = ("further", "exdates")
OF_DAYS = ("starts_time", "ends_date", "ends_time")


def is_typed_anew(values: Mapping[str, str]) -> bool:
    """Tell whether text was typed that has not been put into the controls yet."""
    typed = values.get("when", "").strip()
    return bool(typed) and typed != values.get("when_read", "").strip()


def with_typed(values: Mapping[str, str], today: date, zone: str) -> Values:
    """Return the values with the controls as the typed text says.

    What the text says takes the place of what it, or the item, said before. What
    was put into a control by hand stays where the text says nothing of it, and
    stands beside it in a list of days. Text that has been read once stands behind
    the controls: whoever changes one of them means it. Raises WrongDates.
    """
    if not is_typed_anew(values):
        return dict(values)
    zone = values.get("zone") or zone
    try:
        typed = read_typed(values["when"], today, zone)
    except NotUnderstood as why:
        raise wrong_date("when", why) from None
    said = control_values(typed.span, typed.recurrence) | {"zone": zone}
    own = own_values(values)
    if (
        said["repeat"] == OTHER_RULE
        and own.get("rrule", said["rrule"]) != said["rrule"]
    ):
        raise wrong_date("rrule", TWO_RULES)
    # A rule beside a repetition of the list is compared when both are read.
    kept = {n: value for n, value in own.items() if n == "rrule" or not said[n]}
    if said["precision"]:  # a month has no hour, and no day on which it ends
        kept = {n: value for n, value in kept.items() if n not in OF_DAYS}
    lists = {name: _beside(name, said, values) for name in LISTS}
    read = {"when_read": values["when"], PUT: put_values(said)}
    return dict(values) | said | kept | lists | read


def _beside(name: str, said: Values, values: Mapping[str, str]) -> str:
    """Return a list of days: what the text says, then what was added by hand."""
    former = _parts(put_before(values).get(name, ""))
    is_of_the_item = name == "exdates" and not values.get("when_read")
    if is_of_the_item and said["repeat"] and not said[name]:
        former = []  # the days on which it does not take place, as long as it repeats
    now = _parts(values.get(name, ""))
    return ", ".join([*_parts(said[name]), *(p for p in now if p not in former)])


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
