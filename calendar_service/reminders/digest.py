"""A week, or a day, at a glance: what comes, what expires, what waits for an answer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from calendar_service.domain.agreement import (
    expires_on,
    is_settled,
    notice_deadline,
)
from calendar_service.domain.back_plan import DatedStep, PlanStep, title_of_step
from calendar_service.domain.coming_up import list_coming
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.phrases import phrase
from calendar_service.domain.span import first_day, to_instant
from calendar_service.domain.texts import Texts, overlaid, words
from calendar_service.domain.when import describe_day, describe_days, describe_span
from calendar_service.domain.workdays import Workdays
from calendar_service.reminders.facts import one_line

WEEK = timedelta(days=7)
EXPIRING = timedelta(days=30)
Link = Callable[[Item], str]


@dataclass(frozen=True, slots=True)
class Period:
    """The days that one digest is about, both inclusive, and what names it.

    `due_at` is when it was to go out. `told_on` is the day of the one before
    where that was a daily one: what goes on, and what expires later than in a
    week, is not said every day.
    """

    first: date
    last: date
    name: str
    due_at: datetime
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in it; `language` is that of the title.

    No `url` for what has no page any more.
    """

    when: str
    title: str
    language: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What there is to say; all empty says nothing and is not sent."""

    coming: tuple[Line, ...] = ()
    expiring: tuple[Line, ...] = ()
    waiting: tuple[Line, ...] = ()
    steps: tuple[Line, ...] = ()

    def is_empty(self) -> bool:
        return not (self.coming or self.expiring or self.waiting or self.steps)


def period_of(
    choice: DigestChoice, now: datetime, zone: str, workdays: Workdays
) -> Period | None:
    """Return the digest whose time has come and not passed; None for none.

    Weekly, on the chosen day or the first working day after it; missed, it
    comes late, within that week. Daily on working days, and only that day.
    Late or not, it comes from its hour on and on no day off.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    if not workdays.is_working(today) or now < _at(today, choice, zone):
        return None
    if choice.every is Rhythm.DAILY:
        before = workdays.rolled_back(today - timedelta(days=1))
        tomorrow, due_at = today + timedelta(days=1), _at(today, choice, zone)
        return Period(today, tomorrow, f"daily/{today}", due_at, before)
    monday = today - timedelta(days=today.weekday())
    for week in (monday, monday - WEEK):
        day = workdays.rolled_forward(week + timedelta(days=choice.weekday))
        sunday = day + timedelta(days=6 - day.weekday())
        due_at = _at(day, choice, zone)
        if due_at <= now and today <= sunday:
            return Period(today, today + timedelta(days=6), f"weekly/{week}", due_at)
    return None


def digest_times(
    choice: DigestChoice, since: datetime, until: datetime, zone: str
) -> Iterator[datetime]:
    """Yield all instants at which one may begin to be due; both ends inclusive."""
    yield since
    day = since.astimezone(ZoneInfo(zone)).date()
    while (instant := _at(day, choice, zone)) <= until:
        if instant > since:
            yield instant
        day += timedelta(days=1)


def make_digest(
    items: Sequence[Item], period: Period, zone: str, spoken: tuple[str, Link]
) -> Digest:
    """Say what lies in the period, in a language and with its links.

    Drafts are not in it, nor is news, which happens on no day. It is the same
    for all who read that language: what waits for one of them comes to it.
    """
    published = [item for item in items if item.status is not ItemStatus.DRAFT]
    dated = [
        item
        for item in published
        if item.kind not in {ItemKind.AGREEMENT, ItemKind.NEWS}
    ]
    return Digest(
        coming=tuple(_coming(dated, period, zone, spoken)),
        expiring=tuple(_expiring(published, period, spoken)),
    )


def with_waiting(
    digest: Digest, waiting: Iterable[Item], spoken: tuple[str, Link]
) -> Digest:
    """Return the digest of somebody for whose answer these items wait."""
    lines = tuple(_line("", item, item.texts, spoken) for item in waiting)
    return replace(digest, waiting=lines)


def with_steps(
    digest: Digest,
    plans: Iterable[tuple[Item, Iterable[DatedStep]]],
    period: Period,
    spoken: tuple[str, Link],
) -> Digest:
    """Return the digest of somebody who has to do what is left of these plans.

    Weekly what is overdue is said too; a daily one has each step on its day and
    on the day before.
    """
    since = period.told_on or date.min
    found = [
        (dated.day, item, dated.step)
        for item, steps in plans
        for dated in steps
        if not dated.is_done and since < dated.day <= period.last
    ]
    found.sort(key=lambda each: (each[0], each[1].slug))
    lines = (_step_line(day, item, step, period, spoken) for day, item, step in found)
    return replace(digest, steps=tuple(lines))


def _step_line(
    day: date, item: Item, step: PlanStep, period: Period, spoken: tuple[str, Link]
) -> Line:
    language = spoken[0]
    said = describe_day(day, language)
    if day < period.first:
        said = phrase("overdue", language).format(day=said)
    line = _line(said, item, item.texts, spoken)
    return replace(line, title=f"{title_of_step(step, language)}: {line.title}")


def _at(day: date, choice: DigestChoice, zone: str) -> datetime:
    return to_instant(datetime.combine(day, choice.send_at), zone)


def _coming(
    items: Sequence[Item], period: Period, zone: str, spoken: tuple[str, Link]
) -> Iterator[Line]:
    language, days = spoken[0], (period.last - period.first).days
    for coming in list_coming(items, period.first, days, zone):
        item, occurrence = coming.item, coming.occurrence
        listed = item.recurrence.dates
        if period.told_on and first_day(occurrence.span) <= period.told_on:
            continue
        when = describe_days(listed, language) if listed else ""
        said = when or describe_span(occurrence.span, language)
        line = _line(said, item, overlaid(item.texts, occurrence.texts), spoken)
        if coming.cancelled:
            title = f"{phrase('cancelled', language)}: {line.title}"
            line = Line(line.when, title, line.language, line.url)
        yield line


def _expiring(
    items: Iterable[Item], period: Period, spoken: tuple[str, Link]
) -> Iterator[Line]:
    language = spoken[0]
    found: list[tuple[date, str, Item]] = []
    for item in items:
        terms = item.agreement
        if terms is None or is_settled(terms) or item.status in OFF:
            continue
        dates = {
            "notice_deadline": notice_deadline(terms),
            "expires": expires_on(terms),
        }
        found += [
            (day, name, item)
            for name, day in dates.items()
            if day and _is_said(day, period)
        ]
    for day, name, item in sorted(found, key=lambda each: (each[0], each[1])):
        said = phrase(name, language).format(what=describe_day(day, language))
        yield _line(said, item, item.texts, spoken)


def _is_said(ends_on: date, period: Period) -> bool:
    """Tell whether an end is named: a daily digest has it once, and in its week."""
    if not period.first <= ends_on <= period.first + EXPIRING:
        return False
    is_near = ends_on <= period.first + WEEK
    return is_near or period.told_on is None or ends_on > period.told_on + EXPIRING


def _line(when: str, item: Item, texts: Texts, spoken: tuple[str, Link]) -> Line:
    language, link = spoken
    title = words(texts, "title", language)
    said = one_line(title.text) or item.slug
    return Line(when, said, title.language or language, link(item))


OFF = frozenset({ItemStatus.CANCELLED, ItemStatus.DELETED})
