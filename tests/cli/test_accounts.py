from types import SimpleNamespace

import click
import pytest

from calendar_service.cli import accounts
from tests.cli.conftest import Command

PASSWORD = "a long password"  # noqa: S105 - of a test


def test_added_account_is_listed_without_its_password(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("account", "list").output == (
        "There are no accounts. Add one with: calendar-service account add\n"
    )
    assert command("account", "list", "--json").json == []
    monkeypatch.setenv("ACCOUNT_PASSWORD", PASSWORD)
    options = ("--role", "publisher", "--name", "Nino", "--language", "ka")
    added = command("account", "add", "Nino@example.org", *options)
    assert (added.code, added.output) == (
        0,
        "Added nino@example.org as publisher.\n",
    )
    assert command("account", "list", "--json").json == [
        {
            "email": "nino@example.org",
            "name": "Nino",
            "role": "publisher",
            "language": "ka",
        }
    ]
    listed = command("account", "list").output
    assert listed.splitlines()[1].split() == [
        "nino@example.org",
        "publisher",
        "ka",
        "Nino",
    ]
    assert "argon2" not in listed


def test_wrong_account_names_the_fields(command: Command) -> None:
    refused = command("account", "add", "nobody", "--password", "short")
    assert refused.code == 1
    assert refused.errors.splitlines() == [
        "Error: email: 'nobody' is no mail address such as nino@example.org",
        "Error: password: is shorter than 10 characters",
    ]
    assert command("account", "list", "--json").json == []


def test_second_account_of_an_address_is_refused(command: Command) -> None:
    add = ("account", "add", "a@example.org", "--password", PASSWORD)
    assert command(*add).code == 0
    again = command(*add)
    assert again.errors == "Error: email: a@example.org has an account already\n"


def test_unknown_role_is_wrong_usage(command: Command) -> None:
    refused = command(
        "account", "add", "a@example.org", "--role", "king", "--password", PASSWORD
    )
    assert refused.code == 2
    assert "'king' is not one of 'viewer', 'editor'" in refused.errors


def test_password_that_cannot_be_asked_for_is_told_how_to_give(
    command: Command,
) -> None:
    refused = command("account", "add", "a@example.org")
    assert refused.code == 2
    assert "give --password or the variable ACCOUNT_PASSWORD" in refused.errors
    assert command("account", "list", "--json").json == []


def test_password_is_asked_for_twice_at_a_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, bool]]] = []

    def prompt(text: str, **options: bool) -> str:
        asked.append((text, options))
        return PASSWORD

    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(accounts, "sys", terminal)
    monkeypatch.setattr(click, "prompt", prompt)
    assert command("account", "add", "a@example.org").code == 0
    assert asked == [("Password", {"hide_input": True, "confirmation_prompt": True})]
