"""One installation, reached as people reach it: commands, HTTP, the mail process."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from calendar_service.cli.main import run
from calendar_service.config import Settings
from calendar_service.storage.database import Database

Operator = Callable[..., str]


@pytest.fixture
def operator(
    settings: Settings,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Operator:
    """Return what runs a command on the installation that `client` asks.

    The command has to succeed; what it printed comes back.
    """
    told = {
        "INSTANCE": str(settings.instance),
        "BASE_URL": settings.base_url,
        "COMMS_TEAM": ",".join(settings.comms_team),
        "UID_DOMAIN": settings.uid_domain,
        "OFFICE_NAME": settings.office_name,
        "MAIL_FROM": settings.mail_from,
    }
    for name, value in told.items():
        monkeypatch.setenv(f"CALENDAR_{name}", value)

    def run_command(*arguments: str, given: Any = "") -> str:  # noqa: ANN401 - JSON
        raw = json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = run(list(arguments))
        output, errors = capsys.readouterr()
        assert code == 0, errors
        return str(output)

    return run_command
