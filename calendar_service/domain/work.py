"""What is to be done about an item that lies ahead."""

from collections.abc import Sequence

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.texts import has_language

NOBODY_NEEDED = frozenset({ItemKind.OBSERVANCE, ItemKind.NEWS})
"""Kinds that come by themselves: nobody has to care for them."""


def lacking_languages(item: Item, languages: Sequence[str]) -> list[str]:
    """Return the languages in which an item has no title."""
    return [code for code in languages if not has_language(item.texts, code)]
