"""`outbox list` and `outbox retry`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from calendar_service.storage.database import Database
from calendar_service.storage.outbox import add_mail, claim_next, mark_failed, mark_sent
from tests.builders import NOW
from tests.cli.conftest import Command
from tests.smtp_server import Server, running
from tests.storage.mail_values import make_mail

FAILED = ("outbox", "list", "--state", "failed")


@pytest.fixture
def mails(instance: Path) -> None:
    """Two mails that failed, one that was sent, one that waits."""
    database = Database(f"sqlite:///{instance / 'calendar.sqlite3'}")
    with database.transaction() as session:
        for key in ("one", "two", "sent", "waiting"):
            add_mail(session, make_mail(key, ""), NOW)
        # One after the other: all go to one person.
        for number in (1, 2):
            claim_next(session, "w", NOW)
            mark_failed(session, number, "w", f"mx answered 55{number} no such user")
        claim_next(session, "w", NOW)
        mark_sent(session, 3, "w", NOW)
    database.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for made in running(Server()):
        monkeypatch.setenv("CALENDAR_SMTP_URL", f"smtp://127.0.0.1:{made.port}")
        monkeypatch.setenv("CALENDAR_MAIL_FROM", "calendar@example.org")
        yield made


def numbers(command: Command, *options: str) -> list[int]:
    return [mail["number"] for mail in command(*options, "--json").json]


def test_an_empty_outbox_says_so(command: Command) -> None:
    assert command("outbox", "list").output == "There are no such mails.\n"
    assert command("outbox", "list", "--json").json == []


@pytest.mark.usefixtures("mails")
def test_failed_mails_are_listed_with_the_words_of_the_server(
    command: Command,
) -> None:
    listed = command(*FAILED).output.splitlines()
    assert [" ".join(line.split()) for line in listed] == [
        "NUMBER STATE PLANNED TRIES TO SUBJECT SERVER SAID",
        *(
            f"{number} failed 2026-03-10 16:00 1 nino@example.org About {key}"
            f" mx answered 55{number} no such user"
            for number, key in ((2, "two"), (1, "one"))
        ),
    ]


@pytest.mark.usefixtures("mails")
def test_the_list_for_programs_has_everything(command: Command) -> None:
    assert command("outbox", "list", "--state", "sent", "--json").json == [
        {
            "number": 3,
            "state": "sent",
            "planned_at": NOW.isoformat(),
            "sent_at": NOW.isoformat(),
            "next_try_at": None,
            "attempts": 1,
            "to": "nino@example.org",
            "subject": "About sent",
            "item": "",
            "error": "",
            "why": "due",
            "key": "sent",
        }
    ]
    both = (*FAILED, "--state", "waiting")
    assert numbers(command, *both) == [4, 2, 1]
    assert numbers(command, "outbox", "list") == [4, 3, 2, 1]


@pytest.mark.usefixtures("mails")
def test_what_is_left_off_is_told(command: Command) -> None:
    told = command("outbox", "list", "--most", "1")
    assert told.errors == "Note: 3 more; see them with --most.\n"
    assert command(*FAILED, "--most", "2").errors == ""


@pytest.mark.usefixtures("mails")
def test_one_mail_is_tried_again_and_sent(command: Command, server: Server) -> None:
    assert command("outbox", "retry", "1").output == (
        "1 to be tried again; calendar-service deliver does so now.\n"
    )
    assert numbers(command, *FAILED) == [2]
    assert command("deliver").output == "0 due, 2 sent, 0 deferred, 0 failed.\n"
    subjects = {line for _, _, raw in server.taken for line in raw.splitlines()[2:5]}
    assert b"Subject: About one" in subjects


@pytest.mark.usefixtures("mails")
def test_all_that_failed_are_tried_again(command: Command) -> None:
    assert command("outbox", "retry", "--all").output.startswith("2 to be tried")
    assert command("outbox", "retry", "--all").output.startswith("0 to be tried")
    assert numbers(command, *FAILED) == []


@pytest.mark.usefixtures("mails")
@pytest.mark.parametrize("number", ["3", "4", "99", "99999999999999"])
def test_what_has_not_failed_is_no_mail_to_retry(command: Command, number: str) -> None:
    refused = command("outbox", "retry", number)
    assert refused.code == 1
    assert refused.errors == (
        f"Error: no mail {number} has failed; calendar-service outbox list"
        " --state failed shows those that have\n"
    )


@pytest.mark.parametrize("given", [(), ("1", "--all")])
def test_it_takes_either_a_number_or_all(
    command: Command, given: tuple[str, ...]
) -> None:
    refused = command("outbox", "retry", *given)
    assert refused.code == 2
    assert "give either the NUMBER of a mail or --all" in refused.errors


@pytest.mark.usefixtures("mails")
def test_one_mail_is_shown_with_why_and_how_it_fared(command: Command) -> None:
    shown = command("outbox", "show", "1").output
    facts, _, text = shown.partition("\n\n")
    assert [" ".join(line.split()) for line in facts.splitlines()] == [
        "number 1",
        "state failed",
        "to nino@example.org",
        "subject About one",
        "why due",
        "item",
        "planned 2026-03-10 16:00",
        "tries 1",
        "server said mx answered 551 no such user",
        "key one",
    ]
    assert text == f"{make_mail('one', '').message.text.rstrip()}\n"
    sent = command("outbox", "show", "3", "--json").json
    assert (sent["state"], sent["sent_at"]) == ("sent", NOW.isoformat())
    assert sent["text"] == make_mail("sent", "").message.text


@pytest.mark.usefixtures("mails")
def test_a_mail_that_is_not_there_cannot_be_shown(command: Command) -> None:
    failed = command("outbox", "show", "99")
    assert (failed.code, failed.output) == (1, "")
    assert failed.errors == (
        "Error: there is no mail 99; calendar-service outbox list shows them\n"
    )
    assert command("outbox", "show", str(2**64)).code == 2
