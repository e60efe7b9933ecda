"""An office whose clock is walked through its days, and what was really mailed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from calendar_service.config import Settings
from calendar_service.domain.account import Account, Role
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.mail import message_id
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule import ReminderRule, Step
from calendar_service.domain.span import Span, whole_days
from calendar_service.domain.texts import Text
from calendar_service.scheduler import MailWorker
from calendar_service.services.editing import add_item
from calendar_service.services.foretelling import foretell_mails
from calendar_service.services.reminding import Queued
from calendar_service.storage.accounts import store_account
from calendar_service.storage.database import Database
from calendar_service.storage.digests import store_digest
from calendar_service.storage.outbox import MailState, list_mails
from calendar_service.storage.plans import find_planned, store_look
from calendar_service.storage.rules import store_rule
from tests.builders import make_draft, timed
from tests.fakes import StillClock
from tests.smtp_server import Server

A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
ADMIN = Account(email="head@example.org", role=Role.ADMIN, language="ka")
NINO = Person("Nino", "nino@example.org")
DATO = Person("Dato", "dato@example.org")
EDITOR = Account(email=NINO.email, name=NINO.name, role=Role.EDITOR)
DIGESTS_AT = time(9)
DIGESTS = (
    DigestChoice(address=ADMIN.email, every=Rhythm.DAILY, send_at=DIGESTS_AT),
    DigestChoice(address=NINO.email, every=Rhythm.WEEKLY, send_at=DIGESTS_AT),
)
CLOCKS = (("berlin", "Europe/Berlin"), ("new-york", "America/New_York"))
LOOKED_INTO = 0.2
"""The share of pauses in which it is looked whether something was due."""
HOURS = (("night", time(2, 30)), ("morning", time(9)))
"""Half past two is the time that clocks skip in spring and repeat in autumn."""

Mailed = tuple[datetime, str, str]
"""When, to whom, and the subject."""


@dataclass
class Walk:
    """One installation under a still clock, with a server that takes its mails."""

    settings: Settings
    database: Database
    clock: StillClock
    server: Server
    beats: int = 0
    skipped: int = 0
    worker: MailWorker = field(init=False)
    _draw: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - the same minutes each time

    def __post_init__(self) -> None:
        url = f"smtp://127.0.0.1:{self.server.port}"
        real = replace(self.settings, smtp_url=url)
        self.worker = MailWorker(real, self.database, self.clock)
        self.worker.prepare()

    def foretold(self, until: datetime) -> list[Mailed]:
        """Return what the time machine says from now on."""
        with self.database.reading() as session:
            found = foretell_mails(session, self.settings, self.clock.now, until)
        return sorted((m.sent_at, m.to, m.subject) for m in found if m.is_mail)

    def mailed(self, since: datetime) -> list[Mailed]:
        """Return what the server took from an instant on."""
        found = ((sent_at(mail), mail) for mail in self.letters())
        return sorted(
            (at, str(mail["To"]), str(mail["Subject"]))
            for at, mail in found
            if at >= since
        )

    def letters(self) -> list[EmailMessage]:
        return [
            message_from_bytes(raw, policy=default) for _, _, raw in self.server.taken
        ]

    def keys(self) -> dict[str, str]:
        """Return the keys of the mails that are out, by Message-ID."""
        with self.database.reading() as session:
            sent = list_mails(session, [MailState.SENT], most=10_000)
        domain = self.settings.uid_domain
        return {message_id(m.message.key, domain): m.message.key for m in sent}

    def every_minute(self, until: datetime) -> None:
        """Beat in each minute up to and with `until`."""
        while self.clock.now <= until:
            self._beat()

    def where_it_matters(self, until: datetime) -> None:
        """Beat like that, but leave out minutes of which the scheduler is sure.

        That is sound. A beat in which nothing was queued or sent leaves behind
        when to look again, and until then a beat does not look: leaving it out
        changes nothing, and a look that came too late would show as a mail
        that came later than was foretold. The last minute before something
        falls due is walked all the same, and so are some of those that are
        left out, with all forgotten that was sure: nothing is due in them.
        Digests are asked for in each beat, and here come at nine at the earliest:
        that minute is never left out.
        """
        while self.clock.now <= until:
            if self._beat():
                continue
            look_at, is_due = self._next_look()
            last = _whole_minute(look_at) - (A_MINUTE if is_due else timedelta())
            last = min(last, self._next_digests(), until + A_MINUTE)
            if last > self.clock.now and self._draw.random() < LOOKED_INTO:
                self._look_before(last)
            elif last > self.clock.now:
                self._leave_out_until(last)

    def _beat(self) -> bool:
        """Live through one minute; tell whether anything happened in it."""
        taken = len(self.server.taken)
        queued, delivered = self.worker.beat()
        assert len(self.server.taken) - taken == delivered.sent
        self.beats += 1
        self.clock.now += A_MINUTE
        return queued != Queued() or delivered.sent > 0

    def _next_look(self) -> tuple[datetime, bool]:
        """Return when to look again, and whether something is known to be due."""
        with self.database.reading() as session:
            planned = find_planned(session)
        assert planned.look_at is not None
        return planned.look_at, planned.due_at is not None

    def _next_digests(self) -> datetime:
        """Return the next nine o'clock of the office, which keeps its clock."""
        zone = ZoneInfo(self.settings.timezone)
        now = self.clock.now.astimezone(zone)
        at = datetime.combine(now.date(), DIGESTS_AT, zone)
        return at if at >= now else at + A_DAY

    def _look_before(self, last: datetime) -> None:
        """Look at everything in some minute before the next look is due."""
        minutes = (last - self.clock.now) // A_MINUTE
        now = self.clock.now + self._draw.randrange(minutes) * A_MINUTE
        self._leave_out_until(now)
        with self.database.transaction() as session:
            store_look(session, "", now, now)
        assert not self._beat()

    def _leave_out_until(self, then: datetime) -> None:
        self.skipped += (then - self.clock.now) // A_MINUTE
        self.clock.now = then


