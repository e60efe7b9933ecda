"""Tests of the courier, a real process, against a real SMTP server."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from calendar_service.config import unconfigured_environment
from calendar_service.domain.item import Person
from calendar_service.mailer import (
    Courier,
    MailDeferred,
    MailInDoubt,
    MailPutOff,
    MailRefused,
    MailSettings,
    Receipt,
    SmtpUrl,
    is_held,
)
from calendar_service.mailer import courier as courier_module
from calendar_service.mailer.conversation import MailBroke
from tests.faults import SlowServer
from tests.smtp_server import Server, free_port, running

MAIL = b"Subject: hello\r\n\r\nhello\r\n"
ANN = "ann@example.org"
SENDS_ONE = """
import sys
from pathlib import Path
from calendar_service.config import unconfigured_environment
from calendar_service.domain.item import Person
from calendar_service.mailer import Courier, MailSettings, Receipt, SmtpUrl
url = SmtpUrl.parse(f"smtp://127.0.0.1:{sys.argv[1]}")
sender = Person("Office", "calendar@example.org")
courier = Courier(MailSettings(url=url, sender=sender, domain="example.org"))
receipt = Receipt(Path(sys.argv[2]), "taken")
courier.hand_over("ann@example.org", b"Subject: hello\\r\\n\\r\\nhello\\r\\n", receipt)
"""
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20.0


def settings_for(port: int) -> MailSettings:
    url = SmtpUrl.parse(f"smtp://127.0.0.1:{port}")
    sender = Person("Office", "calendar@example.org")
    return MailSettings(url=url, sender=sender, domain="example.org", timeout=5)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def courier(server: Server) -> Iterator[Courier]:
    with closing(Courier(settings_for(server.port))) as made:
        yield made


@pytest.fixture
def slow() -> Iterator[SlowServer]:
    made = SlowServer(seconds=0.5)
    for _ in running(made):
        yield made


@pytest.fixture
def hanging() -> Iterator[int]:
    """A server that takes a call, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()[1]


@pytest.fixture
def receipt(tmp_path: Path) -> Receipt:
    path = tmp_path / "receipt"
    path.write_text("as it was before")
    return Receipt(path, "taken")


def test_many_mails_go_over_one_connection(courier: Courier, server: Server) -> None:
    for name in "abc":
        courier.hand_over(f"{name}@example.org", MAIL)
    assert [to for _, to, _ in server.taken] == [[f"{c}@example.org"] for c in "abc"]
    assert [raw for _, _, raw in server.taken] == [MAIL] * 3
    assert server.greetings == 1


def test_after_it_was_called_back_another_goes(
    courier: Courier, server: Server
) -> None:
    courier.hand_over(ANN, MAIL)
    courier.close()
    courier.hand_over(ANN, MAIL)
    assert (len(server.taken), server.greetings) == (2, 2)


def test_receipt_is_left_when_a_mail_is_taken(
    courier: Courier, server: Server, receipt: Receipt
) -> None:
    server.to_data = ["450 later", "250 OK"]
    with pytest.raises(MailPutOff):
        courier.hand_over(ANN, MAIL, receipt)
    assert (receipt.is_left(), is_held(receipt.path)) == (False, True)
    courier.hand_over(ANN, MAIL, receipt)
    assert receipt.path.read_text() == "taken was before"
    assert (receipt.is_left(), is_held(receipt.path)) == (True, True)
    courier.close()
    assert not is_held(receipt.path)


def test_receipts_may_lie_in_different_files(
    courier: Courier, receipt: Receipt, tmp_path: Path
) -> None:
    other = Receipt(tmp_path / "other", "taken, too")
    other.path.touch()
    for each in (receipt, other):
        courier.hand_over(ANN, MAIL, each)
        assert (each.is_left(), is_held(each.path)) == (True, True)
    assert not is_held(receipt.path)


def test_receipt_that_cannot_be_left_costs_no_mail(
    courier: Courier, server: Server, tmp_path: Path
) -> None:
    nowhere = Receipt(tmp_path / "missing" / "file", "taken")
    courier.hand_over(ANN, MAIL, nowhere)
    assert (len(server.taken), nowhere.is_left()) == (1, False)
    assert not is_held(nowhere.path)


