"""Two editors: the second one sees both versions, and chooses field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from flask import Response

from calendar_service.domain.conflict import Difference, Side, differences, merged
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Details, Item
from calendar_service.domain.translation import with_sources
from calendar_service.web import http
from calendar_service.web.field_words import field_name, field_words
from calendar_service.web.layout import page

KEEP = "keep."
CONFLICT, UNPROCESSABLE = 409, 422
OWN = ("wish", "theirs")
"""Fields of the choice that are not fields of the item."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What I wrote, what stands there by now, and what both began with."""

    base: Item
    mine: Draft
    theirs: Item
    actor: str = ""

    def differences(self) -> list[Difference]:
        return differences(self.base, self.mine, self.theirs)


def chosen(conflict: Conflict, values: Mapping[str, str]) -> dict[str, Side]:
    """Return the choices; what only one side changed is chosen by itself."""
    found = {}
    for each in conflict.differences():
        said = values.get(f"{KEEP}{each.field}", "")
        if said in set(Side):
            found[each.field] = Side(said)
        elif each.natural is not None:
            found[each.field] = each.natural
    return found


def is_settled(conflict: Conflict, keep: Mapping[str, Side]) -> bool:
    """Tell whether each field that differs has been chosen."""
    return all(each.field in keep for each in conflict.differences())


def settled(conflict: Conflict, keep: Mapping[str, Side]) -> Draft:
    """Return the draft that the choices make, from their revision."""
    details = merged(conflict.mine, conflict.theirs, keep)
    texts = with_sources(
        {code: text for code, text in details.texts.items() if any(_words(text))},
        conflict.theirs.texts,
        conflict.theirs.revision,
        {},
        http.settings().languages,
    )
    said = {f.name: getattr(details, f.name) for f in fields(Details)} | {
        "texts": texts
    }
    theirs, mine = conflict.theirs, conflict.mine
    slug = theirs.slug if mine.slug == conflict.base.slug else mine.slug
    return Draft(**said, uid=theirs.uid, slug=slug, revision=theirs.revision)


def conflict_page(
    conflict: Conflict, values: Mapping[str, str], wish: str, *, asked: bool
) -> Response:
    """Show both versions; everything I had written goes along, to be sent again.

    `asked` is whether a choice was missing in an answer to this very page.
    """
    keep = chosen(conflict, values)
    return page(
        "conflict.html",
        private=True,
        status=UNPROCESSABLE if asked else CONFLICT,
        item=conflict.theirs,
        actor=conflict.actor,
        differences=[
            (
                each,
                field_name(each.field),
                field_words(conflict.mine, each.field),
                field_words(conflict.theirs, each.field),
                keep.get(each.field),
            )
            for each in conflict.differences()
        ],
        kept=[
            (n, v) for n, v in values.items() if not n.startswith(KEEP) and n not in OWN
        ],
        wish=wish,
        asked=asked,
    )


def as_item(draft: Draft, theirs: Item) -> Item:
    """Return their item with what the draft says, to be shown in the form."""
    said = {f.name: getattr(draft, f.name) for f in fields(Details)}
    return replace(theirs, **said)


def _words(text: object) -> list[str]:
    names = ("title", "summary", "description", "place")
    return [getattr(text, name) for name in names]
