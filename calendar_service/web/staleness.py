"""Which translations of an item fell behind, and since when."""

from dataclasses import dataclass
from datetime import datetime

from calendar_service.domain.item import Item
from calendar_service.domain.translation import Behind, fallen_behind
from calendar_service.storage.database import Session
from calendar_service.storage.items import find_revision


@dataclass(frozen=True, slots=True)
class Stale:
    """A translation that fell behind, and when the text it says was written."""

    behind: Behind
    made_at: datetime


def list_stale(session: Session, item: Item) -> list[Stale]:
    """Return the translations of an item that say what their source said before."""
    numbers = {text.made_from for text in item.texts.values()} - {None}
    then = {
        number: found
        for number in numbers
        if number is not None and (found := find_revision(session, item.uid, number))
    }
    texts = {number: found.texts for number, found in then.items()}
    return [
        Stale(behind, then[made_from].updated_at)
        for behind in fallen_behind(item.texts, texts)
        if (made_from := item.texts[behind.language].made_from) is not None
    ]
