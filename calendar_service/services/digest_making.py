"""What digests are made from, loaded once for all readers, and one reader's mail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Action, may
from calendar_service.domain.answer import Stop, Topic, is_owner
from calendar_service.domain.back_plan import DatedStep
from calendar_service.domain.digest_choice import DigestChoice
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.terms import reopened
from calendar_service.reminders.digest import (
    Digest,
    Period,
    make_digest,
    with_steps,
    with_waiting,
)
from calendar_service.reminders.digest_wording import word_digest
from calendar_service.services.back_planning import plans_of
from calendar_service.services.mail_links import stop_link
from calendar_service.services.owing import Ledger
from calendar_service.storage.accounts import find_account
from calendar_service.storage.database import Session
from calendar_service.storage.items import list_items
from calendar_service.storage.mail_stops import list_stops

WHY = "a digest was asked for"
SPOKEN = ("en", "ka")
LOOKED_BACK = timedelta(days=1)
LOOKED_AHEAD = timedelta(days=8)
JUST_BEFORE = timedelta(microseconds=1)

Link = Callable[[Item, str], str]
"""An item's page, in a language."""


@dataclass
class DigestDesk:
    """Makes digests of what is known of a time; reads nothing more.

    What all readers of a language are told is made once for all of them.
    """

    settings: Settings
    link: Link
    items: Sequence[Item]
    plans: Mapping[str, Sequence[DatedStep]]
    _made: dict[tuple[object, ...], Digest] = field(default_factory=dict)

    def word(
        self, reader: Account, period: Period, ledger: Ledger, now: datetime
    ) -> tuple[MailMessage, bool]:
        """Return the mail, and whether it says anything."""
        language = reader.language if reader.language in SPOKEN else "en"

        def page(item: Item) -> str:
            return self.link(item, language)

        # What goes out in this very minute is asked afterwards, and two steps
        # may ask about one item: it is named once.
        owed = ledger.owed(now - JUST_BEFORE)
        waiting = {each.item.uid: each.item for each in owed}.values()
        spoken = (language, page)
        digest = with_waiting(self._for_all(period, spoken), waiting, spoken)
        digest = with_steps(digest, self._plans_of(reader), period, spoken)
        stop = Stop(reader.email.lower(), Topic.DIGEST)
        link = stop_link(self.settings, stop, language)
        office = self.settings.office_name
        message = word_digest(digest, period, (reader.email, language), office, link)
        return message, not digest.is_empty()

    def _plans_of(self, reader: Account) -> Iterator[tuple[Item, list[DatedStep]]]:
        """Yield the steps that somebody is named for, or has the agreement of."""
        names = {name.casefold() for name in (reader.email, reader.name) if name}
        for item in self.items:
            steps = self.plans.get(item.uid, ())
            is_mine = is_owner(item, reader.email)
            mine = [
                dated
                for dated in steps
                if dated.mark.person.casefold() in names
                or (is_mine and not dated.mark.person)
            ]
            if mine and item.status is ItemStatus.PUBLISHED:
                yield item, mine

    def _for_all(
        self, period: Period, spoken: tuple[str, Callable[[Item], str]]
    ) -> Digest:
        name = (period.first, period.last, period.told_on, spoken[0])
        if name not in self._made:
            zone = self.settings.timezone
            self._made[name] = make_digest(self.items, period, zone, spoken)
        return self._made[name]


def open_desk(
    session: Session, settings: Settings, link: Link, since: datetime, until: datetime
) -> DigestDesk:
    """Load what digests from `since` to `until` speak of: what is near, all terms."""
    terms = frozenset({ItemKind.AGREEMENT})
    near = Selection(
        audience=Audience.STAFF,
        without_kinds=terms,
        first=since.date() - LOOKED_BACK,
        last=until.date() + LOOKED_AHEAD,
    )
    ends = Selection(audience=Audience.STAFF, kinds=terms)
    agreements = reopened(list_items(session, ends))
    items = [*list_items(session, near), *agreements]
    return DigestDesk(settings, link, items, plans_of(session, agreements))


def readers_of(
    session: Session, choices: Sequence[DigestChoice]
) -> list[tuple[DigestChoice, Account]]:
    """Return who gets one: whoever asked, may see what staff see, and did not stop."""
    stops = list_stops(session)
    found = [(choice, find_account(session, choice.address)) for choice in choices]
    return [
        (choice, reader)
        for choice, reader in found
        if reader is not None
        and may(reader, Action.SEE_STAFF_ITEMS)
        and Stop(choice.address, Topic.DIGEST) not in stops
    ]
