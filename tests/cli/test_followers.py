"""`followers list`, `count` and `remove`."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendar_service.domain.follower import Pace
from calendar_service.storage.database import Database
from calendar_service.storage.followers import ask_follower, confirm_follower
from tests.builders import NOW
from tests.cli.conftest import Command
from tests.storage.test_followers import GIO, NINO, NINO_ALL

FILMS = {
    "kinds": ["screening"],
    "tags": ["film", "ფილმი"],
    "places": ["Tbilisi, Rustaveli 1"],
}


@pytest.fixture
def filled(instance: Path) -> None:
    """Nino follows films at once and everything weekly; Gio has not confirmed."""
    database = Database(f"sqlite:///{instance / 'calendar.sqlite3'}")
    with database.transaction() as session:
        for follower in (NINO, NINO_ALL, replace(GIO, pace=Pace.WEEKLY)):
            ask_follower(session, follower)
        for name in ("1", "2"):
            confirm_follower(session, name, 0, date(2026, 3, 9), NOW)
    database.close()


def test_nobody_is_said(command: Command) -> None:
    assert command("followers", "list").output == "Nobody follows by mail yet.\n"
    assert command("followers", "list", "--json").json == []
    said = "0 at once, 0 once a week, 0 not confirmed\n"
    assert command("followers", "count").output == said


@pytest.mark.usefixtures("filled")
def test_addresses_are_hinted_at_unless_they_are_asked_for(command: Command) -> None:
    listed = command("followers", "list").output.splitlines()
    films = "Screenings · #film, #ფილმი · Tbilisi, Rustaveli 1"
    assert [" ".join(line.split()) for line in listed] == [
        "ADDRESS PACE LANGUAGE SINCE FOLLOWS",
        f"g…@example.org weekly en not confirmed {films}",
        f"n…@example.org immediate ka 2026-03-10 {films}",
        "n…@example.org weekly ka 2026-03-10 All events",
    ]
    whole = command("followers", "list", "--addresses", "--json").json
    assert [each["address"] for each in whole] == [
        "gio@example.org",
        *["nino@example.org"] * 2,
    ]
    assert whole[1] == FILMS | {
        "address": "nino@example.org",
        "pace": "immediate",
        "language": "ka",
        "asked_at": NOW.isoformat(),
        "confirmed_at": NOW.isoformat(),
    }


@pytest.mark.usefixtures("filled")
def test_followers_are_counted_by_what_they_follow(command: Command) -> None:
    assert command("followers", "count").output.splitlines() == [
        "1 at once, 1 once a week, 1 not confirmed",
        "    1  Screenings · #film, #ფილმი · Tbilisi, Rustaveli 1",
        "    1  All events",
    ]
    assert command("followers", "count", "--json").json == {
        "immediate": 1,
        "weekly": 1,
        "unconfirmed": 1,
        "follows": [
            FILMS | {"number": 1},
            {"kinds": [], "tags": [], "places": [], "number": 1},
        ],
    }


@pytest.mark.usefixtures("filled")
def test_an_address_is_forgotten_and_the_others_stay(command: Command) -> None:
    removed = command("followers", "remove", "NINO@example.org")
    assert removed.output == "Forgotten, with 2 that it followed.\n"
    left = command("followers", "list", "--json").json
    assert [each["address"] for each in left] == ["g…@example.org"]
    again = command("followers", "remove", "nino@example.org")
    assert again.code == 1
    assert "nino@example.org follows nothing" in again.errors
