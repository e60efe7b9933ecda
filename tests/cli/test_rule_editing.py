"""Rules on the command line."""

from datetime import timedelta

import pytest

from calendar_service.clock import utc_now
from tests.cli.conftest import Command

ADD = ("rules", "add", "press", "--kind", "screening")


def shown(command: Command, name: str = "press") -> dict[str, object]:
    found: dict[str, object] = command("rules", "show", name, "--json").json
    return found


def test_a_rule_is_added_changed_switched_off_and_removed(command: Command) -> None:
    added = command(
        *ADD, "--step", "2w", "--step", "3h", "--to", "a@example.org", "--at", "08:30"
    )
    assert (added.code, added.errors) == (0, "")
    assert "14 days before the start; 3 hours before the start" in added.output
    rule = shown(command)
    assert rule["steps"] == [
        {"days": 14, "hours": 0, "anchor": "start"},
        {"days": 0, "hours": 3, "anchor": "start"},
    ]
    assert (rule["send_at"], rule["addresses"]) == ("08:30", ["a@example.org"])
    assert rule["to_comms_team"] is False
    changed = ("--tag", "youth", "--kind", "screening", "--kind", "campaign")
    assert command("rules", "edit", "press", *changed).code == 0
    rule = shown(command)
    assert (rule["tags"], rule["more_kinds"]) == (["youth"], ["campaign"])
    assert rule["addresses"] == ["a@example.org"]
    assert command("rules", "disable", "press").output == "press is off.\n"
    assert shown(command)["enabled"] is False
    assert command("rules", "enable", "press").code == 0
    assert command("rules", "remove", "press").code == 0
    assert command("rules", "show", "press").code == 1


def test_the_ladder_is_shown_before_anything_is_saved(command: Command) -> None:
    day = utc_now().date() + timedelta(days=30)
    item = {
        "kind": "screening",
        "starts_at": f"{day}T19:00",
        "texts": {"en": {"title": "Film"}},
    }
    assert command("items", "add", "--json", "-", given=item).code == 0
    seen = command(*ADD, "--step", "3h", "--dry-run")
    assert "Next: Film" in seen.output
    assert f"{day} 16:00  3 hours before the start" in seen.output
    assert command("rules", "show", "press").code == 1


def test_lists_are_named_by_rules(command: Command) -> None:
    made = command("rules", "lists", "set", "press", "a@example.org", "b@example.org")
    assert made.code == 0
    assert command(*ADD, "--step", "7d", "--to", "list:press").code == 0
    assert shown(command)["lists"] == ["press"]
    listed = command("rules", "lists", "list", "--json").json
    assert listed == [
        {"name": "press", "addresses": ["a@example.org", "b@example.org"]}
    ]
    refused = command("rules", "lists", "remove", "press")
    assert (refused.code, refused.errors) == (1, "Error: name: is named by press\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "x", "--step", "7d"), "say of what: --kind meeting"),
        (("add", "x", "--kind", "meeting"), "say when: --step 7d"),
        (("add", "x", "--kind", "meeting", "--step", "soon"), "is no step"),
        (("add", "x", "--kind", "news", "--step", "7d"), "'news' is not one of"),
        (("add", "default-meeting", "--kind", "meeting", "--step", "7d"), "rules edit"),
        (("edit", "nothing", "--step", "7d"), "there is no rule 'nothing'"),
        (("edit", "default-meeting", "--zone", "Mars"), "zone: Mars is no zone"),
        (("remove", "default-meeting"), "switch it off instead"),
    ],
)
def test_odd_wishes_are_refused_in_words(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    refused = command("rules", *arguments)
    assert refused.code in {1, 2}
    assert said in refused.errors
