"""An item to the values of its form."""

from calendar_service.domain.item import Details, Item, Party, Person
from calendar_service.importers.item_as_json import json_from_item
from calendar_service.web.form_dates import Values, values_of_dates
from calendar_service.web.form_overrides import override_values
from calendar_service.web.form_reading import (
    DEGREES,
    LINK,
    PARTY,
    PERSON,
    PLACE,
    TEXTS,
    write_names,
)
from calendar_service.web.form_rows import row_values
from calendar_service.web.form_terms import TERMS


def form_values(item: Item) -> Values:
    """Return everything about an item as its form shows it."""
    return {
        "kind": item.kind.value,
        "visibility": item.visibility.value,
        "slug": item.slug,
        "notes": item.notes,
        "revision": str(item.revision),
        **values_of_dates(item),
        **override_values(item),
        **_words(item),
        **_place(item),
        **_people(item),
        **_showing(item),
        **_terms(item),
    }


def _words(item: Details) -> Values:
    return {
        f"texts.{code}.{name}": getattr(text, name)
        for code, text in item.texts.items()
        for name in TEXTS
    }


def _place(item: Details) -> Values:
    degrees = {name: getattr(item.place, name) for name in DEGREES}
    return {
        **{f"place.{name}": getattr(item.place, name) for name in PLACE},
        **{
            f"place.{name}": "" if value is None else str(value)
            for name, value in degrees.items()
        },
    }


def _people(item: Details) -> Values:
    return {
        **_parties("organisers", item.organisers),
        **_parties("partners", item.partners),
        **_person("focal_point", item.focal_point),
        **_person("deputy", item.deputy),
    }


def _parties(name: str, parties: tuple[Party, ...]) -> Values:
    rows = ((party.name, party.role, party.url) for party in parties)
    return row_values(name, PARTY, rows)


def _person(name: str, person: Person | None) -> Values:
    found = person or Person()
    return {f"{name}.{part}": getattr(found, part) for part in PERSON}


def _showing(item: Details) -> Values:
    seats = item.seats
    return {
        "tags": write_names(item.tags),
        "hashtags": write_names(item.hashtags),
        **row_values("links", LINK, ((link.url, link.title) for link in item.links)),
        "image.url": item.image.url if item.image else "",
        "image.alt": item.image.alt if item.image else "",
        "limited": "on" if seats else "",
        "seats": str(seats.number) if seats and seats.number is not None else "",
    }


def _terms(item: Item) -> Values:
    said = json_from_item(item)["agreement"]
    if said is None:
        return {}
    values = {f"agreement.{name}": said[name] or "" for name in TERMS}
    return values | {"agreement.parties": "\n".join(said["parties"])}
