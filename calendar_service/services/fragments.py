"""The VEVENTs of items: from memory, from storage, or rendered, proved and stored."""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from calendar_service.clock import Clock
from calendar_service.domain.item import Item, days_covered
from calendar_service.feeds.document import FeedInfo
from calendar_service.feeds.ical import join_calendar
from calendar_service.feeds.occurrence_proof import prove_items
from calendar_service.feeds.timezones import ZoneUse
from calendar_service.feeds.vevent import RENDERER, render_vevents, zones_of
from calendar_service.services.addresses import item_page
from calendar_service.storage.database import Database, OperationalError
from calendar_service.storage.renditions import (
    ItemKey,
    Rendition,
    find_flaws,
    in_batches,
    items_of,
    list_renditions,
    store_flaw,
    store_renditions,
)

logger = logging.getLogger(__name__)

MOST_OCTETS = 48 * 1024 * 1024
PROVED_FOR = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Fragment:
    """An item's VEVENTs at one version, and the zones that they name."""

    key: ItemKey
    body: bytes
    zones: tuple[ZoneUse, ...]


@dataclass
class Fragments:
    """The fragments of a process, bounded: the form used longest ago goes first."""

    database: Database
    base_url: str
    clock: Clock
    _shelves: OrderedDict[str, dict[int, Fragment]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def renderer(self) -> str:
        """Name what the bytes depend on beside the item: our code and our address."""
        return hashlib.sha256(f"{RENDERER} {self.base_url}".encode()).hexdigest()[:16]

    def list_fragments(
        self, keys: Sequence[ItemKey], languages: Sequence[str]
    ) -> list[Fragment]:
        """Return the fragments of the keys, in their order.

        An item whose newest rendition does not prove itself has its last good
        one; one that never had any is left out.
        """
        form = f"ics:{'+'.join(languages)}"
        with self._lock:
            shelf = self._shelves.setdefault(form, {})
            self._shelves.move_to_end(form)
            missing = [
                key
                for key in keys
                if key.item_id not in shelf or shelf[key.item_id].key != key
            ]
            shelf.update(self._load(missing, form, languages))
            self._keep_bounds()
            return [shelf[key.item_id] for key in keys if key.item_id in shelf]

    def _load(
        self, keys: Sequence[ItemKey], form: str, languages: Sequence[str]
    ) -> dict[int, Fragment]:
        if not keys:
            return {}
        ids = [key.item_id for key in keys]
        with self.database.reading() as session:
            stored = list_renditions(session, form, self.renderer, ids)
            flawed = find_flaws(session, form, self.renderer, keys)
        found = {rendition.key: _fragment(rendition) for rendition in stored}
        wanted = [key for key in keys if key not in found and key not in flawed]
        for batch in in_batches(wanted):
            found |= self._make(batch, form, languages)
        return {fragment.key.item_id: fragment for fragment in found.values()}

    def _make(
        self, keys: Sequence[ItemKey], form: str, languages: Sequence[str]
    ) -> dict[ItemKey, Fragment]:
        with self.database.reading() as session:
            items = items_of(session, keys)
        made: list[Fragment] = []
        flaws: dict[ItemKey, str] = {}
        for item_id, item in items.items():
            key = ItemKey(item_id, item.version)
            try:
                fragment = self._render(key, item, languages)
                problems = _flaws_of(fragment, item)
            except Exception as wrong:  # noqa: BLE001 - one item must not stop a feed
                problems = [f"{type(wrong).__name__}: {wrong}"]
            else:
                made += [fragment] * (not problems)
            if problems:
                flaws[key] = "\n".join(problems)
                logger.error("item %s as %s: %s", item.uid, form, problems[0])
        self._keep(form, made, flaws)
        return {fragment.key: fragment for fragment in made}

    def _render(self, key: ItemKey, item: Item, languages: Sequence[str]) -> Fragment:
        body = render_vevents(
            item, languages, lambda it: item_page(self.base_url, it, languages[0])
        )
        return Fragment(key, body, tuple(zones_of(item)))

    def _keep(
        self, form: str, made: Sequence[Fragment], flaws: dict[ItemKey, str]
    ) -> None:
        """Store what was made. A feed goes out even where nothing can be written."""
        now, renderer = self.clock(), self.renderer
        renditions = [Rendition(f.key, f.body, _zones_said(f.zones)) for f in made]
        try:
            with self.database.transaction() as session:
                store_renditions(session, form, renderer, renditions)
                for key, problems in flaws.items():
                    store_flaw(session, key, form, renderer, problems, now)
        except OperationalError:
            logger.warning("renditions could not be stored; they are made again")

    def _keep_bounds(self) -> None:
        while len(self._shelves) > 1 and self._octets() > MOST_OCTETS:
            self._shelves.popitem(last=False)

    def _octets(self) -> int:
        return sum(
            len(fragment.body)
            for shelf in self._shelves.values()
            for fragment in shelf.values()
        )


def _flaws_of(fragment: Fragment, item: Item) -> list[str]:
    """Read the rendition back, and compare it with our own occurrences."""
    info = FeedInfo(
        title="proof",
        id="proof",
        self_url="https://example.org/",
        home_url="https://example.org/",
        language="en",
        domain="example.org",
        author="proof",
    )
    body = join_calendar([fragment.body], fragment.zones, info).body
    first, last = days_covered(item)
    horizon = min(last or first + PROVED_FOR, first + PROVED_FOR)
    return prove_items(body, [item], first, horizon)


def _fragment(rendition: Rendition) -> Fragment:
    return Fragment(rendition.key, rendition.body, tuple(_zones_read(rendition.zones)))


def _zones_said(uses: Sequence[ZoneUse]) -> str:
    return "\n".join(f"{u.zone} {u.first_year} {u.last_year or ''}" for u in uses)


def _zones_read(said: str) -> Iterator[ZoneUse]:
    for line in said.splitlines():
        zone, first, last = line.split(" ")
        yield ZoneUse(zone, int(first), int(last) if last else None)
