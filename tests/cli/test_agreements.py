from datetime import UTC, datetime
from typing import Any

import pytest

from calendar_service.cli import agreements
from tests.cli.conftest import Command
from tests.cli.samples import MEETING

ADD = ("items", "add", "--json", "-")
MOU = {
    "kind": "agreement",
    "visibility": "staff",
    "texts": {"en": {"title": "MoU"}, "ka": {"title": "მემორანდუმი"}},
    "focal_point": "Nino Beridze <nino@example.org>",
    "agreement": {
        "type": "MoU",
        "signed_on": "2018-10-08",
        "expires_on": "2020-10",
        "notice_period": "P6M",
    },
}
LEASE = {
    "kind": "agreement",
    "texts": {"en": {"title": "Lease"}},
    "agreement": {"effective_on": "2020-01-01"},
}


@pytest.fixture
def register(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands on 5 July 2020, over a register of two; drafts do not count."""
    # 21:00 on the 4th in UTC is the 5th in Tbilisi.
    now = datetime(2020, 7, 4, 21, tzinfo=UTC)
    monkeypatch.setattr(agreements, "utc_now", lambda: now)
    draft = LEASE | {"status": "draft", "texts": {"en": {"title": "Draft"}}}
    assert command(*ADD, given=[MOU, LEASE, MEETING, draft]).code == 0
    return command


def slugs(register: Command, *options: str) -> list[str]:
    listed: list[dict[str, Any]] = register(
        "agreements", "list", "--json", *options
    ).json
    return [entry["slug"] for entry in listed]


def test_list_shows_where_each_stands_today_in_the_zone_of_the_office(
    register: Command,
) -> None:
    lines = register("agreements", "list").output.splitlines()
    assert [line.split() for line in lines] == [
        ["STATUS", "EXPIRES", "DAYS", "NOTICE", "BY", "SLUG", "TITLE"],
        ["expiring", "October", "2020", "88", "1", "April", "2020", "mou", "MoU"],
        ["in", "force", "-", "-", "-", "lease", "Lease"],
    ]


def test_list_is_narrowed_by_time_left_and_status(register: Command) -> None:
    assert slugs(register) == ["mou", "lease"]
    assert slugs(register, "--expiring", "88d") == ["mou"]
    assert slugs(register, "--expiring", "87d") == []
    assert slugs(register, "--expiring", "3m") == ["mou"]
    assert slugs(register, "--expiring", "2m", "--status", "notice_passed") == []
    assert slugs(register, "--status", "in_force") == ["lease"]
    assert slugs(register, "--status", "in_force", "--status", "expiring") == [
        "mou",
        "lease",
    ]
    said = register("agreements", "list", "--status", "ended").output
    assert said == "No agreement matches; without options the list shows all.\n"


def test_an_empty_register_says_so(command: Command) -> None:
    said = command("agreements", "list").output
    assert said == "There are no published agreements yet.\n"
    assert command("agreements", "list", "--json").json == []


def test_renew_adds_a_term_and_both_are_shown_as_a_chain(register: Command) -> None:
    renewed = register("agreements", "renew", "mou", "--until", "2022-10")
    assert renewed.output == (
        "Renewed mou: mou-2 follows, from 1 November 2020, until October 2022.\n"
        "mou holds until 31 October 2020; no more reminders.\n"
    )
    for name, marks in (("mou", "* "), ("mou-2", " *")):
        shown = register("agreements", "show", name).output
        assert shown.endswith(
            f"term 1         {marks[0]} mou: from 8 October 2018, until October 2020"
            " (in force, renewed)\n"
            f"term 2         {marks[1]} mou-2: from 1 November 2020, until October 2022"
            " (pending)\n"
        )
    new = register("agreements", "show", "mou-2", "--json").json
    assert (new["status"], new["days_left"]) == ("pending", 818)
    assert [term["slug"] for term in new["terms"]] == ["mou", "mou-2"]
    assert new["terms"][1] == {n: v for n, v in new.items() if n != "terms"}
    old = new["terms"][0]
    assert old["agreement"]["renewed_by"] == new["uid"]
    assert new["agreement"]["renews"] == old["uid"]
    assert new["focal_point"] == "Nino Beridze <nino@example.org>"
    assert slugs(register, "--expiring", "180d") == []


def test_a_renewal_that_is_cancelled_leaves_the_old_term_open(
    register: Command,
) -> None:
    assert register("agreements", "renew", "mou", "--until", "2022-10").code == 0
    assert register("items", "cancel", "mou-2").code == 0
    assert slugs(register) == ["mou", "lease"]
    assert slugs(register, "--expiring", "180d") == ["mou"]
    old = register("agreements", "show", "mou", "--json").json
    assert (old["status"], [t["slug"] for t in old["terms"]]) == ("expiring", ["mou"])
    shown = register("agreements", "show", "mou-2").output
    assert "status         cancelled\n" in shown
    assert register("agreements", "renew", "mou", "--until", "2023").code == 0
    assert slugs(register) == ["mou", "mou-3", "lease"]


def test_renew_takes_a_length_a_first_day_and_a_signature(register: Command) -> None:
    options = ("--months", "12", "--from", "2020-12-01", "--signed", "2020-11-15")
    assert register("agreements", "renew", "mou", *options).code == 0
    new = register("agreements", "show", "mou-2", "--json").json["agreement"]
    assert (new["signed_on"], new["effective_on"], new["expires_on"]) == (
        "2020-11-15",
        "2020-12-01",
        "2021-11",
    )


def test_show_tells_four_dates_and_days_left(register: Command) -> None:
    shown = dict(
        line.split(maxsplit=1)
        for line in register("agreements", "show", "mou").output.splitlines()
    )
    assert (shown["signed"], shown["effective"]) == ("8 October 2018", "-")
    assert (shown["expires"], shown["days"]) == ("October 2020", "left      88")
    assert "notice by      1 April 2020" in register("agreements", "show", "mou").output


def test_end_states_the_last_day_once(register: Command) -> None:
    ending = ("agreements", "end", "lease", "--on", "2020-07-31")
    assert register(*ending).output == (
        "lease ends: 31 July 2020 is its last day (revision 1)\n"
    )
    assert register(*ending).output == (
        "lease was ended already: 31 July 2020 is its last day (revision 1)\n"
    )
    (entry,) = register("agreements", "list", "--status", "in_force", "--json").json
    assert (entry["slug"], entry["days_left"]) == ("lease", 26)
    assert register("agreements", "renew", "lease", "--until", "2021").code == 0
    (new,) = register("agreements", "list", "--status", "pending", "--json").json
    assert new["agreement"]["effective_on"] == "2020-08-01"


BAD = {
    "no length": (
        ("renew", "mou"),
        (2, "Error: Give either --until or --months.\n"),
    ),
    "two lengths": (
        ("renew", "mou", "--until", "2022", "--months", "1"),
        (2, "Error: Give either --until or --months.\n"),
    ),
    "no such day": (
        ("renew", "mou", "--until", "2022-02-30"),
        (2, "'2022-02-30' is a day that does not exist\n"),
    ),
    "no day at all": (
        ("renew", "mou", "--until", "soon"),
        (2, "'soon' is no day; write it like 2027-03-01\n"),
    ),
    "no end": (
        ("renew", "lease", "--months", "1"),
        (
            1,
            (
                "Error: agreement.ended_on: is missing; end a term without an expiry"
                " first\n"
            ),
        ),
    ),
    "overlap": (
        ("renew", "mou", "--months", "1", "--from", "2020-10-01"),
        (
            1,
            (
                "Error: agreement.effective_on: lies in the term before, until"
                " 2020-10-31; end that one first\n"
            ),
        ),
    ),
    "a meeting": (
        ("show", "coordination-meeting"),
        (
            1,
            (
                "Error: there is no agreement 'coordination-meeting'; calendar-service"
                " agreements list shows all\n"
            ),
        ),
    ),
    "nothing": (
        ("end", "nix", "--on", "2020-07-31"),
        (
            1,
            (
                "Error: there is no agreement 'nix'; calendar-service agreements list"
                " shows all\n"
            ),
        ),
    ),
    "a draft": (
        ("end", "draft", "--on", "2020-07-31"),
        (1, "Error: status: is draft; only published agreements run\n"),
    ),
    "a length of years": (
        ("list", "--expiring", "1y"),
        (2, "'1y' is no length; write it like 180d or 6m\n"),
    ),
    "a length of centuries": (
        ("list", "--expiring", "1201m"),
        (2, "Invalid value for '--expiring': at most 1200m\n"),
    ),
}


@pytest.mark.parametrize(("arguments", "outcome"), BAD.values(), ids=BAD)
def test_what_cannot_be_done_is_told_in_one_sentence(
    register: Command, arguments: tuple[str, ...], outcome: tuple[int, str]
) -> None:
    told = register("agreements", *arguments)
    assert (told.code, told.output) == (outcome[0], "")
    assert told.errors.endswith(outcome[1])
