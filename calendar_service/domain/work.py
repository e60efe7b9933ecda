"""What waits to be done about the items that lie ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.texts import Texts, has_language
from calendar_service.domain.translation import Behind, fallen_behind

NOBODY_NEEDED = frozenset({ItemKind.OBSERVANCE, ItemKind.NEWS})
"""Kinds that come by themselves: nobody has to care for them."""


@dataclass(frozen=True, slots=True)
class WorkLists:
    """The lists; an item may stand in several of them.

    `untranslated` holds items with the languages that they lack.
    `called_off` are those that the public has seen and that do not take place.
    """

    drafts: Sequence[Item]
    behind: Sequence[tuple[Item, Behind]]
    untranslated: Sequence[tuple[Item, tuple[str, ...]]]
    unattended: Sequence[Item]
    called_off: Sequence[Item]

    def is_empty(self) -> bool:
        return not (
            self.drafts
            or self.behind
            or self.untranslated
            or self.unattended
            or self.called_off
        )


def work_lists(
    items: Iterable[Item],
    then: Mapping[str, Mapping[int, Texts]],
    languages: Sequence[str],
) -> WorkLists:
    """Sort items into what is to be done about them.

    `then` holds, by uid, the texts as of the revisions that translations were
    made from.
    """
    known = list(items)
    live = [item for item in known if item.status is ItemStatus.PUBLISHED]
    writable = [
        i for i in known if i.status in {ItemStatus.PUBLISHED, ItemStatus.DRAFT}
    ]
    return WorkLists(
        drafts=[item for item in known if item.status is ItemStatus.DRAFT],
        behind=[
            (item, behind)
            for item in writable
            for behind in fallen_behind(item.texts, then.get(item.uid, {}))
        ],
        untranslated=[
            (item, lacking) for item in live if (lacking := _lacking(item, languages))
        ],
        unattended=[
            item
            for item in live
            if item.focal_point is None and item.kind not in NOBODY_NEEDED
        ],
        called_off=[
            item
            for item in known
            if item.status is ItemStatus.CANCELLED and item.published_at is not None
        ],
    )


def _lacking(item: Item, languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in languages if not has_language(item.texts, code))
