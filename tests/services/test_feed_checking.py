from datetime import date, datetime, timedelta

import pytest

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.feed_choice import FEED_KINDS, STAFF_FEED_KINDS
from calendar_service.domain.item import ItemKind
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import first_day
from calendar_service.domain.texts import Text
from calendar_service.services import feed_checking, fragments
from calendar_service.services.editing import add_item
from calendar_service.services.feed_checking import (
    check_feeds,
    describe_feeds,
    list_next,
    list_reach,
)
from calendar_service.services.feed_requests import FeedAsked
from calendar_service.services.publishing import Published, Publisher
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import (
    Poll,
    SavedFeed,
    record_polls,
    store_saved_feed,
)
from tests.builders import NOW, make_draft, timed


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
    assert list(states) == [*FEED_KINDS, *STAFF_FEED_KINDS]
    assert (states["all"].items, states["all"].version) == (1, 1)
    assert states["all"].polls == (poll,)
    assert states["meetings"].polls == ()
    assert [s.name for s in describe_feeds(settings, database, NOW, "news")] == ["news"]


def test_sound_feeds_are_ok_in_every_language(
    settings: Settings, database: Database
) -> None:
    found = check_feeds(settings, database, NOW + timedelta(days=1))
    assert {each.level for each in found} == {"ok"}
    assert len(found) == 2 * len([*FEED_KINDS, *STAFF_FEED_KINDS])


def test_a_saved_feed_is_described_and_checked_in_its_own_languages_too(
    settings: Settings, database: Database
) -> None:
    query = {"kind": "meeting", "lang": "ka+en"}
    saved = SavedFeed(name="own", query=query, titles={}, descriptions={})
    with database.transaction() as session:
        store_saved_feed(session, saved, NOW)
    (state,) = describe_feeds(settings, database, NOW, "own")
    assert (state.query, state.items, state.newest) == ("kind=meeting", 1, 0)
    assert state.address == "http://calendar.example.org/feeds/own.ics"
    checked = [each.feed for each in check_feeds(settings, database, NOW)]
    assert checked[-3:] == ["own ka+en", "own en", "own ka"]


def test_what_is_next_is_listed_by_its_date(
    settings: Settings, database: Database, item: str
) -> None:
    weekly = make_draft(
        span=timed("2026-03-11T10:00", "2026-03-11T11:00"),
        recurrence=Recurrence(rule="FREQ=WEEKLY"),
    )
    with database.transaction() as session:
        add_item(session, OPERATOR, weekly, NOW, "example.org")

    def days(name: str, most: int = 5) -> list[date]:
        coming = list_next(settings, database, NOW, name, most)
        return [first_day(each.occurrence.span) for each in coming]

    wednesdays = [date(2026, 3, 11) + timedelta(weeks=n) for n in range(10)]
    assert days("meetings") == wednesdays[:5]
    assert days("all", 11) == [*wednesdays, date(2026, 5, 14)]
    assert days("coming-up") == wednesdays[:2]
    assert (days("screenings"), days("nothing")) == ([], [])


def test_a_feed_that_cannot_be_made_does_not_hide_the_others(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def document(self: Publisher, asked: FeedAsked, now: datetime) -> Published:
        if asked.name == "meetings":
            raise ArithmeticError("no")
        return make(self, asked, now)

    make = Publisher.document
    monkeypatch.setattr(Publisher, "document", document)
    found = check_feeds(settings, database, NOW)
    assert [(f.feed, f.message) for f in found if f.level == "problem"] == [
        ("meetings en", "not made: ArithmeticError: no"),
        ("meetings ka", "not made: ArithmeticError: no"),
    ]
    assert len(found) == 2 * len([*FEED_KINDS, *STAFF_FEED_KINDS])


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


def test_who_has_the_change_of_one_item_is_told_by_feed(
    settings: Settings, database: Database, item: str
) -> None:
    with database.transaction() as session:
        other = make_draft(kind=ItemKind.CAMPAIGN, texts={"en": Text(title="Other")})
        add_item(session, OPERATOR, other, NOW, "example.org")
        polls = [
            Poll(
                feed="all",
                subscriber=f"public:{client}",
                client=client,
                version=version,
                last_at=NOW,
                polls=1,
            )
            for client, version in (("Outlook", 1), ("Thunderbird", 2), ("Old", 0))
        ]
        record_polls(session, {("all", poll.subscriber): poll for poll in polls})
    reach = {s.name: s for s in list_reach(settings, database, NOW, item)}
    assert list(reach) == ["all", "changes", "meetings"]
    # What changed after it is nothing to those who have its own change.
    assert (reach["all"].version, reach["all"].changed) == (2, 1)
    assert (reach["all"].newest, len(reach["all"].polls)) == (2, 3)
    (whole,) = describe_feeds(settings, database, NOW, "all")
    assert (whole.changed, whole.newest) == (2, 1)
    assert list_reach(settings, database, NOW, "nothing@example.org") == []
