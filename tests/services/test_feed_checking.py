from datetime import timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.feed_choice import FEED_KINDS
from calendar_service.services import feed_checking, fragments
from calendar_service.services.editing import add_item
from calendar_service.services.feed_checking import check_feeds, describe_feeds
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import Poll, record_polls
from tests.builders import NOW, make_draft


@pytest.fixture(autouse=True)
def item(database: Database) -> str:
    with database.transaction() as session:
        return add_item(session, OPERATOR, make_draft(), NOW, "example.org").uid


def test_every_feed_is_described_with_its_use(
    settings: Settings, database: Database
) -> None:
    poll = Poll(
        feed="all",
        subscriber="public:Thunderbird",
        client="Thunderbird",
        version=1,
        last_at=NOW,
        polls=3,
    )
    with database.transaction() as session:
        record_polls(session, {("all", poll.subscriber): poll})
    states = {s.name: s for s in describe_feeds(settings, database, NOW)}
    assert list(states) == list(FEED_KINDS)
    assert (states["all"].items, states["all"].version) == (1, 1)
    assert states["all"].polls == (poll,)
    assert states["meetings"].polls == ()
    assert [s.name for s in describe_feeds(settings, database, NOW, "news")] == ["news"]


def test_sound_feeds_are_ok_in_every_language(
    settings: Settings, database: Database
) -> None:
    found = check_feeds(settings, database, NOW + timedelta(days=1))
    assert {each.level for each in found} == {"ok"}
    assert len(found) == 2 * (len(FEED_KINDS) - 1)


def test_a_large_feed_and_a_flaw_are_named(
    settings: Settings,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    item: str,
) -> None:
    monkeypatch.setattr(feed_checking, "LARGE", 500)
    monkeypatch.setattr(fragments, "render_vevents", lambda *_: b"BEGIN:VEVENT\r\n")
    found = check_feeds(settings, database, NOW)
    assert {each.level for each in found} == {"ok", "note", "problem"}
    flawed = [each.message for each in found if each.feed == "ics:en"]
    assert [message.partition(":")[0] for message in flawed] == [item]
