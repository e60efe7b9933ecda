"""An office that is followed by mail, and what it mails to its followers."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from calendar_service.config import Settings
from calendar_service.domain.follower import Follower, Pace, Wish
from calendar_service.domain.item import Item, ItemKind
from calendar_service.services.follower_mailing import (
    queue_followers,
)
from calendar_service.services.following import confirm
from calendar_service.storage.database import Database
from calendar_service.storage.followers import (
    ask_follower,
    note_mailed,
)
from calendar_service.storage.items import store_item
from calendar_service.storage.outbox import (
    OutboxMail,
    list_mails,
)
from tests.builders import make_item
from tests.services.planner import page

NOW = datetime(2026, 5, 6, 8, tzinfo=UTC)
"""A Wednesday."""
MONDAY = datetime(2026, 5, 11, 5, tzinfo=UTC)
"""Nine o'clock in Tbilisi."""
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
MEETINGS = Wish(kinds=frozenset({ItemKind.MEETING}))
NINO = Follower(
    name="n" * 32,
    address="nino@example.org",
    wish=MEETINGS,
    pace=Pace.IMMEDIATE,
    language="ka",
    asked_at=NOW,
)
GIO = replace(NINO, name="g" * 32, address="gio@example.org", pace=Pace.WEEKLY)


@dataclass
class Office:
    """An office with followers, and what it mails to them."""

    database: Database
    settings: Settings

    def follow(self, *followers: Follower, now: datetime = NOW) -> None:
        """Let them ask and confirm, their first mail being sent."""
        with self.database.transaction() as session:
            for follower in followers:
                ask_follower(session, follower)
                confirm(session, self.settings, follower.name, now)
                note_mailed(session, [follower.name])

    def add(self, number: int = 1, **changes: object) -> Item:
        item = make_item(
            uid=f"{number}@example.org",
            slug=f"item-{number}",
            published_at=NOW,
            **changes,
        )
        with self.database.transaction() as session:
            return store_item(
                session, item, actor="ada", seen=None, now=NOW, announces=("new",)
            )

    def change(self, item: Item, said: str, **changes: object) -> Item:
        new = replace(item, revision=item.revision + 1, **changes)  # type: ignore[arg-type]  # the caller names the field
        with self.database.transaction() as session:
            return store_item(
                session,
                new,
                actor="ada",
                seen=item.revision,
                now=NOW,
                announces=(said,) if said else (),
            )

    def queue(self, now: datetime = NOW) -> list[str]:
        """Queue until nothing is left; return whom mails wait for, with subjects."""
        before = {mail.id for mail in self.mails()}
        more = True
        while more:
            with self.database.transaction() as session:
                more = queue_followers(session, self.settings, page, now)
        new = [mail for mail in self.mails() if mail.id not in before]
        return [f"{mail.message.to}: {mail.message.subject}" for mail in new]

    def mails(self) -> list[OutboxMail]:
        with self.database.reading() as session:
            return list(reversed(list_mails(session, most=9_999)))
