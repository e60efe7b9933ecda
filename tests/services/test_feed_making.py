"""What documents are made from, seen by an independent reader."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.draft import Draft
from calendar_service.domain.feed_choice import FEED_KINDS, FeedChoice
from calendar_service.domain.item import Item, ItemKind, details_of
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.services.editing import add_item, cancel_item, save_item
from calendar_service.services.feed_making import FeedMaker
from calendar_service.services.feed_requests import FeedAsked, FeedFormat, UnknownFeed
from calendar_service.services.fragments import Fragments
from calendar_service.storage.database import Database
from tests.builders import NOW, make_draft
from tests.fakes import StillClock

TODAY = NOW.date()
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def maker(settings: Settings, database: Database) -> FeedMaker:
    shelf = Fragments(database, settings.base_url, StillClock())
    return FeedMaker(settings, database, shelf)


def asked(
    name: str,
    form: FeedFormat = FeedFormat.JSON,
    page: int | None = None,
    **choice: object,
) -> FeedAsked:
    fields = {"kinds": FEED_KINDS[name]} | choice
    return FeedAsked(
        name=name,
        format=form,
        choice=FeedChoice(**fields),  # type: ignore[arg-type]  # the caller names the field
        address=f"http://x/feeds/{name}.{form}",
        page=page,
    )


def add(database: Database, number: int = 0, **changes: object) -> Item:
    draft = make_draft(**({"texts": {"en": Text(title=f"Item {number}")}} | changes))
    now = NOW + timedelta(minutes=number)
    with database.transaction() as session:
        return add_item(session, OPERATOR, draft, now, "example.org")


def change(database: Database, done: Callable[..., Item], *values: object) -> Item:
    with database.transaction() as session:
        return done(session, OPERATOR, *values, LATER)


def read(maker: FeedMaker, feed: FeedAsked, day: date = TODAY) -> dict[str, Any]:
    made = maker.make(feed, day)
    assert gzip.decompress(made.squeezed()) == made.document.body
    found: dict[str, Any] = json.loads(made.document.body)
    return found


def titles(maker: FeedMaker, feed: FeedAsked, day: date = TODAY) -> list[str]:
    return [item["title"] for item in read(maker, feed, day)["items"]]


def test_news_come_newest_first_and_lead_to_what_is_older(
    database: Database, maker: FeedMaker
) -> None:
    for number in range(103):
        add(database, number)
    now = read(maker, asked("all"))
    older = read(maker, asked("all", page=1))
    assert [item["title"] for item in now["items"]] == [
        f"Item {n}" for n in range(102, 49, -1)
    ]
    assert now["next_url"] == "http://x/feeds/all.json?page=1"
    assert [item["title"] for item in older["items"]] == [
        f"Item {n}" for n in range(49, -1, -1)
    ]
    with pytest.raises(UnknownFeed, match="has no page 2"):
        maker.make(asked("all", page=2), TODAY)


@pytest.mark.parametrize("name", ["changes", "coming-up"])
def test_feeds_that_pass_have_no_pages(maker: FeedMaker, name: str) -> None:
    with pytest.raises(UnknownFeed, match=f"The feed {name} has no pages"):
        maker.make(asked(name, page=1), TODAY)
    with pytest.raises(UnknownFeed, match="A calendar has no pages"):
        maker.make(asked("all", FeedFormat.ICS, page=1), TODAY)


def test_an_edit_is_one_new_entry_of_changes(
    database: Database, maker: FeedMaker
) -> None:
    items = [add(database, number) for number in range(3)]
    before = read(maker, asked("changes"))
    fields = details_of(items[1])
    named = {f: getattr(fields, f) for f in fields.__dataclass_fields__}
    moved = Draft(**(named | {"span": whole_days(date(2026, 6, 1))}), uid=items[1].uid)
    change(database, save_item, moved)
    after = read(maker, asked("changes"))
    assert after["items"][1:] == before["items"]
    assert after["items"][0]["title"] == "Moved: Item 1"
    assert "14 May 2026 → 1 June 2026" in after["items"][0]["summary"]
    ids = {item["id"] for item in after["items"]}
    news = {item["id"] for item in read(maker, asked("all"))["items"]}
    assert (len(ids), ids & news) == (4, set())
    change(database, cancel_item, items[1].uid)
    assert titles(maker, asked("changes"))[0] == "Cancelled: Item 1"


def test_coming_up_holds_what_is_in_sight_soonest_first(
    database: Database, maker: FeedMaker
) -> None:
    for number, days in enumerate((20, 3, 14, -1)):
        add(database, number, span=whole_days(TODAY + timedelta(days=days)))
    assert titles(maker, asked("coming-up")) == ["Item 1", "Item 2"]
    later = TODAY + timedelta(days=6)
    assert titles(maker, asked("coming-up"), later) == ["Item 2", "Item 0"]


def test_an_alarm_costs_no_rendering_and_is_squeezed_with_the_rest(
    database: Database, maker: FeedMaker
) -> None:
    add(database)
    feed = asked("all", FeedFormat.ICS)
    plain = maker.make(feed, TODAY)
    ringing = replace(feed, choice=replace(feed.choice, alarm=timedelta(hours=2)))
    made = maker.make(ringing, TODAY)
    assert gzip.decompress(made.squeezed()) == made.document.body
    assert made.document.body.count(b"BEGIN:VALARM") == 1
    assert plain.document.body.count(b"VALARM") == 0


@pytest.mark.parametrize("form", list(FeedFormat))
def test_a_document_that_comes_out_the_same_is_the_same_object(
    database: Database, maker: FeedMaker, form: FeedFormat
) -> None:
    add(database)
    feed = asked("meetings", form)
    first = maker.make(feed, TODAY)
    add(database, 1, kind=ItemKind.TRAINING)
    second = maker.make(feed, TODAY, first)
    assert second.state.version == first.state.version + 1
    assert second.document is first.document
    assert second.squeezed() is first.squeezed()
