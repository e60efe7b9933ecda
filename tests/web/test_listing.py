"""What lists of dates show."""

from datetime import date

from flask import Flask

from calendar_service.domain.item import ItemKind, Place, Visibility
from calendar_service.domain.selection import Audience
from calendar_service.storage.database import Database
from calendar_service.web.listing import Narrowing, asked_narrowing, entries_between
from tests.builders import make_item
from tests.web.seeing import add, numbered

MAY = (date(2026, 5, 1), date(2026, 5, 31))
NONE = Narrowing([], None, None)


def test_an_address_narrows_and_says_so_again(app: Flask) -> None:
    with app.test_request_context("/?kind=meeting&tag=a&place=Tbilisi"):
        found = asked_narrowing()
    assert found.query() == {"kind": ["meeting"], "tag": "a", "place": "Tbilisi"}
    assert not found.is_empty()
    assert NONE.is_empty()


def test_entries_are_narrowed_by_kind_tag_and_place(
    app: Flask, database: Database
) -> None:
    add(
        database,
        make_item(tags=("a",), place=Place(city="Tbilisi")),
        numbered(make_item(kind=ItemKind.TRAINING), 1),
        numbered(make_item(kind=ItemKind.NEWS), 2),
        numbered(make_item(visibility=Visibility.STAFF), 3),
    )

    def slugs(narrowing: Narrowing, audience: Audience | None = None) -> list[str]:
        with app.test_request_context("/"):
            found = entries_between(*MAY, narrowing, audience)
            return sorted(entry.item.slug for entry in found)

    first = "coordination-meeting"
    assert slugs(NONE) == [first, "n1"]
    assert slugs(NONE, Audience.STAFF) == [first, "n1", "n3"]
    assert slugs(Narrowing(["training"], None, None)) == ["n1"]
    assert slugs(Narrowing([], "a", None)) == [first]
    assert slugs(Narrowing([], None, "Tbilisi")) == [first]
