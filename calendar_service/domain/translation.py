"""Which words are a translation of which, and whether they fell behind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from calendar_service.domain.texts import Text, Texts, has_language

WORD_FIELDS = ("title", "summary", "description", "place")


class Standing(StrEnum):
    """What an editor says of a translation; without a word, the changes decide."""

    BY_CHANGES = ""
    CURRENT = "current"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Behind:
    """A translation and the words of its source, then and now."""

    language: str
    source: str
    then: Text
    now: Text


def original_language(texts: Texts, languages: tuple[str, ...]) -> str:
    """Return the language that the others are made from."""
    titled = [code for code in (*languages, *texts) if has_language(texts, code)]
    originals = [code for code in titled if texts[code].made_from is None]
    return next(iter(originals or titled), languages[0])


def with_sources(
    new: Texts,
    old: Texts | None,
    revision: int,
    standings: Mapping[str, Standing],
    languages: tuple[str, ...],
) -> dict[str, Text]:
    """Return the new texts, each translation with the revision it is made from.

    `revision` is that of `old`, -1 for a new item; what is saved now becomes
    the next. A translation that is changed is taken to be brought up to date,
    unless it is said to be behind. Where no word changes nothing is touched.
    """
    before = old or {}
    source = original_language({**new, **_sources(before, new)}, languages)
    touched = any(not same_words(new, before, code) for code in {*new, *before})
    found = {}
    for code, text in new.items():
        made_from = before[code].made_from if code in before else None
        standing = standings.get(code, Standing.BY_CHANGES)
        if code == source or not text.title:
            made_from = None
        elif standing is Standing.CURRENT:
            made_from = revision + 1
        elif standing is Standing.BEHIND or same_words(new, before, code):
            known = made_from is not None or not touched
            made_from = made_from if known else max(revision, 0)
        else:
            made_from = revision + 1
        found[code] = replace(text, made_from=made_from)
    return found


def same_words(one: Texts, other: Texts, language: str) -> bool:
    """Tell whether a language says the same in both."""
    first, second = one.get(language, Text()), other.get(language, Text())
    return all(getattr(first, name) == getattr(second, name) for name in WORD_FIELDS)


def fallen_behind(texts: Texts, then: Mapping[int, Texts]) -> list[Behind]:
    """Return the translations whose source says something else by now.

    `then` holds the texts as of the revisions that translations are made
    from; one that is not there is left out.
    """
    found = []
    for language, text in sorted(texts.items()):
        if text.made_from is None or text.made_from not in then:
            continue
        before = then[text.made_from]
        for source in sorted(texts.keys() - {language}):
            if texts[source].made_from is None and not same_words(
                texts, before, source
            ):
                was = before.get(source, Text())
                found.append(Behind(language, source, was, texts[source]))
    return found


def _sources(before: Texts, new: Texts) -> dict[str, Text]:
    """Return the new texts as their former sources say they are made."""
    return {
        code: replace(text, made_from=before[code].made_from)
        for code, text in new.items()
        if code in before
    }
