from collections.abc import Callable
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import event

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.feed_choice import FEED_KINDS
from calendar_service.domain.item import (
    Item,
    ItemKind,
    ItemStatus,
    Visibility,
    details_of,
)
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.feeds.document import Document
from calendar_service.services.editing import (
    cancel_item,
    delete_item,
    publish_item,
    save_item,
)
from calendar_service.services.feed_requests import FeedFormat
from calendar_service.storage.database import Database
from tests.builders import make_draft, timed
from tests.services.publisher import (
    EVERY_FORMAT,
    LATER,
    TODAY,
    TOMORROW,
    Publisher,
    add,
    asked,
)


def change(
    database: Database, item: Item, done: Callable[..., Item], *values: object
) -> Item:
    with database.transaction() as session:
        return done(session, OPERATOR, item.uid, *values, LATER)


def retitle(database: Database, item: Item, title: str) -> Item:
    details = details_of(item)
    fields = {name: getattr(details, name) for name in details.__dataclass_fields__}
    texts = {"en": Text(title=title)}
    draft = make_draft(**(fields | {"uid": item.uid, "texts": texts}))
    with database.transaction() as session:
        return save_item(session, OPERATOR, draft, LATER)


def vevents(document: Document) -> dict[str, bytes]:
    """Return each VEVENT's own bytes by uid, without knowing our writer."""
    found = {}
    for part in document.body.split(b"BEGIN:VEVENT")[1:]:
        block = part.partition(b"END:VEVENT")[0]
        uid = block.partition(b"\r\nUID:")[2].partition(b"\r\n")[0]
        found[uid.decode()] = block
    return found


def summaries(document: Document) -> list[str]:
    calendar = Calendar.from_ical(document.body)
    return sorted(str(event["SUMMARY"]) for event in calendar.walk("VEVENT"))


def statuses(document: Document) -> list[str]:
    calendar = Calendar.from_ical(document.body)
    return sorted(str(event["STATUS"]) for event in calendar.walk("VEVENT"))


@EVERY_FORMAT
def test_bytes_are_the_same_for_two_polls_two_processes_and_two_days(
    settings: Settings, database: Database, publisher: Publisher, form: FeedFormat
) -> None:
    for number in range(3):
        add(database, texts={"en": Text(title=f"Meeting {number}")})
    add(database, span=timed("2026-05-15T10:00", "2026-05-15T11:00"))
    add(
        database,
        span=whole_days(date(2026, 1, 1)),
        recurrence=Recurrence(rule="FREQ=YEARLY"),
    )
    first = publisher.document(asked(form), TODAY)
    other = Publisher(settings, other_database := Database(settings.database_url))
    assert publisher.document(asked(form), TODAY) == first
    assert publisher.document(asked(form), TOMORROW) == first
    assert other.document(asked(form), TOMORROW) == first
    other_database.close()


def test_item_leaves_a_calendar_ninety_days_after_its_end_and_readers_keep_it(
    database: Database, publisher: Publisher
) -> None:
    add(database)
    end = date(2026, 5, 14)
    last = publisher.document(asked(), end + timedelta(days=90))
    gone = publisher.document(asked(), end + timedelta(days=91))
    assert (len(vevents(last)), len(vevents(gone))) == (1, 0)
    assert last.etag != gone.etag
    news = publisher.document(asked(FeedFormat.ATOM), end + timedelta(days=900))
    assert b"Coordination meeting" in news.body


@pytest.mark.parametrize("withdraw", [cancel_item, delete_item])
def test_what_was_withdrawn_leaves_two_weeks_after_its_date(
    database: Database, publisher: Publisher, withdraw: Callable[..., Item]
) -> None:
    change(database, add(database), withdraw)
    end = date(2026, 5, 14)
    last = publisher.document(asked(), end + timedelta(days=14))
    gone = publisher.document(asked(), end + timedelta(days=15))
    assert (statuses(last), statuses(gone)) == (["CANCELLED"], [])


