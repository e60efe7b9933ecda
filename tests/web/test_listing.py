"""What lists of dates show."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from calendar_service.domain.item import ItemKind, Place, Visibility
from calendar_service.domain.selection import Audience
from calendar_service.storage.database import Database
from calendar_service.web.listing import Narrowing, asked_narrowing, entries_between
from tests.builders import make_item, timed
from tests.web.seeing import Page, add, numbered

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


def test_an_hour_of_another_zone_is_the_offices_wherever_days_stand(
    client: FlaskClient, database: Database
) -> None:
    """A call on the evening of 30 April in New York is on 1 May in Tbilisi."""
    evening = timed("2026-04-30T20:00", "2026-04-30T21:00", zone="America/New_York")
    add(database, make_item(span=evening))
    month = Page(client.get("/?month=2026-05"))
    cell = "//td[.//time[@datetime='2026-05-01']]"
    assert month.text(f"{cell}//*[@class='bar-clock']") == "04:00"
    assert month.text("//*[@id='day-2026-05-01']//li") == (
        "Coordination meeting 04:00–05:00"
    )
    there = "(30 April 2026, 20:00–21:00, America/New_York)"
    for path in ("/agenda?from=2026-05-01", "/day/2026-05-01"):
        said = Page(client.get(path)).text("//*[@class='card-when']")
        assert said == f"04:00–05:00 {there}"
    assert Page(client.get("/day/2026-04-30")).texts("//*[@class='card-when']") == []
    paper = Page(client.get("/print?month=2026-05"))
    assert paper.text("//*[@class='paper-when']") == f"Fri 1 May, 04:00–05:00 {there}"
    april = Page(client.get("/print?month=2026-04"))
    assert april.texts("//*[@class='paper-when']") == []
