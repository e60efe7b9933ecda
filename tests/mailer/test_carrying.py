"""Tests of mailer/carrying.py in here; test_courier.py has it as a process."""

import os
import threading
from multiprocessing import Pipe
from pathlib import Path

from calendar_service.domain.item import Person
from calendar_service.mailer import MailSettings, Receipt, SmtpUrl, is_held
from calendar_service.mailer.carrying import carry
from calendar_service.mailer.conversation import MailBroke
from tests.smtp_server import Server

MAIL = b"Subject: hello\r\n\r\nhello\r\n"
ANN = "ann@example.org"


def settings_for(port: int) -> MailSettings:
    url = SmtpUrl.parse(f"smtp://127.0.0.1:{port}")
    sender = Person("Office", "calendar@example.org")
    return MailSettings(url=url, sender=sender, domain="example.org", timeout=5)


def test_nothing_is_begun_for_who_is_gone(server: Server, tmp_path: Path) -> None:
    receipt = Receipt(tmp_path / "receipt", "taken")
    receipt.path.touch()
    ours, its = Pipe()
    somebody_else = os.getpid()
    thread = threading.Thread(target=carry, args=(its, somebody_else))
    thread.start()
    ours.send((settings_for(server.port),))
    assert ours.recv() is None
    ours.send((ANN, MAIL, receipt))
    assert str(ours.recv()) == "nobody waits for an answer any more"
    assert is_held(receipt.path)
    ours.close()
    thread.join()
    assert not is_held(receipt.path)
    assert (server.taken, server.greetings, receipt.is_left()) == ([], 0, False)


def test_what_is_carried_for_us_is_answered(server: Server) -> None:
    ours, its = Pipe()
    thread = threading.Thread(target=carry, args=(its, os.getppid()))
    thread.start()
    ours.send((settings_for(server.port),))
    assert ours.recv() is None
    answers = []
    for to in (ANN, "ნინო@example.org"):
        ours.send((to, MAIL, None))
        answers.append(ours.recv())
    ours.close()
    thread.join()
    assert (answers[0], type(answers[1])) == (None, MailBroke)
    assert [to for _, to, _ in server.taken] == [[ANN]]
