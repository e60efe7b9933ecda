"""A selection from the subscribe page: its address, and what is next in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import quote

from calendar_service.domain.feed_choice import (
    FEED_KINDS,
    MINUTE,
    FeedChoice,
    as_value,
    choice_query,
    read_choice,
)
from calendar_service.domain.item import ItemKind
from calendar_service.domain.selection import Selection
from calendar_service.storage.database import Session
from calendar_service.storage.items import list_items
from calendar_service.web import http
from calendar_service.web.addresses import ALL, CALENDARS, calendar_url, feed_url
from calendar_service.web.entries import ZONES_APART, Entry, list_entries
from calendar_service.web.language import language, language_name

LONGEST_FOR_GOOGLE = 256
"""Google takes no longer address and does not say so."""

PREVIEW = 5
REACHES = (timedelta(days=45), timedelta(days=400), timedelta(days=3 * 366))
ALARMS = ("15m", "1h", "1d", "1w")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection by a feed's name and what narrows it."""

    feed: str
    choice: FeedChoice

    @property
    def is_plain(self) -> bool:
        """Tell whether it is a whole feed in one language."""
        plain = FeedChoice(languages=self.choice.languages)
        return self.choice == plain and len(self.choice.languages) == 1

    @property
    def kinds(self) -> frozenset[ItemKind]:
        return self.choice.kinds or FEED_KINDS[self.feed]

    def address(self) -> str:
        """Return the address of the calendar."""
        return _narrowed(calendar_url(self.feed, self._spoken), self.choice)

    def reader_address(self, extension: str) -> str:
        """Return the address for feed readers, which have no reminders."""
        silent = replace(self.choice, alarm=None)
        return _narrowed(feed_url(self.feed, extension, self._spoken), silent)

    @property
    def _spoken(self) -> str:
        return "+".join(self.choice.languages)

    def page_query(self) -> dict[str, list[str] | str | None]:
        """Return what narrows a page to the same; a page takes one tag and place."""
        return {
            "kind": sorted(self.kinds),
            "tag": min(self.choice.tags, default=None),
            "place": min(self.choice.places, default=None),
        }

    def mail_query(self) -> dict[str, list[str]]:
        """Return what the form asks for that lets somebody follow the same by mail."""
        return {
            "kind": sorted(self.kinds),
            "tag": [as_value(tag) for tag in sorted(self.choice.tags)],
            "place": [as_value(place) for place in sorted(self.choice.places)],
            "words": [self.choice.language],
        }

    def selection(self) -> Selection:
        """Return what the public sees of it; news happens on no day."""
        return Selection(
            kinds=self.kinds,
            without_kinds=frozenset({ItemKind.NEWS}),
            tags=self.choice.tags,
            places=self.choice.places,
        )


def read_chosen(query: Mapping[str, Sequence[str]], feed: str, spoken: str) -> Chosen:
    """Read the form of the subscribe page; `words` is the language of the feed.

    A single kind is the feed of that kind, whose address is shorter. Raises
    UnknownChoice.
    """
    asked = {name: query.get(name, ()) for name in ("kind", "tag", "place", "alarm")}
    words = [value for value in query.get("words", ()) if value] or [spoken]
    choice = read_choice({**asked, "lang": words}, http.settings().languages)
    kinds = choice.kinds
    if len(kinds) == 1:
        named = (name for name in CALENDARS if FEED_KINDS[name] == kinds)
        feed = next(named, ALL)
    elif kinds:
        feed = ALL
    if FEED_KINDS[feed] == kinds:
        choice = replace(choice, kinds=frozenset())
    return Chosen(feed, choice)


def calendar_rows(chosen: Chosen) -> list[tuple[str, str, str]]:
    """Return id, language and address of each calendar to be handed out.

    A whole feed is offered in every language, a selection as it was chosen.
    """
    choices = [chosen.choice.languages]
    if chosen.is_plain:
        choices = [(code,) for code in http.settings().languages]
    return [
        (
            "-".join(codes),
            " + ".join(language_name(code, language()) for code in codes),
            replace(chosen, choice=replace(chosen.choice, languages=codes)).address(),
        )
        for codes in choices
    ]


def next_entries(session: Session, chosen: Chosen, today: date) -> list[Entry]:
    """Return the next five dates of a selection, what is under way among them."""
    office = http.settings().timezone
    found: list[Entry] = []
    for reach in REACHES:
        last = today + reach
        window = replace(
            chosen.selection(), first=today - ZONES_APART, last=last + ZONES_APART
        )
        found = list_entries(
            list_items(session, window), today, last, language(), office
        )
        if len(found) >= PREVIEW:
            break
    return found[:PREVIEW]


def alarm_said(choice: FeedChoice) -> str:
    """Return the alarm as the form names it, "" for none or one it does not offer."""
    for name in ALARMS:
        if choice.alarm is not None and choice.alarm == _alarm(name):
            return name
    return ""


def _alarm(name: str) -> timedelta:
    minutes = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
    return int(name[:-1]) * minutes[name[-1]] * MINUTE


def _narrowed(url: str, choice: FeedChoice) -> str:
    """Return the address of a feed in its languages with what else is chosen."""
    query = choice_query(choice)
    query.pop("lang")
    more = "".join(f"&{name}={_quoted(value)}" for name, value in query.items())
    return url.replace("%2B", "+") + more


def _quoted(value: str) -> str:
    return quote(value, safe=",:")
