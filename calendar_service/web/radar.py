"""The clash radar of a request: what lies on the days that a form names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext

from calendar_service.domain.clashes import Clash, Why, days_of, radar, window
from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.item import Details, Person, Place
from calendar_service.domain.selection import Audience, Selection
from calendar_service.services.working import office_workdays
from calendar_service.storage.items import list_items
from calendar_service.web import http
from calendar_service.web.language import language

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """The clashes that are shown with their reasons, how many more, free days."""

    clashes: list[tuple[Clash, str]]
    more: int
    free: list[date]


def look_around(details: Details, uid: str = "") -> Seen:
    """Return what lies on the days of an item, the item `uid` left out."""
    days = days_of(details)
    if not days:
        return Seen([], 0, [])
    first, last = window(days)
    near = Selection(audience=Audience.EDITORS, first=first, last=last)
    with http.reading() as session:
        items = [item for item in list_items(session, near) if item.uid != uid]
        workdays = office_workdays(session)
    found = radar(details, items, workdays, http.today())
    shown = [(clash, _reason(clash)) for clash in found.clashes[:MOST_SHOWN]]
    return Seen(shown, len(found.clashes) - len(shown), list(found.free))


def with_whom_and_where(details: Details, values: Mapping[str, str]) -> Details:
    """Return the details with venue and focal point as a form has them."""
    person = Person(
        values.get("focal_point.name", "").strip(),
        values.get("focal_point.email", "").strip(),
    )
    place = Place(
        values.get("place.venue", "").strip(), values.get("place.city", "").strip()
    )
    return replace(
        details,
        place=place,
        focal_point=person if any((person.name, person.email)) else None,
    )


def _reason(clash: Clash) -> str:
    words = {
        Why.SAME_VENUE: gettext("same venue"),
        Why.SAME_PERSON: gettext("same focal point"),
        Why.HOLIDAY: GEORGIAN_HOLIDAYS.name(clash.day, language()),
        Why.DAY_OFF: gettext("day off of the office"),
        Why.OBSERVANCE: "",
        Why.OTHER: "",
    }
    return str(
        words[clash.why] or (gettext("public holiday") if clash.item is None else "")
    )
