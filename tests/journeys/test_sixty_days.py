"""The clock is walked through sixty days: what was foretold is what is mailed.

Each walk crosses two changes of the clock. `python -m tests.benchmarks.walk`
lives through every single minute of one, which takes too long for here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from calendar_service.config import Settings
from calendar_service.domain.absence import Absence
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.answer import Answer, Choice
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Item, details_of
from calendar_service.domain.span import whole_days
from calendar_service.services.change_planning import is_change
from calendar_service.services.editing import add_item, cancel_item, save_item
from calendar_service.storage.absences import store_absence
from calendar_service.storage.database import Database, Session
from calendar_service.storage.mail_answers import add_answer
from calendar_service.storage.outbox import MailState, list_mails
from tests.builders import make_draft, timed
from tests.fakes import StillClock
from tests.smtp_server import Server, running
from tests.walking import (
    A_DAY,
    ADMIN,
    CLOCKS,
    DATO,
    HOURS,
    NINO,
    Mailed,
    Walk,
    furnish,
)

Items = dict[str, Item]
Edit = Callable[[Session, Items, datetime], object]

SIXTY_DAYS = timedelta(days=60)
SPRING = datetime(2026, 2, 16, 10, tzinfo=UTC)
IN_SPRING = (date(2026, 3, 8), date(2026, 3, 29))
AUTUMN = datetime(2026, 9, 18, 10, tzinfo=UTC)
IN_AUTUMN = (date(2026, 10, 25), date(2026, 11, 1))
"""When New York and Berlin set their clocks, or Berlin and New York."""
SKIPPED = {("Europe/Berlin", IN_SPRING[1]), ("America/New_York", IN_SPRING[0])}


@pytest.fixture
def walk(settings: Settings, database: Database, clock: StillClock) -> Iterator[Walk]:
    for server in running(Server()):
        yield Walk(settings, database, clock, server)


def test_what_is_foretold_is_what_is_mailed(walk: Walk) -> None:
    walk.clock.now = SPRING
    furnish(walk, IN_SPRING)
    foretold = walk.foretold(SPRING + SIXTY_DAYS)
    walk.where_it_matters(SPRING + SIXTY_DAYS)
    assert walk.mailed(SPRING) == foretold
    assert len(walk.keys()) == len(foretold)
    demand_wall_times(walk, IN_SPRING)
    assert walk.skipped > 80_000


def demand_wall_times(walk: Walk, changes: tuple[date, ...]) -> None:
    """Every day has one mail of each hour: nine stays nine, half past two is once."""
    days = sorted(day + n * A_DAY for day in changes for n in range(-2, 3))
    for place, zone in CLOCKS:
        for name, hour in HOURS:
            walls = [
                at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
                for at, to, _ in walk.mailed(SPRING)
                if to == f"{name}@{place}.example.org"
            ]
            assert walls == [
                datetime.combine(day, time(3, 30))
                if name == "night" and (zone, day) in SKIPPED
                else datetime.combine(day, hour)
                for day in days
            ]


def change(session: Session, item: Item, now: datetime, **changes: object) -> Item:
    details = details_of(item)
    fields = {name: getattr(details, name) for name in details.__dataclass_fields__}
    draft = Draft(**(fields | {"uid": item.uid} | changes))
    return save_item(session, ADMIN, draft, now)


def answer(choice: Choice) -> Edit:
    """Let Nino answer her newest mail about the agreement."""

    def edit(session: Session, items: Items, now: datetime) -> None:
        mine = next(
            mail.message
            for mail in list_mails(session, [MailState.SENT], most=1_000)
            if mail.item_uid == items["agreement"].uid and mail.message.to == NINO.email
        )
        assert add_answer(session, Answer(mine.key, NINO.email, choice, now))

    return edit


def moved(name: str, days: int) -> Edit:
    """Let something be on another day, so many after the walk began."""

    def edit(session: Session, items: Items, now: datetime) -> None:
        day = AUTUMN.date() + days * A_DAY
        change(session, items[name], now, span=timed(f"{day}T11:00"))

    return edit


def slid(session: Session, items: Items, now: datetime) -> None:
    later = Agreement(
        expires=whole_days(AUTUMN.date() + 170 * A_DAY), notice_period=Period(months=3)
    )
    change(session, items["agreement"], now, agreement=later)


def away(session: Session, items: Items, now: datetime) -> None:
    store_absence(session, Absence(DATO.email, now.date(), now.date() + 12 * A_DAY))


def entered_late(session: Session, items: Items, now: datetime) -> None:
    draft = make_draft(span=timed(f"{now.date() + 3 * A_DAY}T10:00"))
    add_item(session, ADMIN, draft, now, "example.org")


EDITS: tuple[tuple[int, Edit], ...] = (
    (3, answer(Choice.SNOOZE)),
    (8, moved("council", 33)),
    (14, moved("board", 27)),
    (
        18,
        lambda session, items, now: cancel_item(
            session, ADMIN, items["screening"].uid, now
        ),
    ),
    (22, away),
    (26, entered_late),
    (33, answer(Choice.IN_HAND)),
    (38, slid),
    (50, answer(Choice.DONE)),
    (52, moved("weekly", 56)),
)


def test_after_each_edit_the_rest_is_what_is_then_foretold(walk: Walk) -> None:
    walk.clock.now = AUTUMN
    items = furnish(walk, IN_AUTUMN)
    until = AUTUMN + SIXTY_DAYS
    instants = [AUTUMN, *(AUTUMN + days * A_DAY for days, _ in EDITS), until]
    edits: list[Edit] = [lambda *_: None, *(edit for _, edit in EDITS)]
    lists: list[list[Mailed]] = []
    for edit, (now, then) in zip(edits, pairwise(instants), strict=True):
        assert walk.clock.now == now
        with walk.database.transaction() as session:
            edit(session, items, now)
        lists.append(walk.foretold(until))
        foretold = [each for each in lists[-1] if each[0] < then]
        walk.where_it_matters(then - timedelta(minutes=1))
        assert walk.mailed(now) == foretold
    names = {item.uid: name for name, item in items.items()}
    told = Counter(
        names[key.partition("/")[0]] for key in walk.keys().values() if is_change(key)
    )
    assert told == {"agreement": 8, "board": 2, "screening": 1}
    assert len(walk.keys()) == len(walk.letters())
    assert all(before != after for before, after in pairwise(lists))
