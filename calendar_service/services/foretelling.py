"""The time machine: every mail to come, as plain values. It sends nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from calendar_service.config import Settings
from calendar_service.domain.item import Item
from calendar_service.domain.span import ONE_DAY, to_instant
from calendar_service.reminders.answers import Asked
from calendar_service.reminders.facts import title_of
from calendar_service.reminders.forecast import MAILS, Forecast, Walk, foretell
from calendar_service.reminders.wording import explain, subject_of
from calendar_service.services.plan_loading import (
    load_asked,
    load_candidates,
    office_for,
)
from calendar_service.storage.database import Session
from calendar_service.storage.outbox import known_keys
from calendar_service.storage.rules import list_rules

MOST_DAYS = 3660

Down = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """One mail, or one step that will be none; instants are UTC.

    `outcome` is mailed, asked_again, superseded or skipped. `late` is for what
    goes out later than planned. `moved_from` is the day off for which it goes
    out on another day.
    """

    sent_at: datetime
    planned_at: datetime
    to: str
    language: str
    subject: str
    item: str
    slug: str
    title: str
    kind: str
    rule: str
    anchor: str
    days: int
    hours: int
    moved_from: date | None
    late: bool
    outcome: str
    why: str

    @property
    def is_mail(self) -> bool:
        return self.outcome in MAILS


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
    rules = list_rules(session)
    since = min(now, down[0]) if down else now
    items = load_candidates(session, rules, since, until)
    asked = load_asked(session, items, rules)
    before = since if since < now else None
    if before is not None:
        asked = _as_of(asked, before)
    office = office_for(session, settings, asked)
    known = known_keys(session, [item.uid for item in items], before)
    walk = Walk(since, until, down)
    found = foretell(items, rules, office, walk, known, asked)
    wanted = person.strip().lower()
    return [
        _plain(step, settings.language)
        for step in found
        if not wanted or step.due.recipient.address == wanted
    ]


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
    return [_plain(step, settings.language) for step in found]


def end_of(day: date, settings: Settings) -> datetime:
    """Return the last instant of a day in the office's zone."""
    midnight = to_instant(datetime.combine(day + ONE_DAY, time()), settings.timezone)
    return midnight - timedelta(microseconds=1)


def _as_of(asked: Asked, instant: datetime) -> Asked:
    """Return what had been sent and answered by then."""
    sent = {key: at for key, at in asked.sent.items() if at < instant}
    answers = tuple(answer for answer in asked.answers if answer.at < instant)
    return Asked(sent, answers)


def _plain(step: Forecast, language: str) -> Foretold:
    due = step.due
    return Foretold(
        sent_at=step.at,
        planned_at=due.planned_at,
        to=due.recipient.person.email,
        language=due.recipient.language,
        subject=subject_of(due),
        item=due.item.uid,
        slug=due.item.slug,
        title=title_of(due).text,
        kind=due.item.kind.value,
        rule=due.rule.id,
        anchor=due.step.anchor.value,
        days=due.step.days,
        hours=due.step.hours,
        moved_from=due.move.day if due.move else None,
        late=due.late,
        outcome=step.outcome.value,
        why=explain(due, language),
    )
