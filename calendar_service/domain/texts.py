"""One item's words per language; which language stands in for another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one language. `description` is Markdown, the rest plain text.

    `made_from` is the revision of the other language that a translation was
    made from; None for an original.
    """

    title: str = ""
    summary: str = ""
    description: str = ""
    place: str = ""
    made_from: int | None = None


Texts = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are shown, and the language they are really in."""

    text: str
    language: str


def words(texts: Texts, field: str, language: str) -> Words:
    """Return a field in the language asked for, else in another that has it.

    Empty text in the language asked for where no language has any.
    """
    for candidate in (language, *fallbacks(texts, language)):
        found = getattr(texts.get(candidate), field, "")
        if found:
            return Words(found, candidate)
    return Words("", language)


def fallbacks(texts: Iterable[str], language: str) -> list[str]:
    """Return the other languages in the order in which they stand in."""
    others = (other for other in texts if other != language)
    return sorted(others, key=lambda other: (other != "en", other))


def has_language(texts: Texts, language: str) -> bool:
    """Tell whether there is at least a title in the language."""
    return bool(texts.get(language, Text()).title)


def stale_languages(texts: Texts, revisions: Mapping[str, int]) -> list[str]:
    """Return the translations that fell behind.

    `revisions` says at which item revision each language's words last changed.
    """
    return [
        language
        for language, text in texts.items()
        if text.made_from is not None
        and any(
            revisions.get(other, 0) > text.made_from
            for other in texts
            if other != language
        )
    ]


def overlaid(texts: Texts, changes: Texts) -> dict[str, Text]:
    """Return the texts with the non-empty fields of `changes` on top."""
    merged = dict(texts)
    for language, change in changes.items():
        below = merged.get(language, Text())
        merged[language] = Text(
            title=change.title or below.title,
            summary=change.summary or below.summary,
            description=change.description or below.description,
            place=change.place or below.place,
            made_from=below.made_from,
        )
    return merged
