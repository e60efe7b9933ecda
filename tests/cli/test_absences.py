"""Who is away, on the command line."""

import pytest

from tests.cli.conftest import Command

AWAY = ("account", "away")


def test_somebody_is_away_and_back(command: Command) -> None:
    assert command(*AWAY).output == "Nobody is away.\n"
    days = ("--from", "2030-05-04", "--until", "2030-05-08")
    noted = command(*AWAY, "Ada@example.org", *days)
    assert noted.output == "ada@example.org is away 2030-05-04 to 2030-05-08.\n"
    assert command(*AWAY, "--json").json == [
        {"address": "ada@example.org", "first": "2030-05-04", "last": "2030-05-08"}
    ]
    assert "ada@example.org" in command(*AWAY).output
    assert command("account", "back", "ada@example.org").output == (
        "ada@example.org is back.\n"
    )
    assert command("account", "back", "ada@example.org").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ada@example.org",), "say until when"),
        (("no address", "--until", "2030-01-01"), "ADDRESS"),
        (
            ("a@example.org", "--from", "2030-01-02", "--until", "2030-01-01"),
            "lies before the first day",
        ),
    ],
)
def test_odd_absences_are_refused_in_words(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    refused = command(*AWAY, *arguments)
    assert refused.code == 2
    assert said in refused.errors
