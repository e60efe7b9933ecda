from datetime import UTC, datetime

import pytest

from calendar_service.cli import mails, rules
from tests.cli.conftest import Command

TODAY = datetime(2026, 5, 5, tzinfo=UTC)
OFF = ("rules", "days-off")
MOVED = "moved to Friday, since 17 May is a holiday"
NOTICE_AND_EXPIRY = (
    "180, 90, 60, 30, 14, 7, 1 days before the notice deadline;"
    " 180, 90, 60, 30, 14, 7, 1 days before the expiry"
)


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (mails, rules):
        monkeypatch.setattr(module, "utc_now", lambda: TODAY)


def add(command: Command, **fields: str) -> None:
    item = fields | {"texts": {"en": {"title": "Board"}}}
    assert command("items", "add", "--json", "-", given=item).code == 0


def test_the_rules_are_listed_from_the_start(command: Command) -> None:
    table = command("rules", "list").output.splitlines()
    assert " ".join(table[0].split()) == "RULE KIND ON SENT AT DAYS OFF STEPS"
    assert len(table) == 9
    assert table[1].split(maxsplit=5) == [
        "default-agreement",
        "agreement",
        "yes",
        "09:00",
        "back",
        NOTICE_AND_EXPIRY,
    ]
    told = {rule["id"]: rule for rule in command("rules", "list", "--json").json}
    assert told["default-study-visit"] == {
        "id": "default-study-visit",
        "kind": "study_visit",
        "more_kinds": [],
        "tags": [],
        "places": [],
        "item": None,
        "enabled": True,
        "steps": [
            {"days": 28, "hours": 0, "anchor": "start"},
            {"days": 7, "hours": 0, "anchor": "start"},
            {"days": 1, "hours": 0, "anchor": "start"},
            {"days": -3, "hours": 0, "anchor": "end"},
        ],
        "send_at": "09:00",
        "zone": "",
        "workdays": "forward",
        "to_comms_team": True,
        "to_focal_point": True,
        "to_deputy": False,
        "to_heads": False,
        "lists": [],
        "addresses": [],
        "with_attachment": True,
        "answer_needed": False,
    }


def test_a_rule_is_shown_with_the_dates_of_what_comes(command: Command) -> None:
    assert command("rules", "show", "default-meeting").output.splitlines() == [
        "rule        default-meeting",
        "items       meeting",
        "steps       7, 1 days before the start",
        "sent at     09:00 (Asia/Tbilisi)",
        "days off    moved to the next working day",
        "answers     not asked for",
        "goes to     the communications team, the focal point",
        "",
        "Nothing that it speaks of is coming.",
    ]
    add(command, kind="meeting", starts_at="2026-05-18T10:00", uid="m@example.org")
    told = command("rules", "show", "default-meeting").output.splitlines()[8:]
    assert told == [
        "Next: Board",
        "WHEN                  STEP                     NOTE",
        "Mon 2026-05-11 09:00  7 days before the start",
        f"Fri 2026-05-15 09:00  1 day before the start   {MOVED}",
    ]
    plain = command("rules", "show", "default-meeting", "--json").json
    assert (plain["id"], plain["next_item"]) == ("default-meeting", "m@example.org")
    assert plain["ladder"][1] == {
        "planned_at": "2026-05-15T05:00:00+00:00",
        "days": 1,
        "hours": 0,
        "anchor": "start",
        "moved_from": "2026-05-17",
        "overtaken": False,
        "past": False,
    }


def test_steps_that_have_been_and_those_that_fall_together_are_told(
    command: Command,
) -> None:
    add(command, kind="training", starts_on="2026-05-18")
    ladder = command("rules", "show", "default-training").output.splitlines()[-3:]
    assert [line.split("start")[1].strip() for line in ladder] == [
        "its time is over",
        "the step after it speaks for both",
        MOVED,
    ]


def test_an_unknown_rule_is_one_sentence(command: Command) -> None:
    refused = command("rules", "show", "x")
    assert (refused.code, refused.errors) == (
        1,
        "Error: there is no rule 'x'; calendar-service rules list shows all\n",
    )


def test_days_off_are_added_listed_and_removed(command: Command) -> None:
    assert command(*OFF, "list").output == (
        "There are no extra days off. Add one with:"
        " calendar-service rules days-off add\n"
    )
    added = command(
        *OFF, "add", "2027-01-04", "--until", "2027-01-06", "--why", "Ordinance\n 1"
    )
    assert added.output == "2027-01-04 to 2027-01-06: 3 added.\n"
    assert command(*OFF, "add", "2027-01-04").output == "2027-01-04: 0 added.\n"
    removed = command(*OFF, "remove", "2027-01-05")
    assert removed.output == "2027-01-05: 1 removed.\n"
    assert command(*OFF, "list", "--json").json == [
        {"day": "2027-01-04", "why": "Ordinance 1"},
        {"day": "2027-01-06", "why": "Ordinance 1"},
    ]
    assert command(*OFF, "list").output.splitlines() == [
        "DAY",
        "Mon 2027-01-04  Ordinance 1",
        "Wed 2027-01-06  Ordinance 1",
    ]
    again = command(*OFF, "remove", "2027-01-05")
    assert (again.code, again.errors) == (1, "Error: 2027-01-05: no extra day off\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2027-01-06", "--until", "2027-01-05"), "--until: lies before DATE"),
        (("2027-01-06", "--until", "2028-01-07"), "--until: at most 366 days at once"),
        (("1899-12-31",), "DATE: days lie between 1900 and 2200"),
        (("2200-12-31", "--until", "2201-01-01"), "between 1900 and 2200"),
        (("2027-02-30",), "'2027-02-30' is a day that does not exist"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    for verb in ("add", "remove"):
        refused = command(*OFF, verb, *arguments)
        assert refused.code == 2
        assert said in refused.errors
    assert command(*OFF, "list", "--json").json == []


def test_a_day_off_moves_the_mails_of_that_day_and_they_say_so(
    command: Command,
) -> None:
    add(command, kind="meeting", starts_at="2026-05-21T10:00")
    command(*OFF, "add", "2026-05-20")
    week, eve = command("remind", "--dry-run", "--json").json
    assert (week["planned_at"], week["moved_from"]) == (
        "2026-05-14T05:00:00+00:00",
        None,
    )
    assert (eve["planned_at"], eve["moved_from"]) == (
        "2026-05-19T05:00:00+00:00",
        "2026-05-20",
    )
    assert "; moved to Tuesday, since 20 May is a day off; " in eve["why"]
