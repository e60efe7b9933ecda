"""The time machine: every mail to come, as plain values. It sends nothing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.domain.span import ONE_DAY, to_instant
from calendar_service.reminders.forecast import Forecast, Walk, foretell
from calendar_service.services.change_planning import plan_told
from calendar_service.services.digest_foretelling import foretell_digests
from calendar_service.services.foretold import (
    Foretold,
    of_change,
    of_digest,
    of_step,
)
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_for,
    office_of,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import known_keys
from calendar_service.storage.rules import list_rules

MOST_DAYS = 3660

Down = tuple[datetime, datetime]


def foretell_mails(
    session: Session,
    settings: Settings,
    now: datetime,
    until: datetime,
    down: Down | None = None,
    person: str = "",
) -> list[Foretold]:
    """Return what goes out from `now` to `until`, what is overdue first.

    `down` asks what would be if nothing ran in between: from its start on,
    what was really sent counts as not sent. `person` is an address.
    """
    walk = Walk(min(now, down[0]) if down else now, until, down)
    before = walk.since if walk.since < now else None
    steps = _steps(session, settings, walk, before)
    found = [
        *(of_step(step, settings.language) for step in steps),
        *_changes(session, settings, walk.wakes_at(now)),
        *map(of_digest, foretell_digests(session, settings, walk, steps, before)),
    ]
    wanted = person.strip().lower()
    return sorted(
        (mail for mail in found if not wanted or mail.to.lower() == wanted),
        key=lambda mail: mail.sent_at,
    )


def foretell_reminders(
    session: Session, settings: Settings, now: datetime, until: datetime
) -> list[Foretold]:
    """Return what rules bring from `now` to `until`: what is overdue comes first."""
    steps = _steps(session, settings, Walk(now, until), None)
    return [of_step(step, settings.language) for step in steps]


def _steps(
    session: Session, settings: Settings, walk: Walk, before: datetime | None
) -> list[Forecast]:
    """Foretell reminders; what was done after `before` counts as not done."""
    rules = list_rules(session)
    items = load_candidates(session, rules, walk.since, walk.until)
    asked = load_asked(session, items, rules)
    if before is not None:
        asked = asked.as_of(before)
    office = office_for(session, settings, asked)
    known = known_keys(session, [item.uid for item in items], before)
    return foretell(items, rules, office, walk, known, asked)


def _changes(session: Session, settings: Settings, at: datetime) -> Iterator[Foretold]:
    """Yield what is to be told of changes that were made, and is not queued yet."""
    told = plan_told(session, office_of(session, settings), at)
    for change in told.new:
        yield of_change(change, at, settings.language)


def foretell_change(
    session: Session,
    settings: Settings,
    changes: Sequence[tuple[Item, Item]],
    now: datetime,
    until: datetime,
) -> tuple[list[Foretold], list[Foretold]]:
    """Return the mails that items make and unmake by a change: before, after.

    Both are about these items alone, and what goes out either way is in neither.
    """
    before, after = (
        [mail for mail in found if mail.is_mail]
        for found in (
            _foretell_of(session, settings, [pair[n] for pair in changes], now, until)
            for n in (0, 1)
        )
    )
    was, will_be = set(before), set(after)
    return (
        [mail for mail in before if mail not in will_be],
        [mail for mail in after if mail not in was],
    )


def _foretell_of(
    session: Session,
    settings: Settings,
    items: Sequence[Item],
    now: datetime,
    until: datetime,
) -> list[Foretold]:
    rules = list_rules(session)
    asked = load_asked(session, items, rules)
    office = office_for(session, settings, asked)
    known = known_keys(session, [item.uid for item in items], None)
    found = foretell(items, rules, office, Walk(now, until, None), known, asked)
    return [of_step(step, settings.language) for step in found]


def end_of(day: date, settings: Settings) -> datetime:
    """Return the last instant of a day in the office's zone."""
    midnight = to_instant(datetime.combine(day + ONE_DAY, time()), settings.timezone)
    return midnight - timedelta(microseconds=1)
