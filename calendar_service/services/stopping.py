"""Stop mails about a kind for somebody, and let them come again."""

from datetime import datetime

from calendar_service.domain.answer import Stop, Topic, is_owner
from calendar_service.storage.database import Session
from calendar_service.storage.digests import drop_digest
from calendar_service.storage.items import find_item
from calendar_service.storage.mail_stops import add_stop, remove_stop, waiting_for
from calendar_service.storage.outbox import drop_waiting

STOPPED = "the reader takes no more mails about this kind"


def stop_mails(session: Session, stop: Stop, now: datetime) -> bool:
    """Stop them at once, what waits in the outbox too; False if they were before.

    What is in this person's care goes on: an owner cannot vanish.
    """
    is_new = add_stop(session, stop, now)
    gone = [
        key
        for key, uid in waiting_for(session, stop).items()
        if not _is_in_care(session, uid, stop.address)
    ]
    if stop.kind is Topic.DIGEST:
        drop_digest(session, stop.address)
    drop_waiting(session, gone, STOPPED)
    return is_new


def resume_mails(session: Session, stop: Stop) -> bool:
    """Let them come again; False if they were not stopped.

    What was taken back and is still due is planned anew with the next beat.
    """
    return remove_stop(session, stop)


def _is_in_care(session: Session, uid: str, address: str) -> bool:
    item = find_item(session, uid)
    return item is not None and is_owner(item, address)
