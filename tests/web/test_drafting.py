"""The item form through HTTP: who may use it, what it saves, what it shows."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_by_slug, find_item
from tests.builders import ADA, BEN, CLEO, FESTIVAL_DAYS, make_item
from tests.web.filling import EDIT, NEW, send, shown, token
from tests.web.seeing import Page, add

SimpleSignIn = Callable[[Account], FlaskClient]
FESTIVAL = {
    "kind": "screening",
    "when": "14, 15, 17, 18 December 2018",
    "texts.en.title": "Film festival",
    "texts.ka.title": "კინოფესტივალი",
}


def stored(database: Database, slug: str) -> Item | None:
    with database.reading() as session:
        return find_by_slug(session, slug)


def test_a_publisher_enters_a_festival_in_both_languages_in_one_go(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    response = send(signed_in_as(BEN), NEW, step="publish", **FESTIVAL)
    item = stored(database, "film-festival")
    assert item is not None
    assert (response.status_code, response.location) == (
        303,
        f"/staff/items/{item.uid}?saved=/staff/items/new",
    )
    assert item.status is ItemStatus.PUBLISHED
    assert item.recurrence.dates == FESTIVAL_DAYS
    assert item.texts["ka"].title == "კინოფესტივალი"


def test_an_editor_saves_a_draft_and_cannot_publish(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    ada = signed_in_as(ADA)
    assert Page(ada.get(NEW)).all("//button[@value='publish']") == []
    assert send(ada, NEW, step="publish", **FESTIVAL).status_code == 403
    assert stored(database, "film-festival") is None
    assert send(ada, NEW, step="draft", **FESTIVAL).status_code == 303
    item = stored(database, "film-festival")
    assert item is not None
    assert item.status is ItemStatus.DRAFT


@pytest.mark.parametrize("path", [NEW, EDIT])
def test_who_may_only_read_gets_no_form(
    signed_in_as: SimpleSignIn, database: Database, client: FlaskClient, path: str
) -> None:
    add(database, make_item())
    assert signed_in_as(CLEO).get(path).status_code == 403
    assert client.get(path).status_code == 303


def test_an_editor_does_not_change_what_is_published(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    add(database, make_item())
    assert signed_in_as(ADA).get(EDIT).status_code == 403
    assert signed_in_as(BEN).get(EDIT).status_code == 200


def test_there_is_no_form_for_what_is_not_there(signed_in_as: SimpleSignIn) -> None:
    assert signed_in_as(BEN).get(EDIT).status_code == 404


def test_what_is_understood_is_shown_and_nothing_is_saved(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    described = {"texts.en.description": "**Free** entrance <script>"}
    response = send(signed_in_as(BEN), NEW, step="show", **FESTIVAL, **described)
    page = Page(response)
    assert response.status_code == 200
    assert page.text("//*[@class='understood-said']") == (
        "4 days: 14, 15, 17 and 18 December 2018"
    )
    assert page.all("//input[@name='starts_date']/@value") == ["2018-12-14"]
    assert page.text("//div[@class='prose']//strong") == "Free"
    assert stored(database, "film-festival") is None


def test_a_preview_needs_nothing_but_what_it_shows(
    signed_in_as: SimpleSignIn,
) -> None:
    fields = {
        "kind": "meeting",
        "when": "14 May 2026",
        "texts.ka.description": "**უფასო**",
        "links.0.url": "nowhere",
    }
    ben = signed_in_as(BEN)
    page = Page(send(ben, NEW, step="show", **fields))
    assert page.text("//*[@class='understood-said']") == "14 May 2026"
    assert page.text("//div[@class='prose']//strong") == "უფასო"
    assert page.all("//*[@id='problems']//a/@href") == ["#f-links-0-url"]
    page = Page(send(ben, NEW, step="show", kind="meeting"))
    assert page.all("//*[@id='problems']") == []
    assert page.texts("//*[@id='understood']/p") == [
        "What is understood of the dates appears here."
    ]


def test_dates_are_shown_where_something_else_is_wrong(
    signed_in_as: SimpleSignIn,
) -> None:
    response = send(signed_in_as(BEN), NEW, step="draft", when="14 May", kind="meeting")
    page = Page(response)
    assert response.status_code == 422
    assert page.text("//*[@class='understood-said']") == "14 May 2026"
    assert page.all("//*[@id='problems']//a/@href") == ["#f-texts-en-title"]


def test_each_problem_stands_at_its_field_and_nothing_typed_is_lost(
    signed_in_as: SimpleSignIn,
) -> None:
    fields = {"kind": "meeting", "when": "5 Mai", "texts.en.title": "", "notes": "Keep"}
    response = send(signed_in_as(BEN), NEW, step="publish", **fields)
    page = Page(response)
    assert response.status_code == 422
    assert page.all("//*[@aria-invalid]/@name") == ["when", "texts.en.title"]
    assert page.all("//*[@id='problems']//a/@href") == ["#f-when", "#f-texts-en-title"]
    wrong = page.all("//input[@name='when']/@aria-describedby")[0].split()
    assert page.text(f"//*[@id='{wrong[1]}']").startswith("“Mai” is no word of dates.")
    assert page.all("//input[@name='when']/@value") == ["5 Mai"]
    assert page.text("//textarea[@name='notes']") == "Keep"


def test_each_problem_is_told_with_the_name_of_its_field(
    signed_in_as: SimpleSignIn,
) -> None:
    fields = {
        **FESTIVAL,
        "kind": "agreement",
        "image.url": "https://example.org/a.jpg",
        "agreement.signed_on": "2028-01-01",
        "agreement.effective_on": "2028-01-02",
        "agreement.expires_on": "2027-12",
        "agreement.notice_deadline_on": "2028-01-03",
    }
    page = Page(send(signed_in_as(BEN), NEW, step="draft", **fields))
    assert page.texts("//*[@id='problems']//a") == [
        "What it shows, for those who do not see it: This must not be empty.",
        "Signed on: The day lies after the expiry.",
        "In force from: The day lies after the expiry.",
        "Last day for notice: The day lies after the expiry.",
    ]
    assert page.all("//*[@id='problems']//a/@href") == [
        "#f-image-alt",
        "#f-agreement-signed_on",
        "#f-agreement-effective_on",
        "#f-agreement-notice_deadline_on",
    ]


def test_a_form_that_is_too_large_says_that_nothing_is_lost(
    signed_in_as: SimpleSignIn,
) -> None:
    page = Page(send(signed_in_as(BEN), NEW, step="draft", notes="x" * 10_000_001))
    assert page.text("//p[@class='lead']") == (
        "At most 10 megabytes are accepted at a time. Go back: what you wrote is still"
        " in the form. Where scripts may run, this device also keeps a copy of it, and"
        " the form offers to put it back."
    )


def test_what_was_typed_is_there_when_somebody_goes_back(
    signed_in_as: SimpleSignIn,
) -> None:
    # Browsers do not bring back what is not to be completed.
    page = Page(signed_in_as(BEN).get(NEW))
    assert page.all("//form[@data-keep]//@autocomplete") == []


def test_more_rows_are_given_without_a_script(signed_in_as: SimpleSignIn) -> None:
    page = Page(send(signed_in_as(BEN), NEW, step="more:links", **FESTIVAL))
    assert len(page.all("//input[contains(@name, 'links.')]/@name")) == 8
    assert page.all("//*[@aria-invalid]") == []


def test_an_item_opened_and_saved_is_no_new_revision(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    item = make_item(
        texts={"en": Text("Meeting", "Short", "Long\n\ntext"), "ka": Text("შეხვედრა")},
        tags=("a", "b"),
    )
    (item,) = add(database, item)
    ben = signed_in_as(BEN)
    response = ben.post(EDIT, data={**shown(ben, EDIT), "step": "save"})
    assert response.status_code == 303
    with database.reading() as session:
        assert find_item(session, item.uid) == item


def test_a_changed_title_is_a_new_revision(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    add(database, make_item())
    ben = signed_in_as(BEN)
    fields = shown(ben, EDIT) | {"step": "save", "texts.en.title": "Other"}
    ben.post(EDIT, data=fields)
    item = stored(database, "coordination-meeting")
    assert item is not None
    assert (item.revision, item.texts["en"].title) == (1, "Other")


def test_a_slug_that_is_taken_is_told_at_its_field(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    add(database, make_item(), make_item(uid="b@example.org", slug="taken"))
    ben = signed_in_as(BEN)
    response = ben.post(
        EDIT, data={**shown(ben, EDIT), "step": "save", "slug": "taken"}
    )
    assert response.status_code == 422
    assert Page(response).all("//*[@aria-invalid]/@name") == ["slug"]


def test_a_translation_that_fell_behind_shows_what_changed(
    signed_in_as: SimpleSignIn, database: Database
) -> None:
    add(
        database,
        make_item(texts={"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}),
    )
    ben = signed_in_as(BEN)
    fields = shown(ben, EDIT) | {"step": "save", "texts.en.title": "Public meeting"}
    ben.post(EDIT, data=fields)
    page = Page(ben.get(EDIT))
    assert page.texts("//fieldset[legend='ქართული']//ins") == ["Public meeting"]
    fields = shown(ben, EDIT) | {"step": "save", "texts.ka.title": "საჯარო შეხვედრა"}
    ben.post(EDIT, data=fields)
    assert Page(ben.get(EDIT)).texts("//ins") == []


def test_the_script_is_told_what_was_understood(signed_in_as: SimpleSignIn) -> None:
    ben = signed_in_as(BEN)
    data = {"csrf_token": token(ben), "when": "3-5 May"}
    said = ben.post("/staff/dates/preview", data=data).get_json()
    assert "3–5 May 2026" in said["html"]
    assert (said["controls"]["starts_date"], said["controls"]["ends_date"]) == (
        "2026-05-03",
        "2026-05-05",
    )
    wrong = ben.post("/staff/dates/preview", data={**data, "when": "<i>"}).get_json()
    assert wrong["controls"] == {}
    assert "<i>" not in wrong["html"]
