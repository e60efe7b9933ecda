"""What an item says in one language, or in two at once."""

from collections.abc import Iterator, Sequence

from calendar_service.domain.item import Item, ItemKind
from calendar_service.domain.texts import Texts, Words
from calendar_service.feeds.content import tidy_line
from calendar_service.feeds.wording import (
    description_of,
    facts_of,
    place_of,
    plain_description_of,
    summary_of,
    title_of,
    when_line,
)

BETWEEN = " / "
BETWEEN_BLOCKS = "\n\n* * *\n\n"


def titles_of(
    kind: ItemKind, texts: Texts, languages: Sequence[str], *, cancelled: bool = False
) -> Words:
    """Return "Coordination meeting / საკოორდინაციო შეხვედრა".

    What is off is marked once, in the first language.
    """
    first, *others = languages
    said = title_of(kind, texts, first, cancelled=cancelled)
    plain = title_of(kind, texts, first)
    more = [title_of(kind, texts, other) for other in others]
    return _side_by_side(said, own_of(plain, more, others))


def places_of(item: Item, texts: Texts, languages: Sequence[str]) -> Words:
    """Return where, in each language that says it differently."""
    first, *others = languages
    said = place_of(item, texts, first)
    more = [place_of(item, texts, other) for other in others]
    return _side_by_side(said, own_of(said, more, others))


def summaries_of(texts: Texts, languages: Sequence[str]) -> Words:
    """Return the summaries, a line each."""
    first, *others = languages
    said = summary_of(texts, first)
    more = [summary_of(texts, other) for other in others]
    return _side_by_side(said, own_of(said, more, others), "\n")


def descriptions_of(
    item: Item, texts: Texts, languages: Sequence[str], url: str
) -> Words:
    """Return a block of plain text for each language, the address below the last."""
    first, *others = languages
    if not others:
        return description_of(item, texts, first, url)
    said = description_of(item, texts, first, "")
    blocks = [said.text]
    for other in others:
        already = "\n\n".join(blocks)
        own = _own_paragraphs(item, texts, other)
        fresh = [each for each in own if each and each not in already]
        blocks.append("\n\n".join(fresh))
    written = [block for block in blocks if block]
    text = "\n\n".join(filter(None, [BETWEEN_BLOCKS.join(written), tidy_line(url)]))
    return Words(text, said.language if len(written) < 2 else "")  # noqa: PLR2004 - two languages are none


def own_of(
    first: Words, others: Sequence[Words], languages: Sequence[str]
) -> list[Words]:
    """Return what is really said in the other languages, and not said already."""
    own: list[Words] = []
    for said, language in zip(others, languages, strict=True):
        seen = {first.text, *(each.text for each in own)}
        if said.text and said.language in ("", language) and said.text not in seen:
            own.append(said)
    return own


def _side_by_side(
    first: Words, others: Sequence[Words], between: str = BETWEEN
) -> Words:
    """Join them; the words of two languages are marked as those of none."""
    if not others:
        return first
    texts = filter(None, [first.text, *(said.text for said in others)])
    return Words(between.join(texts), "")


def _own_paragraphs(item: Item, texts: Texts, language: str) -> Iterator[str]:
    """Yield what an author wrote in the language, between our own dates and facts.

    Nothing where nobody wrote anything in it.
    """
    title = title_of(item.kind, texts, language)
    written = [summary_of(texts, language), plain_description_of(texts, language)]
    own = [said.text for said in written if said.language == language and said.text]
    has_title = title.language == language and language in texts
    if own or has_title:
        yield when_line(item, language)
        yield from own
        yield "\n".join(map(str, facts_of(item, language)))
