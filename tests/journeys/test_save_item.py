"""Staff saves an item: it is seen at once, by whom it is for."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Item, ItemStatus, StaleItem, details_of
from calendar_service.domain.texts import Text
from calendar_service.services.editing import save_item
from calendar_service.storage.database import Database
from calendar_service.storage.items import find_item, list_revisions
from tests.builders import BEN, CLEO
from tests.journeys.conftest import Operator

ADD = ("items", "add", "--json", "-")
MEETING = {
    "uid": "board@example.org",
    "kind": "meeting",
    "starts_at": "2026-05-14T10:00",
    "texts": {"en": {"title": "Board meeting"}, "ka": {"title": "საბჭოს სხდომა"}},
}
LATER = datetime(2026, 4, 1, tzinfo=UTC)


def stored(database: Database) -> Item:
    with database.reading() as session:
        item = find_item(session, "board@example.org")
    assert item is not None
    return item


def redraft(item: Item, **changes: object) -> Draft:
    details = details_of(item)
    fields = {name: getattr(details, name) for name in details.__dataclass_fields__}
    same = {"uid": item.uid, "slug": item.slug, "revision": item.revision}
    return Draft(**(fields | same | changes))


def test_saved_item_is_on_every_page_in_both_languages(
    operator: Operator, client: FlaskClient
) -> None:
    assert "Board meeting" not in client.get("/?month=2026-05").text
    operator(*ADD, given=MEETING)
    for path in ("/agenda?from=2026-05-01", "/items/board-meeting"):
        page = client.get(path)
        assert (page.status_code, "Board meeting" in page.text) == (200, True), path
    georgian = client.get("/items/board-meeting?lang=ka").text
    assert "საბჭოს სხდომა" in georgian


def test_draft_and_staff_item_are_hidden_until_they_are_for_the_public(
    operator: Operator, client: FlaskClient, database: Database
) -> None:
    operator(*ADD, given=MEETING | {"status": "draft"})
    assert client.get("/items/board-meeting").status_code == 404
    item = stored(database)
    with database.transaction() as session:
        save_item(session, BEN, redraft(item, status=ItemStatus.PUBLISHED), LATER)
    assert client.get("/items/board-meeting").status_code == 200


def test_cancelled_item_says_so_and_keeps_its_history(
    operator: Operator, client: FlaskClient, database: Database
) -> None:
    operator(*ADD, given=MEETING)
    operator("items", "cancel", "board-meeting")
    page = client.get("/items/board-meeting")
    assert page.status_code == 200
    assert "cancelled" in page.text.lower()
    with database.reading() as session:
        history = list_revisions(session, "board@example.org")
    assert [(entry.actor, entry.item.revision) for entry in history] == [
        ("operator", 0),
        ("operator", 1),
    ]


def test_renamed_item_is_found_at_its_old_address(
    operator: Operator, client: FlaskClient, database: Database
) -> None:
    operator(*ADD, given=MEETING)
    with database.transaction() as session:
        save_item(session, BEN, redraft(stored(database), slug="council"), LATER)
    moved = client.get("/items/board-meeting")
    assert moved.status_code in {301, 302, 303, 307, 308}
    assert moved.headers["Location"].endswith("/items/council")
    assert "Board meeting" in client.get("/items/council").text


def test_second_of_two_editors_is_told_and_nothing_is_lost(
    operator: Operator, client: FlaskClient, database: Database
) -> None:
    operator(*ADD, given=MEETING)
    seen = stored(database)
    first = redraft(seen, texts={"en": Text(title="First")})
    second = replace(first, texts={"en": Text(title="Second")})
    with database.transaction() as session:
        save_item(session, BEN, first, LATER)
    with pytest.raises(StaleItem), database.transaction() as session:
        save_item(session, BEN, second, LATER)
    assert "First" in client.get("/items/board-meeting").text


def test_nobody_saves_beyond_what_the_role_allows(
    operator: Operator, client: FlaskClient, database: Database
) -> None:
    operator(*ADD, given=MEETING)
    item = stored(database)
    draft = redraft(item, texts={"en": Text(title="By Cleo")})
    with pytest.raises(Exception, match="viewer may not"), database.transaction() as s:
        save_item(s, CLEO, draft, LATER)
    assert stored(database) == item
    assert json.loads(operator("items", "show", item.slug, "--json"))["revision"] == 0