@pytest.mark.parametrize(
    ("answer", "wrong", "said"),
    [
        ("550 no such user", MailRefused, "127.0.0.1 answered 550 no such user"),
        ("452 no space", MailPutOff, "127.0.0.1 answered 452 no space"),
        ("421 closing", MailDeferred, "127.0.0.1 answered 421 closing"),
        ("drop", MailInDoubt, "127.0.0.1: Connection unexpectedly closed"),
    ],
)
def test_what_the_server_says_is_told_and_the_next_mail_goes(
    courier: Courier, server: Server, answer: str, wrong: type[Exception], said: str
) -> None:
    server.to_data = [answer]
    with pytest.raises(wrong) as told:
        courier.hand_over(ANN, MAIL)
    assert (type(told.value), str(told.value)) == (wrong, said)
    courier.hand_over("ben@example.org", MAIL)
    assert server.taken[-1][1] == ["ben@example.org"]


def test_mail_that_breaks_what_carries_it_is_named(courier: Courier) -> None:
    with pytest.raises(MailBroke, match=r"^UnicodeEncodeError: .*ascii"):
        courier.hand_over("ნინო@example.org", MAIL)
    courier.hand_over(ANN, MAIL)


def test_nobody_there_means_later() -> None:
    with (
        closing(Courier(settings_for(free_port()))) as courier,
        pytest.raises(MailDeferred, match=r"^127\.0\.0\.1: .*refused"),
    ):
        courier.hand_over(ANN, MAIL)


def test_process_that_cannot_be_begun_means_later(
    courier: Courier, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as nowhere:
        nowhere.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(MailDeferred, match="nobody can carry mails"):
            courier.hand_over(ANN, MAIL)
    courier.hand_over(ANN, MAIL)
    assert len(server.taken) == 1


def test_courier_that_does_not_get_under_way_has_no_mail(
    courier: Courier, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(courier_module, "MODULE", "calendar_service.no_such_module")
        with pytest.raises(MailDeferred, match="nobody can carry mails: exit") as told:
            courier.hand_over(ANN, MAIL)
    assert type(told.value) is MailDeferred
    courier.hand_over(ANN, MAIL)
    assert len(server.taken) == 1


def test_one_that_takes_too_long_is_given_up_and_its_mail_in_doubt(
    hanging: int, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "MOST_SECONDS", 2.0)
    with (
        closing(Courier(settings_for(hanging))) as slow,
        pytest.raises(MailInDoubt, match="came to an end"),
    ):
        slow.hand_over(ANN, MAIL, receipt)
    assert not is_held(receipt.path)


def test_receipt_counts_where_its_courier_came_to_an_end(
    hanging: int, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "MOST_SECONDS", 2.0)
    receipt.path.write_text(receipt.text)
    with closing(Courier(settings_for(hanging))) as slow:
        slow.hand_over(ANN, MAIL, receipt)


def test_who_is_called_off_before_it_sets_out_carries_nothing(
    courier: Courier, server: Server
) -> None:
    courier.cut()
    with pytest.raises(MailDeferred, match="broken off") as told:
        courier.hand_over(ANN, MAIL)
    assert (type(told.value), server.taken) == (MailDeferred, [])


def test_errand_is_broken_off_from_another_thread(hanging: int) -> None:
    with closing(Courier(settings_for(hanging))) as courier:
        timer = threading.Timer(0.5, courier.cut)
        timer.start()
        with pytest.raises(MailDeferred, match="broken off") as told:
            courier.hand_over(ANN, MAIL)
        assert type(told.value) is MailDeferred
        timer.join()


@pytest.mark.parametrize("ending", ["alone", "with its group"])
def test_mail_in_flight_is_finished_when_whoever_sent_it_is_killed(
    slow: SlowServer, receipt: Receipt, ending: str
) -> None:
    sender = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", SENDS_ONE, str(slow.port), str(receipt.path)],
        env=unconfigured_environment() | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    wait_until(lambda: slow.begun == 1)
    if ending == "alone":
        sender.kill()
    else:
        os.killpg(sender.pid, signal.SIGKILL)
    sender.wait()
    assert (slow.taken, receipt.is_left()) == ([], False)
    assert is_held(receipt.path)
    wait_until(lambda: not is_held(receipt.path))
    assert (len(slow.taken), receipt.is_left()) == (1, True)
