"""The form of what somebody follows by mail: read, and what it offers."""

from collections.abc import Mapping, Sequence

from calendar_service.domain.feed_choice import UnknownChoice, as_value, read_choice
from calendar_service.domain.follower import Pace, Wish
from calendar_service.domain.item import ItemKind
from calendar_service.domain.selection import Selection
from calendar_service.storage.database import Session
from calendar_service.storage.names import list_tags, list_towns
from calendar_service.storage.news import count_selected
from calendar_service.storage.storable import is_storable
from calendar_service.web import http
from calendar_service.web.language import language

CHOICES = ("kind", "tag", "place")
KINDS = tuple(kind for kind in ItemKind if kind is not ItemKind.AGREEMENT)
"""Agreements are not for the public."""
NO_TAG = "No item has the tag %(value)s."
NO_PLACE = "No item has the place %(value)s."


def read_wish(session: Session, asked: Mapping[str, Sequence[str]]) -> Wish:
    """Read kinds, tags and places as the addresses of feeds name them.

    Raises UnknownChoice, also for what no public item has: nothing would come.
    """
    values = {name: asked.get(name, ()) for name in CHOICES}
    choice = read_choice(values, http.settings().languages)
    for tag in sorted(choice.tags):
        _demand(session, NO_TAG, tag, Selection(tags=frozenset({tag})))
    for place in sorted(choice.places):
        _demand(session, NO_PLACE, place, Selection(places=frozenset({place})))
    return Wish(kinds=choice.kinds, tags=choice.tags, places=choice.places)


def read_pace(asked: str) -> Pace:
    """Read how often; weekly, the calmer one, where nothing is chosen."""
    return Pace(asked) if asked in set(Pace) else Pace.WEEKLY


def read_words(asked: Sequence[str]) -> str:
    """Read the language of the mails, else that of the page."""
    named = [name for value in asked for name in value.split(",")]
    known = (name for name in named if name in http.settings().languages)
    return next(known, language())


def offered(session: Session) -> dict[str, object]:
    """Return what the form lists: the tags and towns of public items."""
    public = Selection()
    return {
        "kinds": KINDS,
        "tags": list_tags(session, public),
        "towns": list_towns(session, public),
    }


def wish_query(wish: Wish) -> dict[str, list[str]]:
    """Return a wish as the form sends it."""
    return {
        "kind": sorted(wish.kinds),
        "tag": [as_value(tag) for tag in sorted(wish.tags)],
        "place": [as_value(place) for place in sorted(wish.places)],
    }


def posted_choice(asked: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was sent, to be shown again also where it is no wish."""
    return {
        name: [value for value in asked.get(name, ()) if value.strip()]
        for name in CHOICES
    }


def _demand(session: Session, sentence: str, value: str, named: Selection) -> None:
    if not is_storable(value) or not count_selected(session, named):
        raise UnknownChoice(sentence, value=value)
