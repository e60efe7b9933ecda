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
            "kinds": [],
            "language": "ka",
            "state": "active",
        }
    ]
    listed = command("account", "list").output
    assert listed.splitlines()[1].split() == [
        "nino@example.org",
        "publisher",
        "all",
        "ka",
        "active",
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


def test_what_an_account_may_do_is_set_and_the_rest_stays(command: Command) -> None:
    password = ("--password", PASSWORD)
    added = command("account", "add", "a@example.org", "--kinds", "news", *password)
    assert added.code == 0
    kinds = ("--kinds", "screening, training", "--role", "publisher")
    done = command("account", "set", "A@example.org", *kinds)
    assert done.output == "a@example.org is publisher, screening,training.\n"
    assert command("account", "set", "a@example.org", "--name", "Ada").code == 0
    assert command("account", "list", "--json").json == [
        {
            "email": "a@example.org",
            "name": "Ada",
            "role": "publisher",
            "kinds": ["screening", "training"],
            "language": "en",
            "state": "active",
        }
    ]
    done = command("account", "set", "a@example.org", "--kinds", "all")
    assert done.output == "a@example.org is publisher, all.\n"


def test_an_account_is_disabled_and_enabled(command: Command) -> None:
    command("account", "add", "a@example.org", "--password", PASSWORD)
    done = command("account", "disable", "a@example.org")
    assert done.output == "a@example.org is disabled.\n"
    (listed,) = command("account", "list", "--json").json
    assert listed["state"] == "disabled"
    done = command("account", "enable", "a@example.org")
    assert done.output == "a@example.org is active.\n"


def test_what_cannot_be_set_is_said(command: Command) -> None:
    options = ("--role", "admin", "--password", PASSWORD)
    command("account", "add", "root@example.org", *options)
    last = "is that of the last administrator: make somebody else one first\n"
    refused = command("account", "disable", "root@example.org")
    assert refused.errors == f"Error: state: {last}"
    refused = command("account", "set", "root@example.org", "--role", "viewer")
    assert refused.errors == f"Error: role: {last}"
    refused = command("account", "set", "root@example.org", "--kinds", "news,party")
    assert refused.code == 2
    assert "'party' is not one of all, observance" in refused.errors
    for name in ("set", "disable", "enable"):
        refused = command("account", name, "x@example.org")
        assert refused.errors == "Error: x@example.org has no account\n"
    limited = ("--kinds", "news", "--role", "admin", "--password", PASSWORD)
    refused = command("account", "add", "x@example.org", *limited)
    assert refused.code == 1
    assert len(command("account", "list", "--json").json) == 1
