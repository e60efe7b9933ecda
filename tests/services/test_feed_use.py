"""Tests of services/feed_use.py."""

from datetime import date, timedelta

from calendar_service.config import Settings
from calendar_service.domain.item import Visibility
from calendar_service.domain.span import whole_days
from calendar_service.services.feed_use import ClientUse, list_use
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import Poll, record_polls
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item

LATER = NOW + timedelta(hours=1)


def poll(subscriber: str, client: str, version: int, polls: int = 1) -> Poll:
    return Poll(
        feed="meetings",
        subscriber=subscriber,
        client=client,
        version=version,
        last_at=LATER if version else NOW,
        polls=polls,
    )


def test_who_has_the_last_change_is_counted_by_program(
    settings: Settings, database: Database
) -> None:
    with database.transaction() as session:
        item = make_item(span=whole_days(date(2026, 5, 14)))
        stored = store_item(session, item, actor="a", seen=None, now=NOW)
        polls = [
            poll("token:7", "Thunderbird", stored.version, 3),
            poll("token:8", "Thunderbird", 0, 2),
            poll("public:Outlook", "Outlook", stored.version),
        ]
        record_polls(session, {(p.feed, p.subscriber): p for p in polls})
    uses = {use.name: use for use in list_use(settings, database, NOW)}
    meetings = uses["meetings"]
    assert meetings.clients == (
        ClientUse("Thunderbird", 2, 1, LATER, 5),
        ClientUse("Outlook", 1, 1, LATER, 1),
    )
    assert (meetings.newest, meetings.subscriptions) == (2, 3)
    assert meetings.last_at == LATER
    assert (uses["all"].clients, uses["all"].last_at) == ((), None)


def test_feeds_for_the_staff_are_marked(settings: Settings, database: Database) -> None:
    uses = {use.name: use for use in list_use(settings, database, NOW)}
    assert uses["agreements"].visibility is Visibility.STAFF
    assert uses["all"].visibility is Visibility.PUBLIC
