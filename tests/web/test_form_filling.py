"""An item goes through its form unchanged, whatever it holds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import settings as drawing

from calendar_service.domain.item import (
    Image,
    Item,
    Link,
    Party,
    Person,
    Place,
    Seats,
    details_of,
)
from calendar_service.domain.texts import Text
from calendar_service.web.form_filling import form_values
from calendar_service.web.form_reading import Frame, read_form
from tests.builders import TBILISI, make_item
from tests.strategies import items

TODAY = date(2026, 3, 10)


def through(item: Item) -> Item:
    frame = Frame(TODAY, TBILISI, ("en", "ka"), item)
    draft, _, problems = read_form(form_values(item), frame, item.status)
    assert problems == []
    assert draft is not None
    assert (draft.uid, draft.slug, draft.revision) == (
        item.uid,
        item.slug,
        item.revision,
    )
    details = details_of(draft)
    return replace(
        item, **{name: getattr(details, name) for name in details.__dataclass_fields__}
    )


def tidied(texts: Mapping[str, Text]) -> dict[str, Text]:
    """Without space around, as every way in leaves it."""
    fields = ("title", "summary", "description", "place")
    return {
        language: replace(text, **{f: getattr(text, f).strip() for f in fields})
        for language, text in texts.items()
    }


@given(items())
@drawing(max_examples=300)
def test_every_item_comes_back_as_it_went(item: Item) -> None:
    overrides = tuple(
        replace(override, texts=tidied(override.texts))
        for override in item.recurrence.overrides
    )
    item = replace(
        item,
        texts=tidied(item.texts),
        place=Place(item.place.venue.strip(), item.place.city.strip()),
        tags=tuple(dict.fromkeys(tag.strip() for tag in item.tags)),
        recurrence=replace(
            item.recurrence,
            overrides=overrides,
            rdates=tuple(sorted(item.recurrence.rdates, key=str)),
            exdates=tuple(sorted(item.recurrence.exdates, key=str)),
        ),
    )
    assert through(item) == item


def test_every_particular_comes_back() -> None:
    item = make_item(
        place=Place("Ministry", "Tbilisi", "Georgia", 41.7, 44.8, "https://meet.org/1"),
        organisers=(Party("IOM", "host", "https://iom.int"), Party("GYLA")),
        partners=(Party("EU", "funder"),),
        focal_point=Person("Ada", "ada@example.org"),
        deputy=Person("", "ben@example.org"),
        links=(Link("https://example.org/", "More"),),
        image=Image("https://example.org/a.jpg", "People at a table"),
        seats=Seats(30),
        tags=("youth", "border management"),
        hashtags=("CTD",),
        notes="Bring the projector.\nSecond line.",
    )
    assert through(item) == item


def test_limited_places_without_a_number_come_back() -> None:
    item = make_item(seats=Seats())
    assert through(item) == item
