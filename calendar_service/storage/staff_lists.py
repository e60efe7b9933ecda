"""Items as the staff list them: any status, by page; and texts as they were."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item, ItemStatus, Visibility
from calendar_service.domain.search_words import fold
from calendar_service.domain.selection import Selection
from calendar_service.domain.texts import Text, Texts
from calendar_service.storage.codec import decode
from calendar_service.storage.item_loading import load_by_id
from calendar_service.storage.items import conditions
from calendar_service.storage.search_tables import ItemWordsRow
from calendar_service.storage.tables import ItemRow, ItemTextRow, RevisionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChoice:
    """Which items to list: a selection, narrowed by what only the staff ask.

    `text` is looked for in the titles of all languages, as search compares words:
    whatever its capitals, accents and script. `status` of None is
    every status that the selection's audience sees.
    """

    selection: Selection
    status: ItemStatus | None = None
    visibility: Visibility | None = None
    text: str = ""


def list_page(
    session: Session, choice: StaffChoice, most: int, offset: int
) -> tuple[list[Item], int]:
    """Return one page by day, newest first, and how many there are in all.

    Five queries, however many items.
    """
    chosen = list(_conditions(choice))
    total = session.scalar(select(func.count(ItemRow.id)).where(*chosen)) or 0
    ids = session.scalars(
        select(ItemRow.id)
        .where(*chosen)
        .order_by(ItemRow.first_on.desc(), ItemRow.id.desc())
        .limit(most)
        .offset(offset)
    ).all()
    found = load_by_id(session, ItemRow.id.in_(ids))
    return [found[item_id] for item_id in ids], total


def source_texts(
    session: Session, items: Sequence[Item]
) -> Mapping[str, Mapping[int, Texts]]:
    """Return the texts that translations were made from, by uid and revision.

    Of those of the items that have changed after.
    """
    rows = session.execute(
        select(ItemRow.uid, RevisionRow.revision, RevisionRow.snapshot)
        .join(ItemTextRow, ItemTextRow.item_id == ItemRow.id)
        .join(
            RevisionRow,
            (RevisionRow.item_id == ItemRow.id)
            & (RevisionRow.revision == ItemTextRow.made_from),
        )
        .where(
            ItemRow.revision > ItemTextRow.made_from,
            ItemRow.uid.in_([item.uid for item in items]),
        )
    )
    found: dict[str, dict[int, Texts]] = defaultdict(dict)
    for uid, revision, snapshot in rows:
        texts = snapshot["texts"]
        found[uid][revision] = {code: decode(t, Text) for code, t in texts.items()}
    return found


def _conditions(choice: StaffChoice) -> Iterator[ColumnElement[bool]]:
    yield from conditions(choice.selection)
    if choice.status is not None:
        yield ItemRow.status == choice.status
    if choice.visibility is not None:
        yield ItemRow.visibility == choice.visibility
    if choice.text:
        # As search compares words: the databases differ in what a capital is.
        words = " ".join(fold(choice.text))
        titled = select(ItemWordsRow.item_id).where(
            ItemWordsRow.title.contains(words, autoescape=True)
        )
        yield ItemRow.id.in_(titled) if words else false()
