from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from calendar_service.clock import utc_now
from calendar_service.domain.rule import WorkdayPolicy
from calendar_service.reminders.rules import default_rules
from calendar_service.storage.database import Database
from calendar_service.storage.rules import store_rule
from tests.cli.conftest import Command
from tests.smtp_server import Server, running

ADD = ("items", "add", "--json", "-")
REMIND = ("remind", "--dry-run")


@pytest.fixture(autouse=True)
def any_day_will_do(instance: Path) -> None:
    """Heed no days off: what these tests count from is the day they run on."""
    database = Database(f"sqlite:///{instance / 'calendar.sqlite3'}")
    with database.transaction() as session:
        for rule in default_rules():
            store_rule(session, replace(rule, workdays=WorkdayPolicy.NONE))
    database.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for made in running(Server()):
        monkeypatch.setenv("CALENDAR_SMTP_URL", f"smtp://127.0.0.1:{made.port}")
        yield made


def add_meeting(command: Command, days: int) -> datetime:
    """Add a meeting at 20:00 so many days from now."""
    day = utc_now().date() + timedelta(days=days)
    item = {
        "kind": "meeting",
        "starts_at": f"{day}T20:00",
        "texts": {"en": {"title": "Board"}},
        "focal_point": "Nino <nino@example.org>",
    }
    assert command(*ADD, given=item).code == 0
    return datetime.combine(day, datetime.min.time())


def test_dry_run_says_what_when_to_whom_and_why(command: Command) -> None:
    day = add_meeting(command, 20)
    told = command(*REMIND, "--json")
    assert (told.code, told.errors) == (0, "")
    planned = [
        (mail["planned_at"], mail["to"], mail["days"], mail["subject"].split(":")[0])
        for mail in told.json
    ]
    week_before = f"{day - timedelta(days=7):%Y-%m-%d}T05:00:00+00:00"
    day_before = f"{day - timedelta(days=1):%Y-%m-%d}T05:00:00+00:00"
    assert planned == [
        (week_before, "comms@example.org", 7, "In 7 days"),
        (week_before, "nino@example.org", 7, "In 7 days"),
        (day_before, "comms@example.org", 1, "Tomorrow"),
        (day_before, "nino@example.org", 1, "Tomorrow"),
    ]
    assert {mail["late"] for mail in told.json} == {False}
    assert "rule “default-meeting”" in told.json[0]["why"]
    table = command(*REMIND).output.splitlines()
    assert table[0].split() == ["WHEN", "TO", "SUBJECT", "WHY"]
    assert len(table) == 5
    assert " 09:00  comms@example.org  In 7 days: Board" in table[1]


def test_dry_run_sends_nothing_and_looks_no_further_than_asked(
    command: Command,
) -> None:
    add_meeting(command, 20)
    assert command(*REMIND, "--json", "--days", "5").json == []
    assert command(*REMIND, "--days", "5").output == (
        "Nothing will be mailed in the next 5 days.\n"
    )
    assert len(command(*REMIND, "--json", "--days", "14").json) == 2


def test_dry_run_shows_first_what_is_overdue(command: Command) -> None:
    add_meeting(command, 4)
    told = command(*REMIND, "--json").json
    assert [(mail["late"], mail["days"]) for mail in told] == [
        (True, 7),
        (True, 7),
        (False, 1),
        (False, 1),
    ]


