"""The fields of an item in words, for histories and comparisons."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.conflict import WHEN
from calendar_service.domain.item import (
    Details,
    Image,
    ItemKind,
    ItemStatus,
    Link,
    Party,
    Person,
    Place,
    Seats,
    Visibility,
)
from calendar_service.domain.phrases import kind_name
from calendar_service.domain.recurrence import Override
from calendar_service.domain.texts import Text
from calendar_service.domain.when import describe_when
from calendar_service.importers.typed_dates.moments import write_moment, write_moments
from calendar_service.web.agreement_view import (
    RENEWALS,
    day_said,
    expiry_said,
    period_said,
)
from calendar_service.web.form_overrides import said_of
from calendar_service.web.language import language, language_name


def field_name(field: str) -> str:
    """Return what a field is called on the form."""
    if field.startswith("texts."):
        _, code, part = field.split(".")
        return f"{_names()[part]} ({language_name(code, language())})"
    return _names().get(field, field)


def field_words(details: Details, field: str) -> str:
    """Return a field's value as text of one or more lines; "" for nothing."""
    if field == WHEN:
        return _when(details)
    if field.startswith("texts."):
        _, code, part = field.split(".")
        return str(getattr(details.texts.get(code, Text()), part))
    return value_words(getattr(details, field))


def value_words(value: object) -> str:
    """Return a value of an item as text."""
    match value:
        case None | "" | ():
            said = ""
        case ItemStatus():
            said = status_name(value)
        case Visibility():
            said = gettext("everybody") if value == "public" else gettext("staff only")
        case Place():
            said = _place(value)
        case tuple():
            said = "\n".join(value_words(part) for part in value)
        case Agreement():
            said = _terms(value)
        case _:
            said = _small(value)
    return str(said)


def status_name(status: ItemStatus) -> str:
    """Return a status in the reader's language."""
    names = {
        ItemStatus.DRAFT: gettext("Draft"),
        ItemStatus.PUBLISHED: gettext("Published"),
        ItemStatus.CANCELLED: gettext("Cancelled"),
        ItemStatus.DELETED: gettext("Deleted"),
    }
    return str(names[status])


def _names() -> dict[str, str]:
    return {
        WHEN: gettext("When"),
        "kind": gettext("Kind"),
        "status": gettext("Status"),
        "visibility": gettext("Who may see it"),
        "title": gettext("Title"),
        "summary": gettext("Summary"),
        "description": gettext("Description"),
        "place": gettext("Place"),
        "tags": gettext("Tags"),
        "hashtags": gettext("Hashtags"),
        "organisers": gettext("Organised by"),
        "partners": gettext("Partners"),
        "focal_point": gettext("Focal point"),
        "deputy": gettext("Deputy"),
        "links": gettext("Links"),
        "image": gettext("Picture"),
        "seats": gettext("Number of places"),
        "notes": gettext("Notes for staff"),
        "agreement": gettext("Terms of the agreement"),
    }


def _small(value: object) -> str:
    match value:
        case Party():
            role = f"({value.role})" if value.role else ""
            said = [value.name, role, value.url]
        case Person():
            said = [value.name, value.email]
        case Link():
            said = [value.title, value.url]
        case Image():
            said = [value.alt, value.url]
        case Seats():
            number = "" if value.number is None else str(value.number)
            said = [gettext("Places are limited"), number]
        case ItemKind():
            said = [kind_name(value, language())]
        case _:
            said = [str(value)]
    return " ".join(filter(None, said))


def _place(place: Place) -> str:
    spot = ", ".join(filter(None, (place.venue, place.city, place.country)))
    degrees = ""
    if place.latitude is not None and place.longitude is not None:
        degrees = f"{place.latitude}, {place.longitude}"
    return "\n".join(filter(None, (spot, degrees, place.online)))


def _when(details: Details) -> str:
    recurrence = details.recurrence
    lines = [describe_when(details.span, recurrence, language()), recurrence.rule]
    if recurrence.rdates:
        lines.append(f"{gettext('Further days')}: {write_moments(recurrence.rdates)}")
    if recurrence.exdates:
        lines.append(f"{gettext('Except on')}: {write_moments(recurrence.exdates)}")
    lines += _overrides(recurrence.overrides)
    return "\n".join(filter(None, lines))


def _overrides(overrides: Iterable[Override]) -> list[str]:
    found = []
    for override in overrides:
        moved = (
            f"{gettext('moved to')} {said_of(override.span)}" if override.span else ""
        )
        off = gettext("cancelled") if override.cancelled else ""
        titles = (text.title for text in override.texts.values())
        said = ", ".join(filter(None, (moved, off, *titles)))
        found.append(f"{write_moment(override.original)}: {said}")
    return found


def _terms(terms: Agreement) -> str:
    said = {
        gettext("Type"): terms.type,
        gettext("Reference"): terms.reference,
        gettext("Parties"): ", ".join(terms.parties),
        gettext("Signed on"): _day(terms.signed_on),
        gettext("In force from"): _day(terms.effective_on),
        gettext("Expires"): expiry_said(terms) if terms.expires else "",
        gettext("Notice period"): (
            period_said(terms.notice_period) if terms.notice_period else ""
        ),
        gettext("Last day for notice"): _day(terms.notice_deadline_on),
        gettext("Renewal"): RENEWALS[terms.renewal],
        gettext("Document (web address)"): terms.document,
        gettext("Ended on"): _day(terms.ended_on),
    }
    return "\n".join(f"{name}: {value}" for name, value in said.items() if value)


def _day(day: date | None) -> str:
    return day_said(day) if day else ""
