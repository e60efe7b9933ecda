"""Two changes of one item from the same beginning: what differs, and a choice."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from calendar_service.domain.item import Details, details_of
from calendar_service.domain.texts import Text
from calendar_service.domain.translation import WORD_FIELDS

WHEN = "when"
TIMES = ("span", "recurrence")


class Side(StrEnum):
    """Whose version of a field is kept."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people leave differently.

    `natural` is the side that changed it, None where both did.
    """

    field: str
    natural: Side | None


def differences(base: Details, mine: Details, theirs: Details) -> list[Difference]:
    """Return the fields that differ, those that both changed first."""
    found = []
    for name in _field_names(mine, theirs):
        before, my, their = (field_of(d, name) for d in (base, mine, theirs))
        if my != their:
            found.append(Difference(name, _natural(before, my, their)))
    return sorted(found, key=lambda each: each.natural is not None)


def changed_fields(old: Details, new: Details) -> list[str]:
    """Return the fields in which two states of an item differ."""
    return [
        name
        for name in _field_names(old, new)
        if field_of(old, name) != field_of(new, name)
    ]


def merged(mine: Details, theirs: Details, keep: Mapping[str, Side]) -> Details:
    """Return their version with what is kept of mine."""
    result = details_of(theirs)
    for name, side in keep.items():
        if side is Side.MINE:
            result = _with_field(result, name, mine)
    return result


def field_of(details: Details, name: str) -> object:
    """Return a field; "when" is the span with its recurrence."""
    if name == WHEN:
        return details.span, details.recurrence
    if name.startswith("texts."):
        _, language, part = name.split(".")
        return getattr(details.texts.get(language, Text()), part)
    return getattr(details, name)


def _natural(before: object, mine: object, theirs: object) -> Side | None:
    if mine == before:
        return Side.THEIRS
    return Side.MINE if theirs == before else None


def _field_names(mine: Details, theirs: Details) -> list[str]:
    plain = [f.name for f in fields(Details) if f.name not in {"texts", *TIMES}]
    languages = sorted({*mine.texts, *theirs.texts})
    words = [f"texts.{code}.{part}" for code in languages for part in WORD_FIELDS]
    return [WHEN, *words, *plain]


def _with_field(details: Details, name: str, source: Details) -> Details:
    if name == WHEN:
        return replace(details, span=source.span, recurrence=source.recurrence)
    if name.startswith("texts."):
        _, language, part = name.split(".")
        text = details.texts.get(language, Text())
        said = {part: getattr(source.texts.get(language, Text()), part)}
        changed = replace(text, **said)
        return replace(details, texts={**details.texts, language: changed})
    return replace(details, **{name: getattr(source, name)})
