import runpy
import sys
from importlib.metadata import version

import pytest


def test_package_is_run_as_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["calendar_service", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("calendar_service", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out == (
        f"calendar-service, version {version('calendar-service')}\n"
    )


def test_worker_that_imports_it_again_runs_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runpy.run_module("calendar_service.__main__", run_name="__mp_main__")
    assert capsys.readouterr() == ("", "")
