import gzip
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from icalendar import Calendar
from sqlalchemy import event

from calendar_service.config import Settings
from calendar_service.domain.account import OPERATOR
from calendar_service.domain.feed_choice import FEED_KINDS, FeedChoice
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
from calendar_service.services import calendar_making, feed_making, publishing
from calendar_service.services.editing import (
    add_item,
    cancel_item,
    delete_item,
    publish_item,
    save_item,
)
from calendar_service.services.feed_requests import FeedAsked, FeedFormat
from calendar_service.services.publishing import Published, Watch, make_publisher
from calendar_service.storage.database import Database
from tests.builders import NOW, make_draft, timed
from tests.fakes import StillClock

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
LATER = NOW + timedelta(hours=1)
EVERY_FORMAT = pytest.mark.parametrize("form", list(FeedFormat))


def asked(
    form: FeedFormat = FeedFormat.ICS, name: str = "all", language: str = "en"
) -> FeedAsked:
    return FeedAsked(
        name=name,
        format=form,
        choice=FeedChoice(kinds=FEED_KINDS[name], languages=(language,)),
        address=f"http://calendar.example.org/feeds/{name}.{form}",
    )


class Publisher:
    """A process that publishes, asked at noon, which looks anew at each question."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.inner = make_publisher(
            settings, database, StillClock(), count(0.0).__next__
        )

    def published(self, what: FeedAsked, day: date) -> Published:
        noon = datetime.combine(day, time(8), UTC)
        return self.inner.document(what, noon)

    def document(self, what: FeedAsked, day: date) -> Document:
        return self.published(what, day).document


@pytest.fixture
def publisher(settings: Settings, database: Database) -> Publisher:
    return Publisher(settings, database)


def add(database: Database, **changes: object) -> Item:
    with database.transaction() as session:
        return add_item(session, OPERATOR, make_draft(**changes), NOW, "example.org")


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


def break_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Document:
        raise ArithmeticError

    monkeypatch.setattr(feed_making, "RENDERERS", dict.fromkeys(FeedFormat, broken))
    monkeypatch.setattr(calendar_making, "join_calendar", broken)


@EVERY_FORMAT
def test_renderer_that_breaks_keeps_the_last_good_version(
    database: Database,
    publisher: Publisher,
    form: FeedFormat,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add(database)
    good = publisher.document(asked(form), TODAY)
    add(database)
    with monkeypatch.context() as broken:
        break_renderers(broken)
        assert publisher.document(asked(form), TODAY) == good
        assert "feed all kept at its last good version" in caplog.text
        with pytest.raises(ArithmeticError):
            publisher.document(asked(form, "meetings"), TODAY)
    assert publisher.document(asked(form), TODAY) != good


def test_database_that_is_gone_keeps_the_last_good_version(
    settings: Settings, database: Database, publisher: Publisher
) -> None:
    add(database)
    good = publisher.document(asked(), TODAY)
    empty = Database(f"sqlite:///{settings.instance / 'empty.sqlite3'}")
    publisher.inner.watch = Watch(empty, count(0.0).__next__)
    assert publisher.document(asked(), TODAY) == good
    empty.close()


def test_within_a_blink_the_database_is_not_asked_again(database: Database) -> None:
    ticks = iter([0.0, 0.03, 0.05])
    watch = Watch(database, ticks.__next__)
    first = watch.state()
    add(database)
    assert watch.state() == first
    assert watch.state().version == first.version + 1


def test_last_change_is_that_of_the_calendar_or_of_the_window(
    database: Database, publisher: Publisher
) -> None:
    add(database)
    today = publisher.published(asked(), TODAY)
    tomorrow = publisher.published(asked(), TOMORROW)
    assert today.modified_at == NOW
    assert tomorrow.modified_at == datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
    assert gzip.decompress(today.squeezed) == today.document.body


def test_no_more_documents_are_remembered_than_fit(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST_REMEMBERED", 2)
    for name in ("all", "meetings", "all", "trainings"):
        publisher.document(asked(name=name), TODAY)
    assert [kept.name for kept in publisher.inner._made] == ["all", "trainings"]  # noqa: SLF001 - what is remembered is seen nowhere else
