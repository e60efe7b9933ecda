"""The VEVENTs of items: from storage, or rendered, proved and stored."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache

from calendar_service.clock import Clock
from calendar_service.domain.item import Item, days_covered
from calendar_service.domain.selection import Selection
from calendar_service.feeds.ical import END
from calendar_service.feeds.occurrence_proof import prove_items
from calendar_service.feeds.timezones import ZoneUse, merge_uses, render_timezone
from calendar_service.feeds.vevent import RENDERER, render_vevents, zones_of
from calendar_service.services.addresses import item_page
from calendar_service.services.uid_checking import list_doubles
from calendar_service.storage.database import Database, OperationalError
from calendar_service.storage.renditions import (
    ItemKey,
    Rendition,
    find_flaws,
    in_batches,
    items_of,
    list_keys,
    list_rendered,
    list_renditions,
    store_flaw,
    store_renditions,
)

logger = logging.getLogger(__name__)

PROVED_FOR = timedelta(days=2 * 366)
AT_ONCE = 100
"""Items that are rendered before they are stored: what a kill loses at most."""

PROOF_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:proof\r\n"


@dataclass(frozen=True, slots=True)
class Fragment:
    """An item's VEVENTs at one version, and the zones that they name."""

    key: ItemKey
    body: bytes
    zones: tuple[ZoneUse, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Items that have no rendition yet in one choice of languages."""

    keys: tuple[ItemKey, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Fragments:
    """Where the documents of all processes get their parts.

    Nothing is kept in memory: a document is its own store of what did not
    change, and what did is a row to read.
    """

    database: Database
    base_url: str
    clock: Clock

    @cached_property
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
        if not keys:
            return []
        form = _form(languages)
        found, wanted = self._stored(keys, form)
        for batch in in_batches(wanted, AT_ONCE):
            # Another process may be at the same work, and have done this part.
            stored, still_wanted = self._stored(batch, form)
            made = self._make(still_wanted, form, languages) if still_wanted else []
            found |= stored | {fragment.key.item_id: fragment for fragment in made}
        return [found[key.item_id] for key in keys if key.item_id in found]

    def list_batches(
        self, selection: Selection, spoken: Iterable[Sequence[str]]
    ) -> list[Batch]:
        """Return what is not rendered yet, in each of these choices of languages."""
        found = []
        for languages in spoken:
            with self.database.reading() as session:
                done = list_rendered(session, _form(languages), self.renderer)
                keys = [key for key in list_keys(session, selection) if key not in done]
            found += [
                Batch(tuple(b), tuple(languages)) for b in in_batches(keys, AT_ONCE)
            ]
        return found

    def render(self, batch: Batch) -> None:
        """Render, prove and store a batch, for whoever asks for a feed next."""
        self._make(batch.keys, _form(batch.languages), batch.languages)

    def _stored(
        self, keys: Sequence[ItemKey], form: str
    ) -> tuple[dict[int, Fragment], list[ItemKey]]:
        """Return what there is, and the keys that are to be rendered."""
        with self.database.reading() as session:
            ids = [key.item_id for key in keys]
            stored = list_renditions(session, form, self.renderer, ids)
            flawed = find_flaws(session, form, self.renderer, keys)
        found = {rendition.key.item_id: _fragment(rendition) for rendition in stored}
        good = {fragment.key for fragment in found.values()} | flawed
        return found, [key for key in keys if key not in good]

    def _make(
        self, keys: Sequence[ItemKey], form: str, languages: Sequence[str]
    ) -> list[Fragment]:
        with self.database.reading() as session:
            items = items_of(session, keys)
            doubles = list_doubles(session, items)
        made: list[Fragment] = []
        flaws: dict[ItemKey, str] = {}
        for item_id, item in items.items():
            key = ItemKey(item_id, item.version)
            try:
                fragment = self._render(key, item, languages)
                double = [doubles[item_id]] if item_id in doubles else []
                problems = [*double, *_flaws_of(fragment, item)]
            except Exception as wrong:  # noqa: BLE001 - one item must not stop a feed
                problems = [f"{type(wrong).__name__}: {wrong}"]
            else:
                made += [fragment] * (not problems)
            if problems:
                flaws[key] = "\n".join(problems)
                logger.error("item %s as %s: %s", item.uid, form, problems[0])
        self._keep(form, made, flaws)
        return made

    def _render(self, key: ItemKey, item: Item, languages: Sequence[str]) -> Fragment:
        body = render_vevents(
            item, languages, lambda it: item_page(self.base_url, it, languages[0])
        )
        return Fragment(key, body, _zones_read(_zones_said(zones_of(item))))

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


def _flaws_of(fragment: Fragment, item: Item) -> list[str]:
    """Read the rendition back, and compare it with our own occurrences."""
    zones = b"".join(map(render_timezone, merge_uses(fragment.zones)))
    # No more around it than a calendar must have: reading is what takes the time.
    body = b"".join((PROOF_HEAD, zones, fragment.body, END))
    first, last = days_covered(item)
    horizon = min(last or first + PROVED_FOR, first + PROVED_FOR)
    return prove_items(body, [item], first, horizon)


def _fragment(rendition: Rendition) -> Fragment:
    return Fragment(rendition.key, rendition.body, _zones_read(rendition.zones))


def _form(languages: Sequence[str]) -> str:
    return f"ics:{'+'.join(languages)}"


def _zones_said(uses: Sequence[ZoneUse]) -> str:
    return "\n".join(f"{u.zone} {u.first_year} {u.last_year or ''}" for u in uses)


@lru_cache(maxsize=2_000)
def _zones_read(said: str) -> tuple[ZoneUse, ...]:
    """Return the zones; the same object for all items that say the same."""
    uses = []
    for line in said.splitlines():
        zone, first, last = line.split(" ")
        uses.append(ZoneUse(zone, int(first), int(last) if last else None))
    return tuple(uses)