def sent_at(mail: EmailMessage) -> datetime:
    """Return what the letter's own date says."""
    return parsedate_to_datetime(mail["Date"])


def _whole_minute(instant: datetime) -> datetime:
    """Return the first whole minute at or after an instant."""
    cut = instant.replace(second=0, microsecond=0)
    return cut if cut == instant else cut + A_MINUTE


def furnish(walk: Walk, changes: tuple[date, ...]) -> dict[str, Item]:
    """Put in items of many kinds, and a daily series around each day of change."""
    now = walk.clock.now
    with walk.database.transaction() as session:
        for account in (ADMIN, EDITOR):
            store_account(session, account, now)
        for choice in DIGESTS:
            store_digest(session, choice)
        for rule in night_and_morning():
            store_rule(session, rule)
        drafts = dict(_usual(now.date())) | dict(_daily(changes))
        return {
            name: add_item(session, ADMIN, draft, now - A_DAY, "example.org")
            for name, draft in drafts.items()
        }


def night_and_morning() -> Iterator[ReminderRule]:
    """Yield rules of two hours in two zones, each with a reader of its own.

    They speak of trainings, of which nobody else is told.
    """
    yield ReminderRule(
        id="default-training", kind=ItemKind.TRAINING, steps=(), enabled=False
    )
    for clock, zone in CLOCKS:
        for name, hour in HOURS:
            yield ReminderRule(
                id=f"{name}-{clock}",
                kind=ItemKind.TRAINING,
                steps=(Step(1),),
                send_at=hour,
                zone=zone,
                to_comms_team=False,
                to_focal_point=False,
                addresses=(f"{name}@{clock}.example.org",),
            )
    yield ReminderRule(
        id="three-hours",
        kind=ItemKind.STUDY_VISIT,
        steps=(Step(0, hours=3),),
        addresses=("driver@example.org",),
    )


def _daily(changes: tuple[date, ...]) -> Iterator[tuple[str, Draft]]:
    """Yield a training a day around each change: the mails go out the day before."""
    for number, day in enumerate(changes):
        yield (
            f"daily-{number}",
            make_draft(
                kind=ItemKind.TRAINING,
                span=whole_days(day - A_DAY),
                recurrence=Recurrence(rule="FREQ=DAILY;COUNT=5"),
                texts={"en": Text(title=f"Training {number}")},
            ),
        )


def _usual(today: date) -> Iterator[tuple[str, Draft]]:
    """Yield what an office has: deadlines of every sort, some in other zones."""

    def day(days: int) -> date:
        return today + days * A_DAY

    festival = (day(45), day(46), day(48))
    drafts: tuple[tuple[str, ItemKind, Span, dict[str, Any]], ...] = (
        ("board", ItemKind.MEETING, timed(f"{day(20)}T10:00"), {"focal_point": NINO}),
        ("council", ItemKind.MEETING, timed(f"{day(25)}T10:00"), {}),
        ("screening", ItemKind.SCREENING, timed(f"{day(30)}T19:00"), {}),
        ("campaign", ItemKind.CAMPAIGN, whole_days(day(40), day(50)), {}),
        (
            "weekly",
            ItemKind.MEETING,
            timed(f"{day(9)}T16:00", zone="Europe/Berlin"),
            {"recurrence": Recurrence(rule="FREQ=WEEKLY;COUNT=6")},
        ),
        (
            "visit",
            ItemKind.STUDY_VISIT,
            timed(f"{day(35)}T10:15", zone="America/New_York"),
            {"focal_point": DATO},
        ),
        (
            "festival",
            ItemKind.SCREENING,
            whole_days(festival[0]),
            {"recurrence": Recurrence(dates=festival)},
        ),
        (
            "agreement",
            ItemKind.AGREEMENT,
            whole_days(day(-900)),
            {
                "focal_point": NINO,
                "deputy": DATO,
                "agreement": Agreement(
                    expires=whole_days(day(150)), notice_period=Period(months=3)
                ),
            },
        ),
    )
    for name, kind, span, more in drafts:
        words = {"en": Text(title=name.title()), "ka": Text(title=f"{name} ქართულად")}
        yield name, make_draft(kind=kind, span=span, texts=words, **more)
