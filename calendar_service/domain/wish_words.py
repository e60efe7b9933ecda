"""What somebody follows, in words: "Meetings, Screenings · Tbilisi"."""

from calendar_service.domain.follower import Wish
from calendar_service.domain.phrases import kind_names, phrase


def describe_wish(wish: Wish, language: str) -> str:
    """Say what is followed, kinds first; all events where nothing narrows it."""
    kinds = sorted(kind_names(kind, language) for kind in wish.kinds)
    tags = [f"#{tag}" for tag in sorted(wish.tags)]
    parts = [", ".join(part) for part in (kinds, tags, sorted(wish.places)) if part]
    return " · ".join(parts) or phrase("all_items", language)
