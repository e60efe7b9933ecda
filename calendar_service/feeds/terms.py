"""Expiries and notice deadlines as VEVENTs of their own, for a feed of staff."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from calendar_service.domain.agreement import (
    Agreement,
    expires_on,
    is_settled,
    notice_deadline,
)
from calendar_service.domain.item import Item
from calendar_service.domain.phrases import phrase
from calendar_service.domain.span import ONE_DAY
from calendar_service.domain.texts import Words
from calendar_service.domain.when import describe_day, describe_span
from calendar_service.feeds.alarms import with_alarm
from calendar_service.feeds.bilingual import titles_of
from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.document import COLORS, LinkTo
from calendar_service.feeds.ical_values import escaped, escaped_list, line
from calendar_service.feeds.series import is_withdrawn
from calendar_service.feeds.wording import categories_of

ALARMS = (timedelta(days=30), timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Window:
    """Inclusive days; what is off has a first one of its own."""

    first: date | None = None
    last: date | None = None
    off_first: date | None = None

    def holds(self, day: date, *, is_off: bool) -> bool:
        """Tell whether a date is to be shown."""
        firsts = [self.first, self.off_first if is_off else None]
        return all(day >= first for first in firsts if first) and (
            self.last is None or day <= self.last
        )


ALWAYS = Window()


def render_terms(
    items: Iterable[Item],
    languages: Sequence[str],
    link: LinkTo,
    alarms: Sequence[timedelta] = ALARMS,
    window: Window = ALWAYS,
) -> bytes:
    """Return the VEVENTs of all terms, ready to be joined; no zone is named.

    Each date is one whole day under a uid of its own, that of the item with
    "-expiry" or "-notice". An expiry known to the month stands on its first
    day, as reminders count. What is withdrawn, renewed or ended is taken back
    as cancelled, without alarms; call domain/terms.reopened first. `alarms` are
    times before the day begins. Dates outside the `window` are left out, not
    the items. The same items give the same bytes, in whatever order.
    """
    ordered = sorted(items, key=lambda item: (item.created_at, item.uid))
    return b"".join(
        _with_alarms(vevent, title, alarms)
        for item in ordered
        for title, vevent in _vevents(item, languages, tidy_line(link(item)), window)
    )


def _vevents(
    item: Item, languages: Sequence[str], url: str, window: Window
) -> Iterator[tuple[str, bytes]]:
    """Yield what an alarm shows and the VEVENT, for each date that there is."""
    terms = item.agreement
    if terms is None:
        return
    dates = {"expires": expires_on(terms), "notice_deadline": notice_deadline(terms)}
    for name, day in dates.items():
        if day is not None and window.holds(day, is_off=_is_off(item, terms)):
            title = _title(item, terms, name, languages)
            lines = _vevent(item, terms, (name, day, title), languages, url)
            yield title.text, b"".join(lines)


def _vevent(
    item: Item,
    terms: Agreement,
    entry: tuple[str, date, Words],
    languages: Sequence[str],
    url: str,
) -> Iterator[bytes]:
    name, day, title = entry
    said = {"LANGUAGE": title.language} if title.language else {}
    facts = escaped("\n".join(filter(None, [*_facts(terms, languages), url])))
    yield b"BEGIN:VEVENT\r\n"
    yield line("UID", escaped(tidy_line(_own_uid(item.uid, name))))
    yield line("DTSTAMP", _utc(item.updated_at))
    yield line("CREATED", _utc(item.created_at))
    yield line("LAST-MODIFIED", _utc(item.updated_at))
    yield line("SEQUENCE", str(item.revision))
    yield line("DTSTART", f"{day:%Y%m%d}", VALUE="DATE")
    yield line("DTEND", f"{day + ONE_DAY:%Y%m%d}", VALUE="DATE")
    yield line("SUMMARY", escaped(title.text), **said)
    yield line("DESCRIPTION", facts)
    yield line("URL", url)
    yield line("CATEGORIES", escaped_list(categories_of(item, languages[0])))
    yield line("COLOR", COLORS[item.kind].name)
    yield line("CLASS", "PRIVATE")
    yield line("STATUS", "CANCELLED" if _is_off(item, terms) else "CONFIRMED")
    yield line("TRANSP", "TRANSPARENT")
    yield b"END:VEVENT\r\n"


def _title(item: Item, terms: Agreement, name: str, languages: Sequence[str]) -> Words:
    """Return "Expires: Grant"; what is off is marked as in every other feed."""
    said = titles_of(item.kind, item.texts, languages)
    text = phrase(name, languages[0]).format(what=said.text)
    if _is_off(item, terms):
        text = f"{phrase('cancelled', languages[0])}: {text}"
    return Words(text, said.language)


def _facts(terms: Agreement, languages: Sequence[str]) -> Iterator[str]:
    """Yield both dates as they were written, per language, and who and what."""
    deadline = notice_deadline(terms)
    for language in languages:
        if terms.expires:
            day = describe_span(terms.expires, language)
            yield phrase("expires", language).format(what=day)
        if deadline:
            day = describe_day(deadline, language)
            yield phrase("notice_deadline", language).format(what=day)
    yield tidy_line(terms.reference)
    yield tidy_line(", ".join(terms.parties))


def _is_off(item: Item, terms: Agreement) -> bool:
    return is_withdrawn(item) or is_settled(terms)


def _own_uid(uid: str, name: str) -> str:
    return f"{uid}-{'expiry' if name == 'expires' else 'notice'}"


def _with_alarms(vevent: bytes, title: str, alarms: Sequence[timedelta]) -> bytes:
    for alarm in alarms:
        vevent = with_alarm(vevent, alarm, title)
    return vevent


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
