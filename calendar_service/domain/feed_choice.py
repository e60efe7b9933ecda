"""What an address asks a feed for: kinds, tags, places, languages, window, alarm."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from calendar_service.domain.item import ItemKind

MOST_VALUES = 50
MOST_LETTERS = 200
MOST_LANGUAGES = 2
MOST_QUOTED = 40
MINUTE = timedelta(minutes=1)
LONGEST_ALARM = timedelta(weeks=8)
# Not P30M: in ISO 8601 those are months.
ALARM = re.compile(r"(?:PT|P(?!\d+M))?(\d{1,5})([MHDW]?)", re.IGNORECASE | re.ASCII)
NAMES = re.compile(r"(?:\\[\\,]|[^,])+")
LANGUAGES = re.compile(r"[^,+\s]+")
ESCAPED = re.compile(r"\\([\\,])")
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
UNITS = {"": "minutes", "M": "minutes", "H": "hours", "D": "days", "W": "weeks"}
FEED_KINDS: dict[str, frozenset[ItemKind]] = {
    "all": frozenset(),
    "coming-up": frozenset(),
    "changes": frozenset(),
    "observances": frozenset({ItemKind.OBSERVANCE}),
    "meetings": frozenset({ItemKind.MEETING}),
    "study-visits": frozenset({ItemKind.STUDY_VISIT}),
    "screenings": frozenset({ItemKind.SCREENING}),
    "campaigns": frozenset({ItemKind.CAMPAIGN}),
    "trainings": frozenset({ItemKind.TRAINING}),
    "deadlines": frozenset({ItemKind.DEADLINE}),
    "news": frozenset({ItemKind.NEWS}),
}
"""The feeds that are always there, and the kinds in them; none means all."""

TERMS = "agreements"
STAFF_FEED_KINDS = {TERMS: frozenset({ItemKind.AGREEMENT})}
"""The feeds that are there for staff alone, at private addresses."""


class NotOffered(Exception):
    """What an address asks for is not there; one English sentence says what.

    `sentence` has places such as %(kind)s for the `values`, so that whoever
    answers may say it in another language.
    """

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


class UnknownChoice(NotOffered, ValueError):
    """The address chooses something that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChoice:
    """A selection as an address states it. Empty sets choose all.

    `languages` holds one language, or two for bilingual titles. `first` and
    `last` are inclusive days. `alarm` is a time before the start; none at all
    is not the same as one at the start.
    """

    kinds: frozenset[ItemKind] = frozenset()
    tags: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    first: date | None = None
    last: date | None = None
    alarm: timedelta | None = None

    @property
    def language(self) -> str:
        """Return the language of the feed itself and of what is not an item's."""
        return self.languages[0]


def read_choice(
    query: Mapping[str, Sequence[str]], languages: Sequence[str]
) -> FeedChoice:
    """Read a query: each name maps to its values. Raises UnknownChoice.

    A value may name several, joined by commas; one that belongs to a name is
    written with a backslash before it, as in iCalendar (RFC 5545 3.3.11). Names
    that are none of ours,
    such as those of link trackers, are passed over. `languages` are the
    office's; the first is taken where none is named.
    """
    first, last = _day(query, "from"), _day(query, "until")
    if first and last and last < first:
        raise UnknownChoice(
            "until=%(last)s lies before from=%(first)s.",
            last=last.isoformat(),
            first=first.isoformat(),
        )
    return FeedChoice(
        kinds=frozenset(_kind(name) for name in _values(query, "kind")),
        tags=frozenset(_values(query, "tag")),
        places=frozenset(_values(query, "place")),
        languages=_languages(_values(query, "lang", LANGUAGES), languages),
        first=first,
        last=last,
        alarm=_alarm(query),
    )


