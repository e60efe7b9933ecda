"""The clash radar, with and without a script."""

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from lxml import html

from calendar_service.domain.account import Account
from calendar_service.domain.item import Person, Place
from calendar_service.domain.span import whole_days
from calendar_service.storage.database import Database
from tests.builders import ADA, BEN, make_item
from tests.web.filling import DESK, EDIT, NEW, fields, send, shown
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]
PLAN = {
    "kind": "meeting",
    "when": "26 May 2026",
    "place.venue": "Hall",
    "focal_point.email": "nino@example.org",
}
ENTRIES = "//div[@class='radar']//li"


def busy(database: Database) -> None:
    day = whole_days(date(2026, 5, 26))
    nino = Person("Nino", "nino@example.org")
    add(
        database,
        numbered(make_item(span=day, place=Place("Hall", "Tbilisi")), 1),
        numbered(make_item(span=day, focal_point=nino), 2),
        numbered(make_item(span=whole_days(date(2026, 5, 27))), 3),
    )


EXPECTED = [
    "Tue, 26 May: Coordination meeting Meeting same venue",
    "Tue, 26 May: Coordination meeting Meeting same focal point",
    "Tue, 26 May: Independence Day",
]


def test_without_a_script_the_radar_is_shown_on_request(
    signed_in_as: SignIn, database: Database
) -> None:
    busy(database)
    title = {"texts.en.title": "Plan"}
    page = Page(send(signed_in_as(ADA), NEW, step="show", **PLAN, **title))
    assert page.texts(ENTRIES) == EXPECTED
    assert page.texts("//div[@class='radar']/p")[-1] == (
        "Free days near by: Wed, 20 May · Thu, 21 May · Fri, 22 May"
        " · Mon, 25 May · Thu, 28 May · Fri, 29 May"
    )


def test_the_script_is_sent_the_same(signed_in_as: SignIn, database: Database) -> None:
    busy(database)
    ada = signed_in_as(ADA)
    data = PLAN | {"csrf_token": fields(ada.get(NEW))["csrf_token"]}
    said = ada.post("/staff/dates/preview", data=data).get_json()["html"]
    root = html.fromstring(f"<div>{said}</div>")
    found = [" ".join(li.text_content().split()) for li in root.xpath(ENTRIES)]
    assert found == EXPECTED


def test_an_item_does_not_clash_with_itself(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, make_item())
    assert Page(signed_in_as(BEN).get(EDIT)).texts(ENTRIES) == []


def test_a_move_is_looked_at_before_it_is_made(
    signed_in_as: SignIn, database: Database
) -> None:
    busy(database)
    add(database, make_item())
    ben = signed_in_as(BEN)
    form = shown(ben, f"{DESK}/move") | {"when": "26 May 2026", "step": "show"}
    page = Page(ben.post(f"{DESK}/move", data=form))
    assert page.texts(ENTRIES) == [
        "Tue, 26 May: Independence Day",
        "Tue, 26 May: Coordination meeting Meeting",
        "Tue, 26 May: Coordination meeting Meeting",
    ]
