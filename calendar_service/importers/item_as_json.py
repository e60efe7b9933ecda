"""An item to the JSON values that item_json reads back."""

from typing import Any

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, Party, Person
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import DaySpan, Precision, Span, TimedSpan, last_day
from calendar_service.domain.texts import Text
from calendar_service.importers.plain_values import (
    write_moment,
    write_part_day,
    write_period,
    write_person,
    write_wall_time,
)

PLACE = ("venue", "city", "country", "latitude", "longitude", "online")


def json_from_item(item: Item) -> dict[str, Any]:
    """Return the item in the form that `items add --json` takes."""
    return {
        "uid": item.uid,
        "slug": item.slug,
        "kind": item.kind.value,
        "status": item.status.value,
        "visibility": item.visibility.value,
        "revision": item.revision,
        **_when(item),
        **_recurrence(item.recurrence, item.span),
        "texts": {language: _text(text) for language, text in item.texts.items()},
        "place": {name: getattr(item.place, name) for name in PLACE},
        "tags": list(item.tags),
        "hashtags": list(item.hashtags),
        "organisers": [_party(party) for party in item.organisers],
        "partners": [_party(party) for party in item.partners],
        "focal_point": _person(item.focal_point),
        "deputy": _person(item.deputy),
        "links": [{"url": link.url, "title": link.title} for link in item.links],
        "image": (
            {"url": item.image.url, "alt": item.image.alt} if item.image else None
        ),
        "seats": (
            None
            if item.seats is None
            else "limited"
            if item.seats.number is None
            else item.seats.number
        ),
        "notes": item.notes,
        "agreement": _agreement(item.agreement) if item.agreement else None,
    }


def _when(item: Item) -> dict[str, Any]:
    span = item.span
    if isinstance(span, TimedSpan):
        return {
            "starts_at": write_wall_time(span.start),
            "ends_at": write_wall_time(span.end) if span.end else None,
            "zone": span.zone,
            "dates_only": span.dates_only,
            "precision": Precision.DAY.value,
        }
    if item.recurrence.dates:
        days = [day.isoformat() for day in item.recurrence.dates]
        return {"dates": days, "precision": Precision.DAY.value}
    return {
        "starts_on": span.start.isoformat(),
        "ends_on": last_day(span).isoformat(),
        "precision": span.precision.value,
    }


def _recurrence(recurrence: Recurrence, span: Span) -> dict[str, Any]:
    return {
        "rrule": recurrence.rule,
        "rdates": [write_moment(moment) for moment in recurrence.rdates],
        "exdates": [write_moment(moment) for moment in recurrence.exdates],
        "overrides": [_override(override, span) for override in recurrence.overrides],
    }


def _override(override: Override, span: Span) -> dict[str, Any]:
    said: dict[str, Any] = {
        "original": write_moment(override.original),
        "cancelled": override.cancelled,
        "texts": {language: _text(text) for language, text in override.texts.items()},
    }
    match override.span:
        case TimedSpan() as hours:
            said["starts_at"] = write_wall_time(hours.start)
            said["ends_at"] = write_wall_time(hours.end) if hours.end else None
            for name in ("zone", "dates_only"):
                # What is as it is for the item goes without saying.
                if getattr(hours, name) != getattr(span, name, None):
                    said[name] = getattr(hours, name)
        case DaySpan() as days:
            said["starts_on"] = days.start.isoformat()
            said["ends_on"] = last_day(days).isoformat()
            if days.precision is not Precision.DAY:
                said["precision"] = days.precision.value
        case None:
            pass
    return said


def _text(text: Text) -> dict[str, Any]:
    said = {
        "title": text.title,
        "summary": text.summary,
        "description": text.description,
        "place": text.place,
    }
    return said if text.made_from is None else said | {"made_from": text.made_from}


def _party(party: Party) -> str | dict[str, str]:
    if party.role or party.url:
        return {"name": party.name, "role": party.role, "url": party.url}
    return party.name


def _person(person: Person | None) -> str | dict[str, str] | None:
    if person is None:
        return None
    text = write_person(person.name, person.email)
    return text or {"name": person.name, "email": person.email}


def _agreement(agreement: Agreement) -> dict[str, Any]:
    expires, period = agreement.expires, agreement.notice_period
    days = {
        name: day.isoformat() if (day := getattr(agreement, name)) else None
        for name in ("signed_on", "effective_on", "notice_deadline_on", "ended_on")
    }
    return {
        "type": agreement.type,
        "parties": list(agreement.parties),
        "reference": agreement.reference,
        **days,
        "expires_on": write_part_day(expires) if expires else None,
        "expires_precision": expires.precision.value if expires else None,
        "notice_period": write_period(period.months, period.days) if period else None,
        "renewal": agreement.renewal.value,
        "document": agreement.document,
        "renews": agreement.renews,
        "renewed_by": agreement.renewed_by,
    }
