"""A reader polls the news: stable ids, true dates, no day without a reason."""

import json
from calendar import timegm
from datetime import UTC, datetime

import feedparser
import pytest
from flask.testing import FlaskClient

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Item, details_of
from calendar_service.domain.texts import Text
from calendar_service.services.editing import add_item, save_item
from calendar_service.storage.database import Database
from tests.builders import NOW, make_draft
from tests.fakes import StillClock
from tests.journeys.conftest import Operator

READERS = pytest.mark.parametrize("ending", ["atom", "rss"])
LATER = datetime(2026, 4, 1, 8, 30, tzinfo=UTC)


def add(database: Database, title: str, **changes: object) -> Item:
    draft = make_draft(**({"texts": {"en": Text(title=title)}} | changes))
    with database.transaction() as session:
        return add_item(session, OPERATOR, draft, NOW, "example.org")


def change(database: Database, item: Item, **changes: object) -> Item:
    details = details_of(item)
    fields = {name: getattr(details, name) for name in details.__dataclass_fields__}
    draft = Draft(**(fields | {"uid": item.uid} | changes))
    with database.transaction() as session:
        return save_item(session, OPERATOR, draft, LATER)


@READERS
def test_reader_sees_entries_with_dates_and_addresses_that_answer(
    database: Database, client: FlaskClient, settings: Settings, ending: str
) -> None:
    add(database, "Spring meeting")
    answer = client.get(f"/feeds/all.{ending}")
    parsed = feedparser.parse(answer.data)
    assert parsed.bozo == 0
    (entry,) = parsed.entries
    assert entry.title == "Spring meeting"
    stamp = entry.get("updated_parsed") or entry.published_parsed
    assert datetime.fromtimestamp(timegm(stamp), UTC) == NOW
    page = client.get(entry.link.removeprefix(settings.base_url))
    assert (page.status_code, "Spring meeting" in page.text) == (200, True)


@pytest.mark.parametrize("ending", ["atom", "rss", "json"])
def test_poll_that_finds_nothing_new_is_answered_without_a_body(
    database: Database, client: FlaskClient, clock: StillClock, ending: str
) -> None:
    add(database, "Spring meeting")
    path = f"/feeds/all.{ending}"
    first = client.get(path)
    clock.move(days=1)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    add(database, "Second meeting")
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, b"Second meeting" in changed.data) == (200, True)


@READERS
def test_id_of_an_entry_survives_a_new_title_and_address(
    database: Database, client: FlaskClient, ending: str
) -> None:
    item = add(database, "Spring meeting")
    (before,) = feedparser.parse(client.get(f"/feeds/all.{ending}").data).entries
    texts = {"en": Text(title="Summer meeting")}
    change(database, item, slug="summer", texts=texts)
    (after,) = feedparser.parse(client.get(f"/feeds/all.{ending}").data).entries
    assert after.id == before.id == f"tag:example.org,2026:item/{item.uid}"
    assert (before.title, after.title) == ("Spring meeting", "Summer meeting")
    assert "/items/summer" in after.link


def test_json_feed_says_when_it_was_changed(
    database: Database, client: FlaskClient
) -> None:
    item = add(database, "Spring meeting")
    change(database, item, notes="for staff alone")
    feed = json.loads(client.get("/feeds/all.json").text)
    (entry,) = feed["items"]
    assert datetime.fromisoformat(entry["date_published"]) == NOW
    assert datetime.fromisoformat(entry["date_modified"]) == LATER
    assert "for staff alone" not in json.dumps(feed)


@pytest.mark.parametrize("ending", ["atom", "rss", "json"])
def test_news_is_for_readers_and_drafts_are_for_nobody(
    operator: Operator, client: FlaskClient, ending: str
) -> None:
    news = {"kind": "news", "texts": {"en": {"title": "A centre opens"}}}
    draft = news | {"status": "draft", "texts": {"en": {"title": "Not yet"}}}
    operator("items", "add", "--json", "-", given=[news, draft])
    for name in ("all", "news"):
        body = client.get(f"/feeds/{name}.{ending}").text
        assert ("A centre opens" in body, "Not yet" in body) == (True, False)
    assert "A centre opens" not in client.get("/feeds/all.ics").text
