"""Find items by words: FTS5 on SQLite, tsvector on PostgreSQL, one order on both."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import Recurrence, expand
from calendar_service.domain.search_words import nearest, trigrams_of
from calendar_service.domain.selection import Selection
from calendar_service.domain.span import EARLIEST_YEAR, LATEST_YEAR, Span
from calendar_service.storage.codec import decode
from calendar_service.storage.item_loading import load_by_id
from calendar_service.storage.items import conditions
from calendar_service.storage.search_tables import ItemWordsRow, TrigramRow
from calendar_service.storage.tables import ItemRow

MOST_CANDIDATES = 60
Asked = Sequence[Sequence[str]]
"""What is asked for: of each inner list one word has to begin a word of the item."""


def search_items(
    session: Session, asked: Asked, selection: Selection, language: str, today: date
) -> list[int]:
    """Return the numbers of the items that hold all the words, the best first.

    Words in the title count before names (places, tags, organisers), those
    before the rest; then what is on or comes, the nearest first, then what is
    over, the newest first. Without words, all selected items are found.
    `language` is one in which the words have to stand, or "". A window is
    tested on the occurrences themselves.
    """
    tier, found = _ranked(session, asked, language)
    is_over = func.coalesce(ItemRow.last_on, date(LATEST_YEAR, 12, 31)) < today
    order = (
        func.min(tier),
        case((is_over, 1), else_=0),
        case((is_over, None), else_=ItemRow.first_on),
        ItemRow.last_on.desc(),
        ItemRow.id,
    )
    chosen = (
        select(ItemRow.id)
        .join(ItemWordsRow, ItemWordsRow.item_id == ItemRow.id)
        .where(*found, *conditions(selection))
        .group_by(ItemRow.id)
        .order_by(*order)
    )
    ids = list(session.scalars(chosen))
    if selection.first is None and selection.last is None:
        return ids
    outside = _outside(session, chosen, selection)
    return [item_id for item_id in ids if item_id not in outside]


def load_found(session: Session, ids: Sequence[int]) -> list[Item]:
    """Return these items in this order."""
    found = load_by_id(session, ItemRow.id.in_(ids))
    return [found[item_id] for item_id in ids if item_id in found]


def near_words(session: Session, stem: str) -> list[str]:
    """Return known words that somebody may have meant by one, the likest first.

    They may be those of items that not everybody sees: only what a search
    finds by them may be told.
    """
    trigrams = sorted(trigrams_of(stem))
    shared = (
        select(TrigramRow.word)
        .where(TrigramRow.trigram.in_(trigrams))
        .group_by(TrigramRow.word)
        .order_by(func.count().desc(), func.length(TrigramRow.word), TrigramRow.word)
        .limit(MOST_CANDIDATES)
    )
    return nearest(stem, session.scalars(shared))


def _ranked(
    session: Session, asked: Asked, language: str
) -> tuple[ColumnElement[int], list[ColumnElement[bool]]]:
    """Return how good a hit is, from 0, and what makes it one."""
    found: list[ColumnElement[bool]] = []
    if language:
        found += [ItemWordsRow.language == language, ItemWordsRow.title != ""]
    if not asked:
        return literal(0), found
    match = _match_postgresql if _is_postgresql(session) else _match_sqlite
    tier = case(
        (match(asked, ("title",)), 0), (match(asked, ("title", "names")), 1), else_=2
    )
    return tier, [*found, match(asked, ())]


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _match_sqlite(asked: Asked, columns: Sequence[str]) -> ColumnElement[bool]:
    """Ask FTS5; each word stands in quotes, where nothing means anything."""
    said = " AND ".join(
        "(" + " OR ".join(f'"{word}"*' for word in words) + ")" for words in asked
    )
    if columns:
        said = f"{{{' '.join(columns)}}} : ({said})"
    index = table("item_words_fts", column("rowid"))
    matches = literal_column("item_words_fts").op("MATCH", is_comparison=True)
    rows = select(index.c.rowid).where(matches(bindparam(None, said)))
    return ItemWordsRow.id.in_(rows)


def _match_postgresql(asked: Asked, columns: Sequence[str]) -> ColumnElement[bool]:
    """Ask the tsvector, whose weights A and B are those of title and names."""
    weights = "".join({"title": "A", "names": "B"}[name] for name in columns)
    said = " & ".join(
        "(" + " | ".join(f"'{word}':*{weights}" for word in words) + ")"
        for words in asked
    )
    matches = literal_column("item_words.document").op("@@", is_comparison=True)
    return matches(func.to_tsquery(literal_column("'simple'"), said))


def _outside(session: Session, chosen: Select[int], selection: Selection) -> set[int]:
    """Return the repeating ones that never happen inside the window."""
    how = ItemRow.body["recurrence"]
    repeats = or_(
        how["rule"].as_string() != "",
        how["dates"].as_string() != "[]",
        how["rdates"].as_string() != "[]",
    )
    first = selection.first or date(EARLIEST_YEAR, 1, 1)
    last = selection.last or date(LATEST_YEAR, 12, 31)
    ids = chosen.with_only_columns(ItemRow.id).order_by(None).subquery()
    rows = session.execute(
        select(ItemRow.id, ItemRow.body).where(
            ItemRow.id.in_(select(ids.c.id)), repeats
        )
    )
    return {
        item_id
        for item_id, body in rows
        if not expand(
            decode(body["span"], Span),  # type: ignore[arg-type]  # a union, which the codec knows
            decode(body["recurrence"], Recurrence),
            first,
            last,
        )
    }
