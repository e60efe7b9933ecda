from datetime import timedelta

from calendar_service.storage.database import Session
from calendar_service.storage.item_mails import ItemMail, list_item_mails
from calendar_service.storage.outbox import (
    MailState,
    add_mail,
    claim_next,
    drop_waiting,
    mark_sent,
)
from tests.builders import NOW
from tests.storage.mail_values import make_mail

LATER = NOW + timedelta(minutes=1)


def test_mails_about_an_item_are_told_newest_first(session: Session) -> None:
    for key in ("a", "b", "c"):
        add_mail(session, make_mail(key), NOW)
    claimed = claim_next(session, "w", NOW)
    assert claimed is not None
    mark_sent(session, claimed.id, "w", LATER)
    drop_waiting(session, ["c"], "moved")
    first = make_mail("a")
    address = first.message.to
    assert list_item_mails(session, first.item_uid) == [
        ItemMail(address, "About b", MailState.WAITING, NOW),
        ItemMail(address, "About a", MailState.SENT, LATER),
    ]
    assert list_item_mails(session, "another") == []
    assert list_item_mails(session, "\x00") == []
