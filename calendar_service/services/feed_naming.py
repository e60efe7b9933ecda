"""What a feed is called, looks like and links to."""

from calendar_service.config import Settings
from calendar_service.domain.feed_choice import (
    FEED_KINDS,
    STAFF_FEED_KINDS,
    FeedChoice,
)
from calendar_service.domain.phrases import kind_names, phrase
from calendar_service.feeds.document import (
    COLORS,
    OFFICE_COLOR,
    Color,
    FeedInfo,
    feed_tag,
)
from calendar_service.services.feed_requests import FeedAsked, FeedFormat
from calendar_service.storage.feeds import SavedFeed

SPECIAL = {"coming-up": "coming_up", "changes": "changes"}


def info_of(asked: FeedAsked, settings: Settings) -> FeedInfo:
    """Return what a document says of itself, in the feed's language."""
    choice, saved = asked.choice, asked.saved
    language = choice.language
    page = f"{'&' if '?' in asked.address else '?'}page={asked.page}"
    mark = f"{asked.name}/{'+'.join(choice.languages)}"
    return FeedInfo(
        title=f"{settings.office_name}: {title_of(asked)}",
        id=feed_tag(settings.uid_domain, mark),
        self_url=asked.address + (page if asked.page is not None else ""),
        home_url=f"{settings.base_url}/agenda?lang={language}",
        language=language,
        languages=choice.languages,
        domain=settings.uid_domain,
        author=settings.office_name,
        description=saved.descriptions.get(language, "") if saved else "",
        timezone=settings.timezone,
        color=_color(asked),
        stylesheet=f"{settings.base_url}/static/feed.css",
    )


def name_of(name: str, saved: SavedFeed | None, language: str) -> str:
    """Return what a feed is called where feeds are listed."""
    kinds = (FEED_KINDS | STAFF_FEED_KINDS).get(name, frozenset())
    choice = FeedChoice(kinds=kinds, languages=(language,))
    asked = FeedAsked(
        name=name, format=FeedFormat.ICS, choice=choice, address="", saved=saved
    )
    return title_of(asked)


def title_of(asked: FeedAsked) -> str:
    """Return the feed's own name, with the tags and places that narrow it."""
    language, saved = asked.choice.language, asked.saved
    if saved is not None:
        others = next(iter(saved.titles.values()), saved.name)
        return saved.titles.get(language) or others
    if asked.name in SPECIAL:
        name = phrase(SPECIAL[asked.name], language)
    else:
        name = _kinds(asked.choice, language)
    narrowed = ", ".join(sorted((*asked.choice.tags, *asked.choice.places)))
    return f"{name} ({narrowed})" if narrowed else name


def _kinds(choice: FeedChoice, language: str) -> str:
    if not choice.kinds:
        return phrase("all_items", language)
    return ", ".join(kind_names(kind, language) for kind in sorted(choice.kinds))


def _color(asked: FeedAsked) -> Color:
    if asked.saved is not None and asked.saved.colour:
        for color in COLORS.values():
            if color.name == asked.saved.colour:
                return color
    kinds = asked.choice.kinds
    return COLORS[next(iter(kinds))] if len(kinds) == 1 else OFFICE_COLOR
