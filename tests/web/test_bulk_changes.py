"""What a change to many items says before it is done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, ItemStatus, Person, Visibility
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, store_item
from calendar_service.storage.rules import store_rule
from tests.builders import ADA, BEN, NOW, make_item
from tests.web.filling import fields
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]
LIST = "/staff/items"
DRAFT = ItemStatus.DRAFT


def named(number: int, title: str, **changes: object) -> Item:
    return numbered(make_item(texts={"en": Text(title)}, **changes), number)


def post(client: FlaskClient, step: str, *numbers: int, **more: object) -> TestResponse:
    token = fields(client.get("/staff/items/new"))["csrf_token"]
    uids = [f"n{number}@example.org" for number in numbers]
    data = {"csrf_token": token, "uid": uids, "step": step, "new_tag": "youth"}
    return client.post(LIST, data=data | more)


def status(database: Database, number: int) -> tuple[str, int]:
    with database.reading() as session:
        item = find_item(session, f"n{number}@example.org")
    assert item is not None
    return item.status.value, item.revision


def names(page: Page, section: str) -> list[str]:
    return page.texts(f"//section[@aria-labelledby='{section}']//li/a")


def test_publishing_says_first_what_becomes_of_each(
    signed_in_as: SignIn, database: Database
) -> None:
    add(
        database,
        named(1, "One", status=DRAFT),
        named(2, "Two", status=DRAFT, visibility=Visibility.STAFF),
        named(3, "Out"),
        named(4, "Off", status=ItemStatus.CANCELLED),
    )
    response = post(signed_in_as(BEN), "publish", 1, 2, 3, 4)
    page = Page(response)
    assert response.status_code == 200
    assert page.text("//h1") == "Publish 2 events at once?"
    assert names(page, "changing") == ["One", "Two"]
    assert names(page, "left") == ["Out", "Off"]
    assert page.texts("//section[@aria-labelledby='left']//span[@class='small']") == [
        "Left alone: is no draft",
        "Left alone: is no draft",
    ]
    assert page.texts("//ul[@class='told']/li") == [
        "Public: calendars, feeds and pages will show it. (1)",
        "For staff only: just private feeds will show it. (1)",
        "Nobody will be mailed because of it in the next 60 days.",
    ]
    assert status(database, 1) == ("draft", 0)


def test_the_page_does_what_it_says(signed_in_as: SignIn, database: Database) -> None:
    add(database, named(1, "One", status=DRAFT), named(2, "Out"))
    ben = signed_in_as(BEN)
    form = fields(post(ben, "publish", 1, 2))
    assert form["uid"] == "n1@example.org"
    response = ben.post(LIST, data=form)
    assert response.location == "/staff/items?changed=1"
    assert [status(database, n) for n in (1, 2)] == [("published", 1), ("published", 0)]


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_done(
    signed_in_as: SignIn, database: Database
) -> None:
    item = named(1, "One", status=DRAFT)
    add(database, item, named(2, "Two", status=DRAFT))
    newer = replace(item, revision=1, texts={"en": Text("Newer")})
    with database.transaction() as session:
        store_item(session, newer, actor="ada", seen=0, now=NOW)
    seen = {"revision": ["0", "0"]}
    response = post(signed_in_as(BEN), "publish", 1, 2, **seen)
    page = Page(response)
    assert response.status_code == 409
    assert page.text("//p[@role='alert']") == (
        "Some of these were changed after you had opened them, and nothing was done."
        " This is how they stand now: look again."
    )
    assert names(page, "changing") == ["Newer", "Two"]
    assert [status(database, n) for n in (1, 2)] == [("draft", 1), ("draft", 0)]


def test_who_may_not_change_one_is_told_and_can_change_the_others(
    signed_in_as: SignIn, database: Database
) -> None:
    add(
        database,
        named(1, "Mine", status=DRAFT),
        named(2, "Out"),
        named(3, "Has it", status=DRAFT, tags=("youth",)),
    )
    ada = signed_in_as(ADA)
    page = Page(response := post(ada, "tag", 1, 2, 3))
    assert page.text("//h1") == "Give 1 event the tag “youth”?"
    assert names(page, "changing") == ["Mine"]
    assert page.texts("//section[@aria-labelledby='left']//span[@class='small']") == [
        "Left alone: you may not change this one",
        "Left alone: has the tag already",
    ]
    assert page.texts("//ul[@class='told']/li")[:1] == [
        "Not published: no feed shows it. (1)"
    ]
    assert ada.post(LIST, data=fields(response)).status_code == 303
    assert [status(database, n)[1] for n in (1, 2, 3)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("step", "tag", "why"),
    [
        ("publish", "youth", "is no draft"),
        (
            "tag",
            "x" * 101,
            "This is 101 characters long; at most 100 are accepted.",
        ),
    ],
)
def test_where_nothing_would_change_there_is_no_button(
    signed_in_as: SignIn, database: Database, step: str, tag: str, why: str
) -> None:
    add(database, named(1, "Out"))
    response = post(signed_in_as(BEN), step, 1, new_tag=tag)
    page = Page(response)
    assert response.status_code == 422
    assert page.text("//h1") == "Nothing would change"
    assert page.texts("//main//button") == []
    said = "//section[@aria-labelledby='left']//span[@class='small']"
    assert page.text(said) == f"Left alone: {why}"


def test_the_mails_of_a_publication_are_named_first(
    signed_in_as: SignIn, database: Database
) -> None:
    day = whole_days(date(2026, 5, 1))
    nino = Person("Nino", "nino@example.org")
    item = named(1, "One", status=DRAFT, span=day, focal_point=nino)
    add(database, item)
    with database.transaction() as session:
        only_nino = ReminderRule(
            id="week", kind=item.kind, steps=(Step(7),), to_comms_team=False
        )
        store_rule(session, only_nino)
    page = Page(post(signed_in_as(BEN), "publish", 1))
    assert page.texts("//ul[@class='told']/li")[1:] == [
        "1 mail will go out in the next 60 days that would not go out otherwise."
    ]
    assert page.texts("//details/summary") == ["Who will be mailed"]
    assert page.text("//details//li/span[2]").split(" · ")[0] == "n…@example.org"


def test_tags_between_commas_are_tags_of_their_own(
    signed_in_as: SignIn, database: Database
) -> None:
    add(database, named(1, "One", tags=("film",)), named(2, "Two", tags=("film", "eu")))
    ben = signed_in_as(BEN)
    asked = post(ben, "tag", 1, 2, new_tag="film, eu,")
    page = Page(asked)
    assert page.text("//h1") == "Give 1 event these tags: film, eu?"
    assert names(page, "left") == ["Two"]
    ben.post(LIST, data=fields(asked) | {"step": "tag"})
    with database.reading() as session:
        found = [find_item(session, f"n{n}@example.org") for n in (1, 2)]
    assert [item and item.tags for item in found] == [("film", "eu"), ("film", "eu")]
