import logging
import sqlite3
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from calendar_service.cli.main import cli, main, run, sentences
from calendar_service.config import BadSetting
from calendar_service.domain.account import NotAllowed
from calendar_service.domain.draft import InvalidDraft, Problem
from calendar_service.storage.database import OperationalError
from tests.cli.conftest import Command


def commands(group: click.Group, *before: str) -> list[tuple[str, ...]]:
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((*before, name))
        if isinstance(command, click.Group):
            found += commands(command, *before, name)
    return found


COMMANDS = commands(cli)


def test_commands_are_those_that_were_promised() -> None:
    assert sorted(COMMANDS) == [
        ("account",),
        ("account", "add"),
        ("account", "away"),
        ("account", "back"),
        ("account", "digest"),
        ("account", "disable"),
        ("account", "enable"),
        ("account", "list"),
        ("account", "password"),
        ("account", "set"),
        ("agreements",),
        ("agreements", "end"),
        ("agreements", "list"),
        ("agreements", "plan"),
        ("agreements", "plan", "assign"),
        ("agreements", "plan", "done"),
        ("agreements", "plan", "drop"),
        ("agreements", "plan", "list"),
        ("agreements", "plan", "set"),
        ("agreements", "renew"),
        ("agreements", "show"),
        ("check",),
        ("db",),
        ("db", "upgrade"),
        ("deliver",),
        ("demo",),
        ("feeds",),
        ("feeds", "check"),
        ("feeds", "forget"),
        ("feeds", "list"),
        ("feeds", "save"),
        ("feeds", "show"),
        ("feeds", "token"),
        ("feeds", "token", "add"),
        ("feeds", "token", "list"),
        ("feeds", "token", "renew"),
        ("feeds", "token", "revoke"),
        ("followers",),
        ("followers", "count"),
        ("followers", "list"),
        ("followers", "remove"),
        ("items",),
        ("items", "add"),
        ("items", "cancel"),
        ("items", "list"),
        ("items", "show"),
        ("outbox",),
        ("outbox", "list"),
        ("outbox", "retry"),
        ("outbox", "show"),
        ("remind",),
        ("rules",),
        ("rules", "add"),
        ("rules", "days-off"),
        ("rules", "days-off", "add"),
        ("rules", "days-off", "list"),
        ("rules", "days-off", "remove"),
        ("rules", "disable"),
        ("rules", "edit"),
        ("rules", "enable"),
        ("rules", "list"),
        ("rules", "lists"),
        ("rules", "lists", "list"),
        ("rules", "lists", "remove"),
        ("rules", "lists", "set"),
        ("rules", "remove"),
        ("rules", "show"),
        ("scheduler",),
        ("serve",),
        ("test-mail",),
    ]


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_command_and_option_explains_itself(
    command: Command, name: tuple[str, ...]
) -> None:
    helped = command(*name, "--help")
    assert (helped.code, helped.errors) == (0, "")
    found: click.Command | None = cli
    for part in name:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), part)
    assert found
    assert found.help
    assert found.get_short_help_str(62).endswith(".")
    options = [p for p in found.params if isinstance(p, click.Option)]
    assert [p.name for p in options if not p.help] == []


def test_version_is_that_of_the_package(command: Command) -> None:
    told = command("--version")
    assert told.output.split()[-1] == version("calendar-service")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("itmes",), "No such command 'itmes'"),
        (
            ("items", "list", "--form", "x"),
            "No such option '--form'. Did you mean '--from'?",
        ),
        (("items", "show"), "Missing argument 'NAME'"),
        (("serve", "--port", "0"), "0 is not in the range 1<=x<=65535"),
    ],
)
def test_wrong_usage_is_two(
    command: Command, arguments: tuple[str, ...], said: str
) -> None:
    refused = command(*arguments)
    assert refused.code == 2
    assert said in refused.errors


def test_bad_setting_is_one_sentence_whatever_the_command(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDAR_TIMEZONE", "Asia/Atlantis")
    for name in (
        ("items", "list"),
        ("account", "list"),
        ("db", "upgrade"),
        ("deliver",),
        ("demo", "--port", "8987"),
        ("remind", "--dry-run"),
        ("scheduler",),
        ("serve", "--port", "8987"),
        ("test-mail", "a@example.org"),
    ):
        refused = command(*name)
        assert (refused.code, refused.output) == (1, "")
        assert refused.errors == (
            "Error: CALENDAR_TIMEZONE: 'Asia/Atlantis' is no time zone;"
            " write one like Asia/Tbilisi\n"
        )


def test_misspelled_setting_is_told_its_name(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDAR_SMPT_URL", "smtp://x")
    refused = command("items", "list")
    assert refused.errors == (
        "Error: the setting CALENDAR_SMPT_URL is not known;"
        " did you mean CALENDAR_SMTP_URL?\n"
    )


def test_database_that_is_none_is_one_sentence(
    command: Command, instance: Path
) -> None:
    (instance / "calendar.sqlite3").write_text("not a database\n" * 100)
    refused = command("items", "list")
    assert refused.code == 1
    assert refused.errors.startswith("Error: ")
    assert "file is not a database" in refused.errors
    assert refused.errors.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////proc/nowhere/x.sqlite3", "cannot be made"),
        ("sqlite:///{folder}", "unable to open database file"),
        ("mysql://u:secret@h/d", "asks for mysql"),
        ("nonsense", "is no database address"),
        ("postgresql://u:secret@127.0.0.1:1/d", "cannot be used"),
    ],
)
def test_database_that_cannot_be_opened_is_one_sentence_without_the_password(
    command: Command,
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    said: str,
) -> None:
    monkeypatch.setenv("CALENDAR_DATABASE_URL", url.format(folder=instance))
    refused = command("items", "list")
    assert (refused.code, refused.output) == (1, "")
    assert said in refused.errors
    assert "secret" not in refused.errors
    assert refused.errors.count("\n") == 1


def test_instance_that_cannot_be_written_is_named(
    command: Command, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance / "file").touch()
    monkeypatch.setenv("CALENDAR_INSTANCE", str(instance / "file" / "x"))
    refused = command("demo", "--port", "8987")
    assert refused.errors == (
        f"Error: cannot write in the instance folder {instance}/file/x:"
        " Not a directory; set CALENDAR_INSTANCE to a folder that can be written\n"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (BadSetting("bad"), ["bad"]),
        (NotAllowed("no"), ["no"]),
        (
            InvalidDraft([Problem("a", "is b"), Problem("", "whole")]),
            ["a: is b", "whole"],
        ),
        (
            OperationalError("SQL", {}, sqlite3.OperationalError("locked\nnow")),
            ["the database cannot be used: locked now"],
        ),
        (PermissionError(13, "Permission denied", "/x"), ["/x: Permission denied"]),
        (OSError("odd"), ["unexpected OSError: odd"]),
        (KeyError("k"), ["unexpected KeyError: 'k'"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_are_said_in_plain_words(wrong: Exception, said: list[str]) -> None:
    assert sentences(wrong) == said


def test_interrupted_command_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.commands, "x", click.Command("x", callback=interrupted))
    assert run(["x"]) == 130
    assert capsys.readouterr() == ("", "\nStopped.\n")


def test_main_exits_with_the_code_and_logs_to_stderr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["calendar-service", "nothing"])
    monkeypatch.setattr(logging, "basicConfig", lambda **given: given.clear())
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
