from datetime import timedelta

import pytest

from calendar_service.services import feed_polls
from calendar_service.services.feed_access import give_token
from calendar_service.services.feed_polls import PollBook, client_family
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import list_polls, list_tokens
from tests.builders import CLEO, NOW


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Thunderbird/153.7", "Thunderbird"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft Office/16.0 (Outlook 16.0)", "Outlook"),
        ("macOS/14.0 (23A344) CalendarAgent/998", "Apple Calendar"),
        ("Microsoft.Exchange/15.20 (Outlook)", "Outlook"),
        ("iOS/17.4 (21E219) dataaccessd/1.0", "Apple Calendar"),
        ("ICSx5/2.2 (ical4j/3.2 okhttp/4.12) Android/14", "ICSx5"),
        ("Mozilla/5.0 (Linux) mirall/3.1 (Nextcloud)", "Nextcloud"),
        ("newsboat/2.21.0", "newsboat"),
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers)", "Feedly"),
        ("Mozilla/5.0 Firefox/150", "browser"),
        ("curl/8", "other"),
        ("", "other"),
    ],
)
def test_a_client_is_known_by_its_program_alone(agent: str, family: str) -> None:
    assert client_family(agent) == family


def counted(database: Database) -> dict[tuple[str, str], tuple[int, int]]:
    with database.reading() as session:
        return {
            (poll.feed, poll.subscriber): (poll.polls, poll.version)
            for poll in list_polls(session)
        }


def test_polls_are_written_together_now_and_then(database: Database) -> None:
    book = PollBook(database)
    book.note("all", None, "Thunderbird", 7, NOW)
    book.note("all", None, "Thunderbird", 8, NOW + timedelta(seconds=5))
    assert counted(database) == {}
    book.note("all", None, "other", 8, NOW + timedelta(seconds=20))
    assert counted(database) == {
        ("all", "public:Thunderbird"): (2, 8),
        ("all", "public:other"): (1, 8),
    }
    book.note("all", None, "other", 9, NOW + timedelta(seconds=21))
    book.write()
    assert counted(database)["all", "public:other"] == (2, 9)


def test_a_private_address_is_counted_by_its_number_and_was_used_last_then(
    database: Database,
) -> None:
    with database.transaction() as session:
        store_account(session, CLEO, NOW)
        number = give_token(session, CLEO, CLEO.email, "all", "", NOW).token_id
        other = give_token(session, CLEO, CLEO.email, "all", "", NOW).token_id
    book = PollBook(database)
    used = NOW + timedelta(minutes=3)
    for at in (NOW, used):
        book.note("all", number, "Outlook", 7, at)
    book.note("all", None, "Outlook", 6, NOW)
    book.write()
    assert counted(database) == {
        ("all", f"token:{number}"): (2, 7),
        ("all", "public:Outlook"): (1, 6),
    }
    with database.reading() as session:
        last = {token.id: token.last_used_at for token in list_tokens(session)}
        (latest, *_) = list_polls(session)
    assert last == {number: used, other: None}
    assert (latest.subscriber, latest.client) == (f"token:{number}", "Outlook")
    assert latest.last_at == used


def test_the_same_program_is_counted_apart_for_each_feed(database: Database) -> None:
    book = PollBook(database)
    for feed in ("all", "meetings", "all"):
        book.note(feed, None, "Thunderbird", 7, NOW)
    book.write()
    assert counted(database) == {
        ("all", "public:Thunderbird"): (2, 7),
        ("meetings", "public:Thunderbird"): (1, 7),
    }


def test_memory_is_bounded_and_who_is_known_is_still_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_polls, "MOST_KEPT", 2)
    book = PollBook(database)
    for feed in ("a", "b", "c", "a"):
        book.note(feed, None, "other", 7, NOW)
    book.write()
    assert counted(database) == {
        ("a", "public:other"): (2, 7),
        ("b", "public:other"): (1, 7),
    }


def test_nothing_to_write_asks_no_database(caplog: pytest.LogCaptureFixture) -> None:
    empty = Database("sqlite://")
    PollBook(empty).write()
    assert caplog.messages == []
    empty.close()


def test_a_database_that_is_gone_stops_no_feed(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    empty = Database("sqlite://")
    book = PollBook(empty)
    book.note("all", None, "other", 7, NOW)
    book.write()
    assert caplog.messages == ["the use of feeds could not be noted"]
    empty.close()