def narrowed(choice: FeedChoice, kinds: frozenset[ItemKind]) -> FeedChoice:
    """Return the choice within a feed of certain kinds. Raises UnknownChoice."""
    if not kinds:
        return choice
    both = choice.kinds & kinds if choice.kinds else kinds
    if not both:
        asked = ", ".join(sorted(choice.kinds))
        raise UnknownChoice("This feed has no items of the kind %(kind)s.", kind=asked)
    return replace(choice, kinds=both)


def choice_query(choice: FeedChoice) -> dict[str, str]:
    """Return the choice as a query that `read_choice` reads; languages always."""
    said = {
        "kind": ",".join(sorted(choice.kinds)),
        "tag": _joined(choice.tags),
        "place": _joined(choice.places),
        "from": choice.first.isoformat() if choice.first else "",
        "until": choice.last.isoformat() if choice.last else "",
        "alarm": "" if choice.alarm is None else f"{choice.alarm // MINUTE}m",
        "lang": ",".join(choice.languages),
    }
    return {name: value for name, value in said.items() if value}


def as_value(name: str) -> str:
    """Return a tag or a place as a value of an address names it."""
    return re.sub(r"([\\,])", r"\\\1", name)


def _joined(names: Iterable[str]) -> str:
    return ",".join(map(as_value, sorted(names)))


def _values(
    query: Mapping[str, Sequence[str]], name: str, parts: re.Pattern[str] = NAMES
) -> list[str]:
    found = [
        ESCAPED.sub(r"\1", part.strip())
        for value in query.get(name, ())
        for part in parts.findall(value)
        if part.strip()
    ]
    if len(found) > MOST_VALUES or any(len(part) > MOST_LETTERS for part in found):
        raise UnknownChoice(
            "%(name)s= is too long; save the selection as a feed.", name=name
        )
    return found


def _kind(name: str) -> ItemKind:
    """Read a kind by its own name or by that of its feed: study_visit, study-visits."""
    plain = name.lower()
    if plain in set(ItemKind):
        return ItemKind(plain)
    kinds = (FEED_KINDS | STAFF_FEED_KINDS).get(plain, frozenset())
    if len(kinds) != 1:
        known = ", ".join(kind.value for kind in ItemKind)
        raise UnknownChoice(
            "kind=%(kind)s is not one of %(known)s.", kind=name, known=known
        )
    return next(iter(kinds))


def _languages(asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for language in asked:
        if language not in known:
            raise UnknownChoice(
                "lang=%(language)s is not one of %(known)s.",
                language=language,
                known=", ".join(known),
            )
    chosen = tuple(dict.fromkeys(asked))
    if len(chosen) > MOST_LANGUAGES:
        raise UnknownChoice("lang= takes one language, or two such as en+ka.")
    return chosen or (known[0],)


def _day(query: Mapping[str, Sequence[str]], name: str) -> date | None:
    values = [value for value in query.get(name, ()) if value]
    if not values:
        return None
    try:
        if len(values) == 1 and DAY.fullmatch(values[0]):
            return date.fromisoformat(values[0])
    except ValueError:
        pass
    raise UnknownChoice(
        "%(name)s=%(value)s is no day; write it like 2027-03-01.",
        name=name,
        value=values[0][:MOST_QUOTED],
    )


def _alarm(query: Mapping[str, Sequence[str]]) -> timedelta | None:
    """Read 30, 30m, 2h, 1d, 1w, or the same as ISO 8601 (PT30M, P1D)."""
    values = [value for value in query.get("alarm", ()) if value]
    if not values:
        return None
    found = ALARM.fullmatch(values[0]) if len(values) == 1 else None
    if found is not None:
        alarm = timedelta(**{UNITS[found[2].upper()]: int(found[1])})
        if alarm <= LONGEST_ALARM:
            return alarm
    raise UnknownChoice(
        "alarm=%(value)s is no time before the start; write it like 30m, 2h"
        " or 1d, at most eight weeks.",
        value=values[0][:MOST_QUOTED],
    )
