"""What an item says in one language: title, place, facts, plain description."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from calendar_service.domain.item import Item, ItemKind, Party
from calendar_service.domain.phrases import kind_name, phrase
from calendar_service.domain.span import DaySpan, Precision
from calendar_service.domain.texts import Texts, Words, words
from calendar_service.domain.when import describe_when
from calendar_service.feeds.content import plain_of, tidy_line, tidy_prose
from calendar_service.feeds.uris import as_uri

UNBLOCKED = {
    *(ItemKind.OBSERVANCE, ItemKind.CAMPAIGN, ItemKind.DEADLINE),
    *(ItemKind.AGREEMENT, ItemKind.NEWS),
}


def title_of(
    kind: ItemKind, texts: Texts, language: str, *, cancelled: bool = False
) -> Words:
    """Return the title, never empty: without any it is the name of the kind.

    The mark of what is cancelled is said in the language that was asked for.
    """
    said = words(texts, "title", language)
    title = tidy_line(said.text)
    if not title:
        said, title = Words("", language), kind_name(kind, language)
    if cancelled:
        title = f"{phrase('cancelled', language)}: {title}"
    return replace(said, text=title)


def summary_of(texts: Texts, language: str) -> Words:
    """Return the summary as plain text."""
    said = words(texts, "summary", language)
    return replace(said, text=tidy_prose(said.text))


def place_of(item: Item, texts: Texts, language: str) -> Words:
    """Return where, on one line; an empty language where none is known."""
    said = words(texts, "place", language)
    if tidy_line(said.text):
        return replace(said, text=tidy_line(said.text))
    place = item.place
    named = [tidy_line(part) for part in (place.venue, place.city, place.country)]
    if any(named):
        return Words(", ".join(filter(None, named)), "")
    if place.online:
        return Words(phrase("online", language), language)
    return Words("", "")


def categories_of(item: Item, language: str) -> list[str]:
    """Return the kind's name and the tags, each once."""
    tags = map(tidy_line, item.tags)
    return list(dict.fromkeys((kind_name(item.kind, language), *filter(None, tags))))


def description_of(item: Item, texts: Texts, language: str, url: str) -> Words:
    """Return everything there is to say as plain text, summary first.

    Its language is that of its first words that an author wrote.
    """
    summary = summary_of(texts, language)
    description = plain_description_of(texts, language)
    parts = [
        when_line(item, language),
        summary.text,
        description.text,
        tidy_prose("\n".join(facts_of(item, language))),
        tidy_line(url),
    ]
    written = next((said for said in (summary, description) if said.text), None)
    return Words(
        "\n\n".join(filter(None, parts)), written.language if written else language
    )


def plain_description_of(texts: Texts, language: str) -> Words:
    """Return the description without its marks."""
    said = words(texts, "description", language)
    return replace(said, text=plain_of(said.text))


def when_line(item: Item, language: str) -> str:
    """Say when, where a calendar's grid cannot: a month, a year, several days."""
    span = item.span
    imprecise = isinstance(span, DaySpan) and span.precision is not Precision.DAY
    if imprecise or item.recurrence.dates:
        return describe_when(span, item.recurrence, language)
    return ""


def facts_of(item: Item, language: str) -> Iterator[str]:
    """Yield seats, organisers, partners, links and hashtags, a line each."""
    if item.seats is not None:
        yield seats_said(item, language)
    for name, parties in (("organisers", item.organisers), ("partners", item.partners)):
        if parties:
            yield phrase(name, language).format(names=parties_said(parties))
    for link in item.links:
        title = tidy_line(link.title)
        yield f"{title}: {link.url}" if title else link.url
    if item.place.online:
        yield f"{phrase('online', language)}: {item.place.online}"
    if item.hashtags:
        yield hashtags_said(item.hashtags)


def seats_said(item: Item, language: str) -> str:
    """Say that places are limited; nothing where they are not."""
    if item.seats is None:
        return ""
    if item.seats.number is None:
        return phrase("seats_limited", language)
    return phrase("seats", language).format(number=item.seats.number)


def parties_said(parties: Iterable[Party]) -> str:
    """Name them in their order, roles in brackets."""
    return ", ".join(
        f"{tidy_line(party.name)} ({tidy_line(party.role)})"
        if party.role
        else tidy_line(party.name)
        for party in parties
    )


def hashtags_said(hashtags: Iterable[str]) -> str:
    """Return the hashtags with exactly one # each."""
    return " ".join("#" + tidy_line(hashtag).lstrip("#") for hashtag in hashtags)


def blocks_time(item: Item) -> bool:
    """Tell whether whoever takes part is busy: not on an observance."""
    span = item.span
    imprecise = isinstance(span, DaySpan) and span.precision is not Precision.DAY
    return item.kind not in UNBLOCKED and not imprecise


def image_url(item: Item) -> str:
    """Return the address of the picture if a client can load it, or nothing."""
    url = tidy_line(item.image.url) if item.image else ""
    return as_uri(url) if url.startswith(("http://", "https://")) else ""