def test_without_a_team_a_note_goes_to_stderr(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CALENDAR_COMMS_TEAM")
    add_meeting(command, 20)
    told = command(*REMIND, "--json")
    assert {mail["to"] for mail in told.json} == {"nino@example.org"}
    assert told.errors == (
        "Note: CALENDAR_COMMS_TEAM is not set; only focal points are mailed.\n"
    )


def test_the_window_ends_with_the_day_that_is_named(command: Command) -> None:
    day = add_meeting(command, 20)
    week_before = day - timedelta(days=7)
    for until, number in ((week_before, 2), (week_before - timedelta(days=1), 0)):
        told = command(*REMIND, "--json", "--until", f"{until:%Y-%m-%d}")
        assert (told.code, len(told.json)) == (0, number)
    said = command(*REMIND, "--until", f"{week_before - timedelta(days=1):%Y-%m-%d}")
    assert said.output.startswith("Nothing will be mailed until ")


def test_one_person_is_picked_out(command: Command) -> None:
    add_meeting(command, 20)
    told = command(*REMIND, "--json", "--person", "NINO@example.org")
    assert {mail["to"] for mail in told.json} == {"nino@example.org"}
    assert {mail["outcome"] for mail in told.json} == {"mailed"}


def test_what_if_nothing_had_run(command: Command) -> None:
    day = add_meeting(command, 20)
    week_before = day - timedelta(days=7)
    down = f"{week_before:%Y-%m-%d}..{week_before + timedelta(days=2):%Y-%m-%dT%H:%M}"
    told = command(*REMIND, "--json", "--as-if-down", down)
    late = [(m["days"], m["sent_at"], m["late"]) for m in told.json if m["days"] == 7]
    back = f"{week_before + timedelta(days=1):%Y-%m-%d}T20:00:00+00:00"
    assert late == [(7, back, True)] * 2


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--as-if-down", "2027-03-01", "write it as 2027-03-01..2027-03-04"),
        ("--as-if-down", "2027-03-04..2027-03-01", "lies before the first"),
        ("--as-if-down", "soon..later", "write it as"),
        ("--until", "2000-01-01", "is a day from today on"),
        ("--until", "2999-01-01", "is a day from today on"),
        ("--until", "tomorrow", "does not match the format"),
    ],
)
def test_odd_windows_are_refused_in_words(
    command: Command, option: str, value: str, said: str
) -> None:
    refused = command(*REMIND, option, value)
    assert refused.code == 2
    assert said in refused.errors


def test_remind_alone_says_what_sends(command: Command) -> None:
    refused = command("remind")
    assert refused.code == 2
    assert "to look ahead add --dry-run" in refused.errors


def test_deliver_sends_what_is_due_once(command: Command, server: Server) -> None:
    add_meeting(command, 4)
    told = command("deliver")
    assert (told.code, told.output) == (0, "2 due, 2 sent, 0 deferred, 0 failed.\n")
    assert command("deliver").output == "0 due, 0 sent, 0 deferred, 0 failed.\n"
    assert sorted(to for _, [to], _ in server.taken) == [
        "comms@example.org",
        "nino@example.org",
    ]


def test_deliver_keeps_what_the_server_defers_and_dry_run_tells_of_it(
    command: Command, server: Server
) -> None:
    server.to_rcpt = ["451 later", "550 never"]
    add_meeting(command, 4)
    told = command("deliver").output
    assert told == "2 due, 0 sent, 1 deferred, 1 failed.\n"
    ahead = command(*REMIND, "--json")
    assert [mail["days"] for mail in ahead.json] == [1, 1]
    assert ahead.errors == "Note: mails that wait in the outbox beside these: 1\n"


def test_deliver_without_a_server_is_one_sentence_and_loses_nothing(
    command: Command, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_meeting(command, 4)
    with monkeypatch.context() as without:
        without.delenv("CALENDAR_SMTP_URL")
        refused = command("deliver")
    assert refused.code == 1
    assert refused.errors.startswith("Error: no mail can be sent until CALENDAR_SMTP")
    assert command("deliver").output == "0 due, 2 sent, 0 deferred, 0 failed.\n"


def test_test_mail_arrives(command: Command, server: Server) -> None:
    told = command("test-mail", "ann@example.org")
    assert told.output == "The mail server took a test mail to ann@example.org.\n"
    ((_, to, raw),) = server.taken
    parsed = message_from_bytes(raw, policy=default)
    assert (to, parsed["Subject"]) == (["ann@example.org"], "Test mail from Calendar")


def test_test_mail_that_is_not_taken_says_why(command: Command, server: Server) -> None:
    server.to_rcpt = ["550 no such user"]
    refused = command("test-mail", "ann@example.org")
    assert (refused.code, refused.errors) == (
        1,
        "Error: 127.0.0.1 answered 550 no such user\n",
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://127.0.0.1:1", "Error: 127.0.0.1: [Errno 111] Connection refused\n"),
        ("smtps://", "Error: CALENDAR_SMTP_URL names no host\n"),
    ],
)
def test_server_that_is_not_there_is_one_sentence(
    command: Command, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("CALENDAR_SMTP_URL", url)
    refused = command("test-mail", "ann@example.org")
    assert (refused.code, refused.errors) == (1, said)


def test_address_of_a_test_mail_is_looked_at(command: Command) -> None:
    refused = command("test-mail", "nobody")
    assert refused.code == 2
    assert "'nobody' is no mail address such as nino@example.org" in refused.errors
