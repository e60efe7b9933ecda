"""Put items into the database, and look at the page that comes back."""

from dataclasses import replace
from typing import Any

from lxml import html

from calendar_service.domain.item import Item
from calendar_service.storage.database import Database
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item, timed


def add(database: Database, *items: Item) -> list[Item]:
    """Store items as they are."""
    with database.transaction() as session:
        return [
            store_item(session, item, actor="ada", seen=None, now=NOW) for item in items
        ]


def meeting(**changes: object) -> Item:
    """A meeting two days after the still clock, from ten to half past eleven."""
    span = timed("2026-03-12T10:00", "2026-03-12T11:30")
    return make_item(**{"span": span, **changes})


def numbered(item: Item, number: int) -> Item:
    """Return a sibling with an identity of its own."""
    return replace(item, uid=f"n{number}@example.org", slug=f"n{number}")


class Page:
    """A page as a reader has it."""

    def __init__(self, response: Any) -> None:  # noqa: ANN401 - Werkzeug's test answer
        self.response = response
        self.root = html.fromstring(response.get_data(as_text=True))

    def texts(self, path: str) -> list[str]:
        """Return the visible words of all elements, spaces folded."""
        return [
            " ".join(found.text_content().split()) for found in self.root.xpath(path)
        ]

    def text(self, path: str) -> str:
        """Return the words of the one element."""
        (found,) = self.texts(path)
        return found

    def all(self, path: str) -> list[str]:
        """Return attribute values."""
        return [str(found) for found in self.root.xpath(path)]
