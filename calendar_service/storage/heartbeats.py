"""When something last ran."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_service.storage.inserting import insert_into
from calendar_service.storage.tables import BeatRow


def record_beat(session: Session, name: str, now: datetime) -> None:
    """Note that it runs now."""
    beat = insert_into(session, BeatRow).values(name=name, at=now)
    session.execute(
        beat.on_conflict_do_update(
            index_elements=["name"], set_={"at": beat.excluded.at}
        )
    )


def last_beat(session: Session, name: str) -> datetime | None:
    """Return when it last ran; None for never."""
    return session.scalar(select(BeatRow.at).where(BeatRow.name == name))
