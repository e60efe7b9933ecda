"""Two editors of one item: the second is told, and nothing is overwritten."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item
from tests.builders import BEN, make_item
from tests.web.filling import EDIT, fields, shown
from tests.web.seeing import Page, add

UID = "meeting-1@example.org"
SECOND = Account(email="eve@example.org", name="Eve", role=BEN.role)


def stored(database: Database) -> Item:
    with database.reading() as session:
        found = find_item(session, UID)
    assert found is not None
    return found


@pytest.fixture
def eve(
    signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> FlaskClient:
    """Eve; she has opened the form, and Ben has been faster."""
    texts = {"en": Text("Meeting", "Short"), "ka": Text("შეხვედრა", made_from=0)}
    add(database, make_item(texts=texts))
    return signed_in_as(SECOND)


def late(
    eve: FlaskClient,
    signed_in_as: Callable[[Account], FlaskClient],
    mine: dict[str, str],
    theirs: dict[str, str],
) -> TestResponse:
    """Send Eve's form after Ben has saved his."""
    form = shown(eve, EDIT)
    ben = signed_in_as(BEN)
    ben.post(EDIT, data=shown(ben, EDIT) | theirs | {"step": "save"})
    return eve.post(EDIT, data=form | mine | {"step": "save"})


def test_the_second_sees_both_versions_and_nothing_is_overwritten(
    eve: FlaskClient, signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> None:
    response = late(
        eve,
        signed_in_as,
        {"texts.en.title": "<b>Eve's</b>", "place.venue": "Hall"},
        {"texts.en.title": "Ben's", "notes": "Hurry"},
    )
    page = Page(response)
    assert response.status_code == 409
    assert page.text("//p[@class='lead']").startswith(
        "While you were writing, Ben changed “Ben's”"
    )
    assert page.texts("//legend") == [
        "Title (English) changed by both",
        "Place",
        "Notes for staff",
    ]
    assert page.texts("//label") == [
        "Yours<b>Eve's</b>",
        "TheirsBen's",
        "YoursHall",
        "Theirsnothing",
        "Yoursnothing",
        "TheirsHurry",
    ]
    assert page.all("//input[@checked]/@name") == ["keep.place", "keep.notes"]
    assert stored(database).texts["en"].title == "Ben's"


def test_the_choice_is_saved_field_by_field(
    eve: FlaskClient, signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> None:
    response = late(
        eve,
        signed_in_as,
        {"texts.en.title": "Eve's", "place.venue": "Hall"},
        {"texts.en.title": "Ben's", "notes": "Hurry", "slug": "renamed"},
    )
    choice = fields(response) | {"keep.texts.en.title": "mine", "step": "resolve:save"}
    assert eve.post(EDIT, data=choice).status_code == 303
    item = stored(database)
    assert (item.texts["en"].title, item.place.venue, item.notes, item.slug) == (
        "Eve's",
        "Hall",
        "Hurry",
        "renamed",
    )
    assert item.revision == 2


def test_a_missing_choice_is_asked_for_again(
    eve: FlaskClient, signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> None:
    response = late(
        eve,
        signed_in_as,
        {"texts.en.title": "Eve's"},
        {"texts.en.title": "Ben's"},
    )
    again = eve.post(EDIT, data=fields(response) | {"step": "resolve:save"})
    assert again.status_code == 422
    assert Page(again).text("//*[@role='alert']") == (
        "Choose one of the two for each field."
    )
    assert stored(database).texts["en"].title == "Ben's"


def test_who_is_overtaken_while_choosing_chooses_again(
    eve: FlaskClient, signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> None:
    response = late(
        eve,
        signed_in_as,
        {"texts.en.title": "Eve's"},
        {"texts.en.title": "Ben's"},
    )
    third = signed_in_as(Account(email="ivo@example.org", role=BEN.role))
    newer = shown(third, EDIT) | {"texts.en.title": "Ivo's", "step": "save"}
    third.post(EDIT, data=newer)
    choice = fields(response) | {"keep.texts.en.title": "mine", "step": "resolve:save"}
    again = eve.post(EDIT, data=choice)
    assert again.status_code == 409
    assert "TheirsIvo's" in Page(again).texts("//label")
    assert stored(database).texts["en"].title == "Ivo's"


def test_the_choice_can_be_taken_back_to_the_form(
    eve: FlaskClient, signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> None:
    response = late(
        eve,
        signed_in_as,
        {"texts.en.title": "Eve's", "when": "1 June 2026"},
        {"texts.en.title": "Ben's"},
    )
    choice = fields(response) | {"keep.texts.en.title": "mine", "step": "resolve:form"}
    form = fields(eve.post(EDIT, data=choice))
    assert (form["texts.en.title"], form["starts_date"], form["revision"]) == (
        "Eve's",
        "2026-06-01",
        "1",
    )
    assert eve.post(EDIT, data=form | {"step": "save"}).status_code == 303
    assert stored(database).texts["en"].title == "Eve's"


def test_the_same_change_twice_leaves_nothing_to_choose(
    eve: FlaskClient, signed_in_as: Callable[[Account], FlaskClient], database: Database
) -> None:
    same = {"texts.en.title": "Same"}
    response = late(eve, signed_in_as, same, same)
    assert Page(response).texts("//legend") == []
    choice = fields(response) | {"step": "resolve:save"}
    assert eve.post(EDIT, data=choice).status_code == 303
    assert stored(database).revision == 1
