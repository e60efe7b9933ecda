"""The form of what somebody follows by mail."""

from collections.abc import Iterator

import pytest
from flask import Flask

from calendar_service.domain.feed_choice import UnknownChoice
from calendar_service.domain.follower import Pace, Wish
from calendar_service.domain.item import ItemKind, Place, Visibility
from calendar_service.storage.database import Database, Session
from calendar_service.web.wishes import (
    offered,
    posted_choice,
    read_pace,
    read_wish,
    read_words,
    wish_query,
)
from tests.builders import make_item
from tests.web.seeing import add, numbered

ITEM = make_item(tags=("film, art",), place=Place(venue="Amirani", city="Tbilisi"))
HIDDEN = numbered(make_item(tags=("secret",), visibility=Visibility.STAFF), 2)


@pytest.fixture
def asked(app: Flask, database: Database) -> Iterator[Session]:
    add(database, ITEM, HIDDEN)
    with (
        app.test_request_context("/subscribe/mail?lang=ka"),
        database.reading() as session,
    ):
        yield session


def test_a_wish_is_read_as_the_addresses_of_feeds_are(asked: Session) -> None:
    query = {
        "kind": ["meeting", "study-visits"],
        "tag": ["film\\, art"],
        "place": ["Tbilisi,Amirani"],
    }
    wish = Wish(
        kinds=frozenset({ItemKind.MEETING, ItemKind.STUDY_VISIT}),
        tags=frozenset({"film, art"}),
        places=frozenset({"Tbilisi", "Amirani"}),
    )
    assert read_wish(asked, query) == wish
    assert read_wish(asked, wish_query(wish)) == wish
    assert read_wish(asked, {"tag": [""], "place": [""]}) == Wish()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "party"),
        ("tag", "secret"),
        ("tag", "film\x00"),
        ("tag", "\ud800"),
        ("place", "Batumi"),
        ("place", "x" * 999),
    ],
)
def test_what_nothing_would_come_of_is_refused(
    asked: Session, name: str, value: str
) -> None:
    with pytest.raises(UnknownChoice):
        read_wish(asked, {name: [value]})


def test_pace_and_language_have_a_usual_value(asked: Session) -> None:
    assert read_pace("immediate") is Pace.IMMEDIATE
    assert [read_pace(odd) for odd in ("", "daily")] == [Pace.WEEKLY] * 2
    assert read_words(["en,ka"]) == "en"
    assert [read_words(odd) for odd in ([], ["fr"])] == ["ka", "ka"]


def test_the_form_offers_what_the_public_sees(asked: Session) -> None:
    found = offered(asked)
    assert (found["tags"], found["towns"]) == (["film, art"], ["Tbilisi"])
    assert set(ItemKind) - set(found["kinds"]) == {ItemKind.AGREEMENT}  # type: ignore[call-overload]  # for templates


def test_what_was_posted_is_shown_as_it_was_without_what_is_empty() -> None:
    asked = {"kind": ["meeting", "party"], "tag": ["", "no\\, one"], "place": [" "]}
    assert posted_choice(asked) == {
        "kind": ["meeting", "party"],
        "tag": ["no\\, one"],
        "place": [],
    }
    assert posted_choice({}) == {"kind": [], "tag": [], "place": []}
