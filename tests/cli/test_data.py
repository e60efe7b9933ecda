from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.samples import MEETING
from tests.cli.test_opening import set_revision


def test_upgrade_sets_up_what_is_empty_and_is_safe_to_repeat(
    command: Command, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALENDAR_INSTANCE", str(instance / "new"))
    first = command("db", "upgrade")
    assert first.code == 0
    assert first.output.startswith("The database was upgraded: 0001")
    again = command("db", "upgrade")
    assert (again.code, again.output) == (0, "The database is up to date.\n")


def test_upgrade_keeps_the_data(command: Command) -> None:
    command("items", "add", "--json", "-", given=MEETING)
    before = command("items", "list", "--json").json
    assert command("db", "upgrade").code == 0
    assert command("items", "list", "--json").json == before
    assert len(before) == 1


def test_newer_database_is_not_touched(command: Command, instance: Path) -> None:
    set_revision(instance, "9999")
    refused = command("db", "upgrade")
    assert refused.code == 1
    assert "was written by a newer version of the program" in refused.errors
