"""Write to those who follow by mail: confirmations, news at once, the week."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from calendar_service.config import Settings
from calendar_service.domain.announcement import Announcement
from calendar_service.domain.follower import (
    ASKED_IS_KEPT,
    Follower,
    Wish,
    week_due,
)
from calendar_service.domain.item import Item
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.selection import Selection
from calendar_service.reminders.follow_asking import Sending, word_asking
from calendar_service.reminders.follow_wording import Pages, word_news, word_week
from calendar_service.reminders.following import (
    Letter,
    PublicChange,
    plan_news,
    plan_week,
)
from calendar_service.services.mail_links import (
    confirm_link,
    leave_link,
    manage_link,
)
from calendar_service.storage.database import Session
from calendar_service.storage.follow_mails import (
    count_refused,
    forget_mails,
    forget_old,
    forget_strays,
)
from calendar_service.storage.followers import (
    drop_unconfirmed,
    list_asked,
    list_untold,
    list_week_due,
    note_all_told,
    note_mailed,
    note_told,
    oldest_told,
    remove_follower,
)
from calendar_service.storage.items import calendar_version, list_items
from calendar_service.storage.news import has_announced, list_announced_after
from calendar_service.storage.outbox import OutboxMail, add_mail
from calendar_service.storage.plans import count_due, lock_planning

log = logging.getLogger(__name__)

NAME = "followers"
SPOKEN = ("en", "ka")
MOST_AT_ONCE = 100
"""Followers of one transaction: nobody who writes has to wait for thousands."""
MOST_CHANGES = 2_000
SENT_IS_KEPT = timedelta(days=30)
MOST_REFUSED = 3
"""Mails in a row that an address does not take before it is forgotten."""
ASKED = "somebody asked to follow by mail"
NEWS = "follows by mail, and is told at once"
WEEK = "follows by mail, and is told once a week"
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

Link = Callable[[Item, str], str]
"""An item's page, in a language."""


def queue_followers(
    session: Session, settings: Settings, link: Link, now: datetime
) -> bool:
    """Put what is due to some followers into the outbox; tell whether more may be.

    Called until nothing is left, each time in a transaction of its own: what
    was put in and how far everybody was told are written together, so that a
    kill in the middle neither loses nor doubles a mail. Where nothing is due,
    it is a few indexed look-ups. As long as a minute's mails wait to go out, no
    news joins them: reminders would have to wait behind it.
    """
    lock_planning(session, NAME)
    forget_mails(session, drop_unconfirmed(session, now - ASKED_IS_KEPT))
    forget_strays(session, now)
    desk = _Desk(session, settings, link, now)
    more = desk.ask()
    most = settings.mails_per_minute
    if most and count_due(session, now) >= most:
        return more
    return more | desk.tell_news() | desk.tell_week()


@dataclass
class _Letters:
    """Plans the same letter once for all who wish and know the same."""

    plan: Callable[[Follower], Letter]
    planned: dict[tuple[Wish, int], Letter] = field(default_factory=dict)

    def of(self, follower: Follower) -> Letter:
        key = follower.wish, follower.told
        if key not in self.planned:
            self.planned[key] = self.plan(follower)
        return self.planned[key]


@dataclass
class _Desk:
    """Writes the mails of one round; what all of them need is loaded once."""

    session: Session
    settings: Settings
    link: Link
    now: datetime

    def ask(self) -> bool:
        asked = list_asked(self.session, MOST_AT_ONCE)
        for follower in asked:
            link = confirm_link(self.settings, follower)
            self._put(follower, word_asking(self._sending(follower), link), ASKED)
        note_mailed(self.session, [each.name for each in asked])
        return len(asked) == MOST_AT_ONCE

    def tell_news(self) -> bool:
        version = calendar_version(self.session)
        since = oldest_told(self.session, version)
        if since is None:
            return False
        if not has_announced(self.session, since):
            note_all_told(self.session, version)
            return False
        followers = list_untold(self.session, version, MOST_AT_ONCE)
        changes, until = self._changes(followers)
        letters = _Letters(lambda one: plan_news(one, changes, until, *self._at))
        for follower in followers:
            letter = letters.of(follower)
            if not letter.is_empty():
                sending = self._sending(follower)
                pages = self._pages(sending)
                self._put(follower, word_news(letter, sending, pages, until), NEWS)
        note_told(self.session, [each.name for each in followers], until)
        return len(followers) == MOST_AT_ONCE or until < version

    def tell_week(self) -> bool:
        monday = week_due(self.now, self.settings.timezone)
        if monday is None:
            return False
        followers = list_week_due(self.session, monday, MOST_AT_ONCE)
        if not followers:
            return False
        changes, until = self._changes(followers)
        letters = _Letters(
            lambda one: plan_week(one, changes, self._near, until, self._at)
        )
        for follower in followers:
            letter = letters.of(follower)
            if not letter.is_empty():
                sending = self._sending(follower)
                pages = self._pages(sending)
                self._put(follower, word_week(letter, sending, pages, monday), WEEK)
        note_told(self.session, [each.name for each in followers], until, monday)
        return len(followers) == MOST_AT_ONCE

    @property
    def _at(self) -> tuple[datetime, str]:
        return self.now, self.settings.timezone

    @cached_property
    def _near(self) -> list[Item]:
        """Load what the public sees of the days around now."""
        today: date = self.now.date()
        near = Selection(first=today - A_DAY, last=today + A_WEEK + A_DAY)
        return list_items(self.session, near)

    def _changes(self, followers: Sequence[Follower]) -> tuple[list[PublicChange], int]:
        """Load what these have not been told, and up to which version that is."""
        since = min(follower.told for follower in followers)
        # First: what is committed meanwhile is found, or told the next time.
        version = calendar_version(self.session)
        found = list_announced_after(self.session, since, MOST_CHANGES)
        changes = [
            PublicChange(
                each.version,
                each.current,
                tuple(map(Announcement, each.announces)),
                each.before,
            )
            for each in found
        ]
        is_all = len(found) < MOST_CHANGES
        until = version if is_all else found[-1].version
        return changes, until

    def _sending(self, follower: Follower) -> Sending:
        language = follower.language if follower.language in SPOKEN else "en"
        return Sending(
            replace(follower, language=language),
            self.settings.office_name,
            leave_link(self.settings, follower.name, language),
            manage_link(self.settings, follower.name, language),
        )

    def _pages(self, sending: Sending) -> Pages:
        agenda = f"{self.settings.base_url}/agenda?lang={sending.language}"
        return Pages(self.link, agenda)

    def _put(self, follower: Follower, message: MailMessage, why: str) -> None:
        """Put it in, and forget what the same reader was sent long ago.

        Whose address takes nothing any more is forgotten instead.
        """
        name, address = follower.name, follower.address
        if count_refused(self.session, name, address) >= MOST_REFUSED:
            forget_mails(self.session, remove_follower(self.session, name))
            log.info("a follower whose mails were refused is forgotten")
            return
        forget_old(self.session, name, address, self.now - SENT_IS_KEPT)
        mail = OutboxMail(message=message, item_uid="", why=why, planned_at=self.now)
        add_mail(self.session, mail, self.now)
