"""The process that sets a page: once, in its turn, for so long, with no secrets."""

import sys
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from calendar_service.paper import typesetting
from calendar_service.paper.typesetting import (
    MOST_KEPT,
    MOST_WAITING,
    Busy,
    Typesetter,
    Unmade,
)

ECHO = "import sys; sys.stdout.write(sys.stdin.read())"
COUNT = f"open('runs', 'a').write('x'); {ECHO}"
SECRETS = "import os; print([name for name in os.environ if 'CALENDAR_' in name])"

WAIT = f"""
import os, time
while not os.path.exists('go'):
    time.sleep(0.02)
{ECHO}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the scripts run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def setter(script: str, seconds: float = 30) -> Typesetter:
    """Return one whose process runs a script of ours."""
    return Typesetter((sys.executable, "-c", script), seconds)


def test_a_page_comes_back_as_pdf() -> None:
    assert Typesetter().is_there
    made = Typesetter().typeset("<html lang='ka'><title>დღე</title><p>დღე</p>")
    assert (made[:5], made.rstrip()[-5:]) == (b"%PDF-", b"%%EOF")


def test_the_same_page_is_set_once_and_the_oldest_is_forgotten(folder: Path) -> None:
    made = setter(COUNT)
    pages = [f"page {number}" for number in range(MOST_KEPT + 1)]
    for page in [*pages[:-1], pages[0], pages[-1], pages[0]]:
        assert made.typeset(page) == page.encode()
    runs = folder / "runs"
    assert len(runs.read_text()) == MOST_KEPT + 1
    made.typeset(pages[1])
    assert len(runs.read_text()) == MOST_KEPT + 2


def test_it_is_told_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALENDAR_SECRET_KEY", "a secret that is only good for tests")
    assert setter(SECRETS).typeset("") == b"[]\n"


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Unmade):
        setter("import time; time.sleep(60)", 0.2).typeset("")


def test_a_process_that_cannot_begin_makes_no_page(folder: Path) -> None:
    with pytest.raises(Unmade, match="No such file"):
        Typesetter((str(folder / "nothing"),)).typeset("a page")


def test_what_fails_is_logged_by_its_last_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(Unmade):
        setter("raise OSError('no Pango here')").typeset("a private page")
    assert caplog.messages == ["a PDF could not be made: OSError: no Pango here"]


def test_trouble_is_told_only_where_documents_are_promised_and_fail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = setter("raise OSError('no Pango here')")
    assert broken.trouble() == ""  # everything stands where it should
    monkeypatch.setattr(typesetting, "DRAWS", ("nowhere-1.0",))
    assert broken.trouble() == "OSError: no Pango here"
    assert setter(ECHO).trouble() == ""
    broken.is_there = False
    assert broken.trouble() == ""


def test_whoever_comes_when_enough_wait_is_sent_away_at_once(
    folder: Path,
) -> None:
    made = setter(WAIT)
    answers: Queue[bytes] = Queue()

    def ask(page: str) -> None:
        try:
            answers.put(made.typeset(page))
        except Busy:
            answers.put(b"busy")

    threads = [Thread(target=ask, args=(f"{n}",)) for n in range(MOST_WAITING + 1)]
    for thread in threads:
        thread.start()
    assert answers.get(timeout=30) == b"busy"  # while nobody else is answered
    (folder / "go").touch()
    for thread in threads:
        thread.join()
    assert answers.qsize() == MOST_WAITING
    assert made.typeset("afterwards") == b"afterwards"
