"""What lists of dates show: the entries of some days, narrowed as the address asks."""

from dataclasses import dataclass
from datetime import date

from calendar_service.domain.item import ItemKind
from calendar_service.domain.selection import Audience, Selection
from calendar_service.storage.items import list_items
from calendar_service.web import auth, http
from calendar_service.web.asking import asked_kinds, asked_place, asked_tag
from calendar_service.web.entries import ZONES_APART, Entry, list_entries
from calendar_service.web.language import language


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Kinds, tag and place; empty ones choose all."""

    kinds: list[str]
    tag: str | None
    place: str | None

    def query(self) -> dict[str, str | list[str] | None]:
        """Return it as an address says it, for links that keep it."""
        return {"kind": self.kinds or None, "tag": self.tag, "place": self.place}

    def is_empty(self) -> bool:
        return not (self.kinds or self.tag or self.place)


def asked_narrowing() -> Narrowing:
    """Read what the address asks for."""
    return Narrowing(asked_kinds(), asked_tag(), asked_place())


def entries_between(
    first: date, last: date, narrowing: Narrowing, audience: Audience | None = None
) -> list[Entry]:
    """Return what touches the days, inclusive, for an audience or whoever asks.

    The days are the office's; what another zone has the day before is among them.
    """
    selection = Selection(
        audience=auth.audience() if audience is None else audience,
        kinds=frozenset(map(ItemKind, narrowing.kinds)),
        without_kinds=frozenset({ItemKind.NEWS}),
        tags=frozenset({narrowing.tag} if narrowing.tag else ()),
        places=frozenset({narrowing.place} if narrowing.place else ()),
        first=first - ZONES_APART,
        last=last + ZONES_APART,
    )
    with http.reading() as session:
        items = list_items(session, selection)
    return list_entries(items, first, last, language(), http.settings().timezone)
