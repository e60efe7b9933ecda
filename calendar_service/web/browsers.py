"""What a browser says of itself, read as far as a person would recognise it.

Two words are kept of it, of a closed list, and no version: nothing that tells
one person's browser from another's.
"""

from typing import NamedTuple

MOST_READ = 500
# The first that stands in it counts: each claims to be those after it too.
FAMILIES = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("OPX/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


class Browser(NamedTuple):
    """A family and a system, "" for what is not known."""

    family: str
    system: str


def browser_of(agent: str) -> Browser:
    """Read the User-Agent header."""
    read = agent[:MOST_READ]
    return Browser(_first(FAMILIES, read), _first(SYSTEMS, read))


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in known if mark in text), "")
