"""What waits about the items ahead: counted by the database, the nearest of each."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import permutations

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.selection import Audience, Selection
from calendar_service.domain.translation import WORD_FIELDS
from calendar_service.domain.work import NOBODY_NEEDED
from calendar_service.storage.item_loading import load_by_id
from calendar_service.storage.items import conditions
from calendar_service.storage.tables import ItemRow, ItemTextRow, RevisionRow

WRITABLE = (ItemStatus.PUBLISHED, ItemStatus.DRAFT)


class Pile(StrEnum):
    """What is to be done about an item; one may lie on several.

    What is called off was announced before, and does not take place.
    """

    DRAFTS = "drafts"
    BEHIND = "behind"
    UNTRANSLATED = "untranslated"
    UNATTENDED = "unattended"
    CALLED_OFF = "called-off"


@dataclass(frozen=True, slots=True)
class Heap:
    """How many items lie on a pile, and those whose first day is the nearest."""

    number: int
    nearest: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Mine:
    """What of it is somebody's own.

    `drafts_of` narrows the drafts to those that this person has had a hand in;
    `kinds` all piles, unless it is empty.
    """

    drafts_of: str = ""
    kinds: frozenset[ItemKind] = frozenset()


def list_waiting(
    session: Session,
    today: date,
    languages: Sequence[str],
    most: int,
    mine: Mine,
    piles: Collection[Pile] = tuple(Pile),
) -> Mapping[Pile, Heap]:
    """Return the piles that hold anything, with at most so many items of each.

    Of the items that are not over. A query for each pile and three more, however
    many items.
    """
    ahead = Selection(audience=Audience.EDITORS, first=today, kinds=mine.kinds)
    found = {
        pile: session.execute(
            select(ItemRow.id, func.count().over())
            .where(*conditions(ahead), *_meant(pile, languages, mine.drafts_of))
            .order_by(ItemRow.first_on, ItemRow.id)
            .limit(most)
        ).all()
        for pile in piles
    }
    wanted = {item_id for rows in found.values() for item_id, _ in rows}
    items = load_by_id(session, ItemRow.id.in_(sorted(wanted)))
    return {
        pile: Heap(rows[0][1], [items[item_id] for item_id, _ in rows])
        for pile, rows in found.items()
        if rows
    }


def _meant(
    pile: Pile, languages: Sequence[str], drafts_of: str
) -> Iterator[ColumnElement[bool]]:
    match pile:
        case Pile.DRAFTS:
            yield ItemRow.status == ItemStatus.DRAFT
            if drafts_of:
                yield _has_hand_in(drafts_of)
        case Pile.BEHIND:
            yield ItemRow.status.in_(WRITABLE)
            pairs = permutations(languages, 2)
            yield or_(
                false(), *(_is_behind(source, target) for source, target in pairs)
            )
        case Pile.UNTRANSLATED:
            yield ItemRow.status == ItemStatus.PUBLISHED
            yield or_(*(~_has_title(code) for code in languages))
        case Pile.UNATTENDED:
            yield ItemRow.status == ItemStatus.PUBLISHED
            yield ItemRow.kind.not_in(sorted(NOBODY_NEEDED))
            yield ItemRow.body["focal_point"]["email"].as_string().is_(None)
        case Pile.CALLED_OFF:
            yield ItemRow.status == ItemStatus.CANCELLED
            yield ItemRow.published_at.is_not(None)


def _has_hand_in(actor: str) -> ColumnElement[bool]:
    return exists().where(RevisionRow.item_id == ItemRow.id, RevisionRow.actor == actor)


def _has_title(language: str) -> ColumnElement[bool]:
    return exists().where(
        ItemTextRow.item_id == ItemRow.id,
        ItemTextRow.language == language,
        ItemTextRow.title != "",
    )


def _is_behind(source: str, target: str) -> ColumnElement[bool]:
    """Tell whether an original says something else than what was translated."""
    made, now = aliased(ItemTextRow), aliased(ItemTextRow)
    then = RevisionRow.snapshot["texts"][source]
    return exists().where(
        made.item_id == ItemRow.id,
        made.language == target,
        made.made_from < ItemRow.revision,
        and_(
            now.item_id == ItemRow.id,
            now.language == source,
            now.made_from.is_(None),
        ),
        and_(
            RevisionRow.item_id == ItemRow.id,
            RevisionRow.revision == made.made_from,
        ),
        or_(
            *(
                func.coalesce(then[name].as_string(), "") != getattr(now, name)
                for name in WORD_FIELDS
            )
        ),
    )
