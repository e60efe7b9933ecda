"""Commands run in this process, against a folder of their own."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from calendar_service.cli.main import run


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command answered."""

    code: int
    output: str
    errors: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.output)


Command = Callable[..., Outcome]


@pytest.fixture
def instance(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an empty database, which the commands are told of."""
    shutil.copyfile(migrated, tmp_path / "calendar.sqlite3")
    monkeypatch.setenv("CALENDAR_INSTANCE", str(tmp_path))
    monkeypatch.setenv("CALENDAR_COMMS_TEAM", "comms@example.org")
    return tmp_path


@pytest.fixture
def command(
    instance: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    """Return what runs a command; `given` is its standard input."""

    def run_command(*arguments: str, given: object = "") -> Outcome:
        text = given if isinstance(given, str) else json.dumps(given)
        raw = text.encode("utf-8", "surrogatepass")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), "utf-8"))
        code = run(list(arguments))
        output, errors = capsys.readouterr()
        assert "Traceback" not in output + errors
        return Outcome(code, output, errors)

    return run_command
