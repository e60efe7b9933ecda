"""One calendar's bytes at the cost of what changed since it was made last."""

import threading
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, islice

from calendar_service.domain.feed_choice import FeedChoice
from calendar_service.domain.selection import Selection
from calendar_service.feeds.alarms import with_alarm
from calendar_service.feeds.document import Document, FeedInfo
from calendar_service.feeds.ical import END, join_calendar
from calendar_service.feeds.proof import prove_calendar
from calendar_service.feeds.squeezing import Squeezer, ends_chunk
from calendar_service.feeds.timezones import ZoneUse
from calendar_service.services.fragments import Fragments
from calendar_service.storage.database import Session
from calendar_service.storage.items import CalendarState, calendar_state
from calendar_service.storage.renditions import (
    ItemKey,
    in_batches,
    list_keys,
    list_written,
)


class UnsoundFeed(RuntimeError):
    """What was made does not read back; the last good version has to do."""


class Squeezed:
    """A gzip form that is made when somebody first asks for it."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        self._make = make
        self._made: bytes | None = None
        self._lock = threading.Lock()

    def __call__(self) -> bytes:
        """Return the bytes; the first to ask waits for them."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    @property
    def octets(self) -> int:
        """Return what it takes in memory now."""
        return len(self._made or b"")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the items stand in a calendar: what did not change is taken from it.

    `versions` are those asked for, by item id, in order; `cuts` where the first
    begins and each of them ends. One without a good rendition takes no room.
    """

    body: bytes
    selection: Selection
    versions: dict[int, int]
    cuts: "array[int]"
    zones: dict[int, tuple[ZoneUse, ...]]
    squeezer: Squeezer

    def squeezed(self) -> bytes:
        """Return the whole as gzip, in chunks that later ones have too."""
        ends = zip(self.versions, islice(self.cuts, 1, None), strict=True)
        within = [end for item_id, end in ends if ends_chunk(item_id)]
        # What stands around the items is squeezed by itself.
        cuts = (self.cuts[0], *within, self.cuts[-1])
        return self.squeezer.squeeze(self.body, cuts)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is not in an earlier document: bytes in one piece, and who has which."""

    body: bytearray = field(default_factory=bytearray)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def take(self, item_id: int, body: bytes) -> None:
        start = len(self.body)
        self.body.extend(body)
        self.places[item_id] = start, len(self.body)


@dataclass(frozen=True, slots=True)
class Made:
    """What a document was made from, the document, and its gzip form.

    `layout` is for the next one of the same feed; only calendars have it.
    """

    state: CalendarState
    document: Document
    squeezed: Squeezed
    layout: Layout | None = None


def make_calendar(
    fragments: Fragments,
    choice: FeedChoice,
    info: FeedInfo,
    selection: Selection,
    before: Made | None,
) -> Made:
    """Make a calendar, with what is still good in an earlier one of the same feed.

    Raises UnsoundFeed where what stands around the items does not read back.
    """
    old = before.layout if before else None
    with fragments.database.reading() as session:
        state = calendar_state(session)
        versions = _versions(session, selection, before)
    known = old.versions if old else {}
    keys = [ItemKey(n, v) for n, v in versions.items() if known.get(n) != v]
    fresh, zones = Fresh(), dict(old.zones) if old else {}
    # A few at a time: all at once would leave holes of their size in memory.
    for some in in_batches(keys):
        for fragment in fragments.list_fragments(some, choice.languages):
            body = _ringing(fragment.body, choice, info)
            fresh.take(fragment.key.item_id, body)
            zones[fragment.key.item_id] = fragment.zones
    zones = {n: uses for n, uses in zones.items() if uses and n in versions}
    parts, sizes = _parts(versions, fresh, old)
    document = join_calendar(parts, _distinct(zones), info)
    start = len(document.body) - len(END) - sum(sizes)
    _demand_sound(document.body[:start] + document.body[-len(END) :])
    if before and before.document == document:
        # The same bytes once: what points to them stays the same object.
        document = before.document
    cuts = array("Q", accumulate(sizes, initial=start))
    squeezer = old.squeezer if old else Squeezer()
    layout = Layout(document.body, selection, versions, cuts, zones, squeezer)
    is_same = before is not None and before.document is document
    squeezed = before.squeezed if before and is_same else Squeezed(layout.squeezed)
    return Made(state, document, squeezed, layout)


@lru_cache(maxsize=256)
def _demand_sound(frame: bytes) -> None:
    """Read back what stands around the items, each of which was proved by itself.

    It is the same from version to version: what it costs, it costs once.
    """
    problems = prove_calendar(frame)
    if problems:
        raise UnsoundFeed(problems[0])


def _ringing(body: bytes, choice: FeedChoice, info: FeedInfo) -> bytes:
    # An alarm at the very start is one of no length, and false to Python.
    if choice.alarm is None:
        return body
    return with_alarm(body, choice.alarm, info.title)


def _distinct(zones: Mapping[int, tuple[ZoneUse, ...]]) -> set[ZoneUse]:
    """Return the zones once; most items share one object that says theirs."""
    return {use for uses in {id(u): u for u in zones.values()}.values() for use in uses}


def _parts(
    versions: Iterable[int], fresh: Fresh, old: Layout | None
) -> tuple[list[memoryview], "array[int]"]:
    """Return what to join, and the size of each item in it.

    Items that stand together where they come from are one part: of ten
    thousand slices the garbage collector would make more than of all else.
    """
    whole = memoryview(old.body if old else b"")
    made = memoryview(fresh.body)
    places = {n: place for place, n in enumerate(old.versions)} if old else {}
    cuts = old.cuts if old else array("Q")
    parts: list[memoryview] = []
    sizes = array("Q")
    source, start, end = whole, 0, 0
    for item_id in versions:
        if item_id in fresh.places:
            (low, high), wanted = fresh.places[item_id], made
        elif item_id in places:
            place, wanted = places[item_id], whole
            low, high = cuts[place], cuts[place + 1]
        else:
            low, high, wanted = end, end, source
        if wanted is not source or low != end:
            parts.append(source[start:end])
            source, start = wanted, low
        end = high
        sizes.append(high - low)
    parts.append(source[start:end])
    return parts, sizes


def _versions(
    session: Session, selection: Selection, before: Made | None
) -> dict[int, int]:
    """Return the selected items and their versions: all, or what was written since."""
    layout = before.layout if before else None
    if before is None or layout is None or layout.selection != selection:
        return {key.item_id: key.version for key in list_keys(session, selection)}
    after = before.state.version
    versions = dict(layout.versions)
    for item_id in list_written(session, after):
        versions.pop(item_id, None)
    new = list_keys(session, selection, after)
    versions.update((key.item_id, key.version) for key in new)
    # Oldest item first, however late it was written.
    return dict(sorted(versions.items())) if new else versions
