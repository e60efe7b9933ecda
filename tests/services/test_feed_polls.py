from datetime import timedelta

import pytest

from calendar_service.services.feed_polls import PollBook, client_family
from calendar_service.storage.database import Database
from calendar_service.storage.feeds import list_polls
from tests.builders import NOW


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Thunderbird/153.7", "Thunderbird"),
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft Office/16.0 (Outlook 16.0)", "Outlook"),
        ("macOS/14.0 (23A344) CalendarAgent/998", "Apple Calendar"),
        ("newsboat/2.21.0", "newsboat"),
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


def test_a_database_that_is_gone_stops_no_feed(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    empty = Database("sqlite://")
    book = PollBook(empty)
    book.note("all", None, "other", 7, NOW)
    book.write()
    assert caplog.messages == ["the use of feeds could not be noted"]
    empty.close()
