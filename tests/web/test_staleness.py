"""Which translations of an item fell behind, and since when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient

from calendar_service.domain.account import Account
from calendar_service.domain.item import Item, Place
from calendar_service.domain.texts import Text
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.web.staleness import list_stale
from tests.builders import BEN, NOW, make_item
from tests.web.seeing import Page, add, numbered

SignIn = Callable[[Account], FlaskClient]


def _moved_on(database: Database) -> Item:
    """An item whose English changed after it was translated."""
    texts = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}
    (first,) = add(database, make_item(texts=texts, place=Place("Hall", "Kutaisi")))
    later = NOW + timedelta(days=1)
    changed = replace(
        first,
        texts=texts | {"en": Text("Council")},
        revision=first.revision + 1,
        updated_at=later,
    )
    with database.transaction() as session:
        return store_item(session, changed, actor="ada", seen=first.revision, now=later)


def test_a_translation_whose_source_went_on_is_behind(database: Database) -> None:
    item = _moved_on(database)
    with database.transaction() as session:
        (found,) = list_stale(session, item)
    assert (found.behind.language, found.behind.source) == ("ka", "en")
    assert found.made_at == NOW


def test_one_that_says_the_same_is_not(database: Database) -> None:
    texts = {"en": Text("Meeting"), "ka": Text("შეხვედრა", made_from=0)}
    (item,) = add(database, make_item(texts=texts))
    with database.transaction() as session:
        assert list_stale(session, item) == []


def test_the_desk_says_so_and_leads_to_the_form(
    signed_in_as: SignIn, database: Database
) -> None:
    item = _moved_on(database)
    page = Page(signed_in_as(BEN).get(f"/staff/items/{item.uid}"))
    assert page.text("//*[@class='stale-mark']") == (
        "Behind: the English text has changed since 10 March 2026, 16:00."
        " Bring it up to date"
    )
    assert page.all("//*[@class='stale-mark']/a/@href") == [
        f"/staff/items/{item.uid}/edit#f-texts-ka-title"
    ]
    assert page.texts("//section[@aria-labelledby='stands']//li")[2:4] == [
        "When: 14 May 2026",
        "Where: Hall, Kutaisi",
    ]


def test_more_that_are_behind_than_are_shown_are_counted(
    signed_in_as: SignIn, database: Database
) -> None:
    texts = {"en": Text("Old"), "ka": Text("ძველი", made_from=0)}
    items = add(database, *(numbered(make_item(texts=texts), n) for n in range(52)))
    newer = texts | {"en": Text("New")}
    with database.transaction() as session:
        for item in items:
            changed = replace(item, texts=newer, revision=item.revision + 1)
            store_item(session, changed, actor="ada", seen=item.revision, now=NOW)
    page = Page(signed_in_as(BEN).get("/staff/work"))
    behind = "//section[@aria-labelledby='behind']"
    assert len(page.texts(f"{behind}/ul/li")) == 50
    assert page.texts(f"{behind}/p") == ["and 2 more"]
