import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from calendar_service.cli import feeds
from calendar_service.services.feed_checking import Finding
from calendar_service.services.feed_polls import PollBook
from calendar_service.storage.database import Database
from tests.builders import NOW
from tests.cli.conftest import Command

MEETING = {
    "kind": "meeting",
    "starts_on": "2099-03-01",
    "tags": ["return"],
    "texts": {"en": {"title": "Coordination meeting"}, "ka": {"title": "შეხვედრა"}},
}
URL = "http://127.0.0.1:8080/feeds"


@pytest.fixture(autouse=True)
def items(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "items.json"
    secret = MEETING | {"visibility": "staff", "texts": {"en": {"title": "Secret"}}}
    path.write_text(json.dumps([MEETING, secret]), "utf-8")
    assert command("items", "add", "--json", str(path)).code == 0
    monkeypatch.setenv("ACCOUNT_PASSWORD", "a long password")
    assert command("account", "add", "cleo@example.org").code == 0


def test_feeds_are_listed_with_what_they_hold(command: Command) -> None:
    listed = {feed["name"]: feed for feed in command("feeds", "list", "--json").json}
    assert list(listed)[:4] == ["all", "coming-up", "changes", "observances"]
    assert (listed["meetings"]["items"], listed["screenings"]["items"]) == (1, 0)
    assert listed["news"]["address"] == f"{URL}/news.atom"
    lines = command("feeds", "list").output.splitlines()
    use = ["not", "fetched", "yet"]
    assert lines[1].split() == ["all", "-", "public", "1", *use, f"{URL}/all.ics"]
    assert lines[5].split()[:3] == ["meetings", "kind=meeting", "public"]


def test_use_is_told_by_program_and_by_whom_an_address_was_given_to(
    command: Command, instance: Path
) -> None:
    given = command("feeds", "token", "add", "cleo@example.org", "meetings")
    assert given.code == 0
    version = command("feeds", "show", "meetings", "--json").json["changed"]
    database = Database(f"sqlite:///{instance / 'calendar.sqlite3'}")
    book = PollBook(database)
    book.note("meetings", None, "Thunderbird", version, NOW)
    book.note("meetings", 1, "Outlook", version - 1, NOW + timedelta(seconds=1))
    book.write()
    database.close()
    shown = command("feeds", "show", "meetings")
    at = "2026-03-10 12:00 UTC, version"
    assert [line.strip() for line in shown.output.splitlines()[-3:]] == [
        "use       1 of 2 have fetched the last change",
        f"Outlook of cleo@example.org (number 1), {at} {version - 1}",
        f"Thunderbird of the public, {at} {version} (up to date)",
    ]
    (meetings,) = [
        line
        for line in command("feeds", "list").output.splitlines()
        if line.startswith("meetings ")
    ]
    assert "2 subscriptions, 1 up to date" in meetings


def test_one_feed_is_shown_or_said_to_be_none(command: Command) -> None:
    shown = command("feeds", "show", "meetings")
    assert shown.output.splitlines()[0] == f"address   {URL}/meetings.ics"
    assert command("feeds", "show", "meetings", "--json").json["visibility"] == "public"
    assert command("feeds", "show", "nothing").errors == (
        "Error: there is no feed 'nothing'; calendar-service feeds list shows all\n"
    )


def test_a_saved_selection_is_a_feed_until_it_is_forgotten(command: Command) -> None:
    query = ("--query", "tag=return&lang=ka", "--title-ka", "დაბრუნება")
    saved = command("feeds", "save", "return", *query)
    assert (saved.code, saved.output) == (0, f"Saved {URL}/return.ics\n")
    shown = command("feeds", "show", "return", "--json").json
    assert (shown["items"], shown["visibility"]) == (1, "public")
    assert (shown["query"], shown["address"]) == ("tag=return", f"{URL}/return.ics")
    assert command("feeds", "forget", "return").code == 0
    again = command("feeds", "forget", "return")
    assert again.errors == "Error: There is no saved feed 'return'.\n"


def test_a_selection_for_staff_has_no_public_address(command: Command) -> None:
    saved = command("feeds", "save", "return", "--query", "tag=return", "--staff")
    assert saved.output == (
        "Saved return. It has private addresses alone; give one with"
        " calendar-service feeds token add ADDRESS return\n"
    )
    shown = command("feeds", "show", "return", "--json").json
    assert (shown["items"], shown["visibility"]) == (2, "staff")
    assert shown["address"] is None
    listed = command("feeds", "list").output.splitlines()[-1]
    assert listed.endswith("not fetched yet  private only")


def test_a_name_that_comes_twice_in_a_query_has_both_values(command: Command) -> None:
    query = "kind=meeting&tag=return&kind=screening&lang=en+ka"
    assert command("feeds", "save", "two", "--query", query).code == 0
    shown = command("feeds", "show", "two", "--json").json
    assert shown["query"] == "kind=meeting,screening&tag=return"


def test_what_cannot_be_saved_is_said(command: Command) -> None:
    wrong = command("feeds", "save", "all", "--query", "kind=party")
    assert wrong.errors.splitlines()[0] == "Error: name: all is a feed already"
    assert "Error: query: kind=party is not one of" in wrong.errors


def test_a_private_address_is_shown_once_renewed_and_ended(command: Command) -> None:
    assert command("feeds", "token", "list").output == (
        "Nobody has a private address yet.\n"
    )
    added = command("feeds", "token", "add", "cleo@example.org", "all", "--label", "x")
    (secret,) = set(re.findall(r"private/([\w-]{32})/all", added.output))
    listed = command("feeds", "token", "list")
    assert listed.output.splitlines()[1].split() == [
        "1",
        "cleo@example.org",
        "all",
        "never",
        "x",
    ]
    assert secret not in listed.output
    (token,) = command("feeds", "token", "list", "cleo@example.org", "--json").json
    assert (token["number"], token["last_used_at"]) == (1, None)
    assert secret not in command("feeds", "token", "renew", "1").output
    ended = command("feeds", "token", "revoke", "1")
    assert ended.output == "Ended all for cleo@example.org.\n"
    assert command("feeds", "token", "revoke", "1").errors == (
        "Error: there is no private feed with the number 1\n"
    )
    nobody = command("feeds", "token", "add", "no@example.org", "all")
    assert nobody.errors == "Error: email: no@example.org has no account\n"


def test_check_reads_every_feed_back(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = command("feeds", "check")
    assert (sound.code, sound.output.splitlines()[-1]) == (0, "All feeds are sound.")
    flaw = Finding("problem", "all en", "line 3 has 80 octets")
    monkeypatch.setattr(feeds, "check_feeds", lambda *_: [flaw])
    broken = command("feeds", "check")
    assert (broken.code, broken.output.split()) == (
        1,
        ["problem", "all", "en", "line", "3", "has", "80", "octets"],
    )
    assert command("feeds", "check", "--json").json == [
        {"level": "problem", "feed": "all en", "message": "line 3 has 80 octets"}
    ]
