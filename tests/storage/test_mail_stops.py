"""Tests of storage/mail_stops.py."""

from calendar_service.domain.answer import Stop
from calendar_service.domain.item import ItemKind
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from calendar_service.storage.mail_stops import (
    add_stop,
    is_stopped,
    list_stops,
    remove_stop,
    waiting_for,
)
from calendar_service.storage.mail_tables import MailStopRow
from calendar_service.storage.outbox import add_mail
from tests.builders import NOW, make_item
from tests.storage.mail_values import claim, make_mail

MEETINGS = Stop("nino@example.org", ItemKind.MEETING)
SCREENINGS = Stop("nino@example.org", ItemKind.SCREENING)


def test_a_stop_is_added_and_removed_once(any_database: Database) -> None:
    with any_database.transaction() as session:
        assert [add_stop(session, MEETINGS, NOW) for _ in range(2)] == [True, False]
        assert add_stop(session, SCREENINGS, NOW)
        assert list_stops(session) == {MEETINGS, SCREENINGS}
        assert [remove_stop(session, MEETINGS) for _ in range(2)] == [True, False]
        assert not is_stopped(session, MEETINGS)
        assert is_stopped(session, SCREENINGS)


def test_what_no_table_holds_is_not_stopped(any_database: Database) -> None:
    with any_database.reading() as session:
        assert not is_stopped(session, Stop("a\x00b", ItemKind.MEETING))


def test_a_stop_about_what_is_no_kind_any_more_is_passed_over(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        session.add(MailStopRow(address="nino@example.org", about="seance", at=NOW))
        session.flush()
        assert list_stops(session) == frozenset()


def test_what_waits_is_found_by_person_and_kind(any_database: Database) -> None:
    with any_database.transaction() as session:
        for item in (
            make_item(uid="m", slug="m"),
            make_item(uid="s", slug="s", kind=ItemKind.SCREENING),
        ):
            store_item(session, item, actor="ada", seen=None, now=NOW)
        for key, uid in (("sent", "m"), ("one", "m"), ("two", "s"), ("three", "gone")):
            add_mail(session, make_mail(key, uid), NOW)
        assert claim(session) == "sent"
        assert waiting_for(session, MEETINGS) == {"one": "m"}
        assert waiting_for(session, Stop("gio@example.org", ItemKind.MEETING)) == {}