def test_edit_changes_the_vevent_of_that_item_and_nothing_else(
    database: Database, publisher: Publisher
) -> None:
    items = [add(database, uid=f"{name}@example.org") for name in "abc"]
    before = publisher.document(asked(), TODAY)
    retitle(database, items[1], "Another title")
    after = publisher.document(asked(), TODAY)
    old, new = vevents(before), vevents(after)
    assert list(old) == list(new) == [item.uid for item in items]
    assert [uid for uid in old if old[uid] != new[uid]] == [items[1].uid]
    assert after.body.replace(new[items[1].uid], old[items[1].uid]) == before.body
    assert after.etag != before.etag


@pytest.mark.parametrize("number", [1, 3])
def test_remembered_document_costs_one_small_query(
    database: Database, publisher: Publisher, number: int
) -> None:
    for _ in range(number):
        add(database)
    publisher.document(asked(), TODAY)
    seen: list[str] = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: seen.append(statement.split()[0]),
    )
    publisher.document(asked(), TODAY)
    assert [word for word in seen if word != "BEGIN"] == ["SELECT"]


def test_what_the_public_may_not_see_is_in_no_feed(
    database: Database, publisher: Publisher
) -> None:
    add(database, texts={"en": Text(title="Seen")})
    secret = {"texts": {"en": Text(title="Secret")}}
    add(database, status=ItemStatus.DRAFT, **secret)
    add(database, visibility=Visibility.STAFF, **secret)
    for status in (cancel_item, delete_item):
        change(database, add(database, status=ItemStatus.DRAFT, **secret), status)
        change(database, add(database, visibility=Visibility.STAFF, **secret), status)
    assert summaries(publisher.document(asked(), TODAY)) == ["Seen"]
    for form in FeedFormat:
        body = publisher.document(asked(form), TODAY).body
        assert (b"Seen" in body, b"Secret" in body) == (True, False)


def test_cancelled_item_stays_and_deleted_one_is_taken_back_in_calendars(
    database: Database, publisher: Publisher
) -> None:
    cancelled, deleted = add(database), add(database)
    change(database, cancelled, cancel_item)
    change(database, deleted, delete_item)
    document = publisher.document(asked(), TODAY)
    assert set(vevents(document)) == {cancelled.uid, deleted.uid}
    assert statuses(document) == ["CANCELLED", "CANCELLED"]
    atom = publisher.document(asked(FeedFormat.ATOM), TODAY).body
    assert (cancelled.uid.encode() in atom, deleted.uid.encode() in atom) == (
        True,
        False,
    )


def test_cancellation_that_is_taken_back_confirms_again(
    database: Database, publisher: Publisher
) -> None:
    item = add(database)
    change(database, item, cancel_item)
    change(database, item, publish_item)
    assert statuses(publisher.document(asked(), TODAY)) == ["CONFIRMED"]


def test_each_feed_holds_its_kind_and_calendars_hold_no_news(
    database: Database, publisher: Publisher
) -> None:
    for kind in ItemKind:
        add(database, kind=kind, texts={"en": Text(title=f"A {kind.value}")})
    for name, kinds in FEED_KINDS.items():
        if name == "coming-up":
            continue
        found = publisher.document(asked(FeedFormat.JSON, name), TODAY).body.decode()
        for kind in ItemKind:
            is_in = f"A {kind.value}" in found
            assert is_in == (not kinds or kind in kinds), (name, kind)
    assert b"A news" not in publisher.document(asked(), TODAY).body


def test_languages_and_addresses_are_documents_of_their_own(
    database: Database, publisher: Publisher
) -> None:
    add(database, texts={"en": Text(title="Meeting"), "ka": Text(title="შეხვედრა")})
    assert summaries(publisher.document(asked(), TODAY)) == ["Meeting"]
    assert summaries(publisher.document(asked(language="ka"), TODAY)) == ["შეხვედრა"]
