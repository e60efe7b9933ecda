"""Public addresses that are the same for feeds, mails and commands."""

from urllib.parse import quote

from calendar_service.domain.item import Item


def item_page(base_url: str, item: Item, language: str) -> str:
    """Return the address of an item's page in a language."""
    return f"{base_url}/items/{quote(item.slug)}?lang={language}"
