"""Keep the search index in step with an item, in the transaction of its change."""

from collections.abc import Iterable

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from calendar_service.domain.item import Item
from calendar_service.domain.search_words import fold, trigrams_of
from calendar_service.storage.inserting import insert_into
from calendar_service.storage.search_tables import ItemWordsRow, TrigramRow

SHORTEST_WORD = 3
"""Shorter words have too few letters to be meant by a mistyped one."""

Columns = dict[str, str]


def index_item(session: Session, item_id: int, item: Item) -> None:
    """Put the words of an item's new state in place of the former ones."""
    wanted = dict(indexed_words(item))
    kept = select(ItemWordsRow).where(ItemWordsRow.item_id == item_id)
    for row in session.scalars(kept).all():
        columns = wanted.pop(row.language, None)
        if columns is None:
            session.delete(row)
            continue
        for name, value in columns.items():
            setattr(row, name, value)
    for language, columns in wanted.items():
        session.add(ItemWordsRow(item_id=item_id, language=language, **columns))
    session.flush()
    titles = (text.title for text in item.texts.values())
    _learn(session, fold(" ".join((*titles, *_names_of(item)))))


def indexed_words(item: Item) -> Iterable[tuple[str, Columns]]:
    """Yield what is indexed of an item, per language."""
    names = " ".join(_names_of(item))
    for language, text in item.texts.items():
        yield (
            language,
            {
                "title": _folded(text.title),
                "names": _folded(names),
                "body": _folded(f"{text.summary} {text.description}"),
            },
        )


def _names_of(item: Item) -> Iterable[str]:
    """Yield what has a name: places in all languages, tags, who takes part."""
    yield from (item.place.venue, item.place.city)
    yield from item.hashtags
    yield from (party.name for party in (*item.organisers, *item.partners))
    yield from (item.texts[language].place for language in sorted(item.texts))
    yield from item.tags


def _folded(text: str) -> str:
    return " ".join(fold(text))


def _learn(session: Session, words: Iterable[str]) -> None:
    """Note the words that are new, so that a mistyped one leads to them."""
    asked = {(f"  {w[0]}", w) for w in words if len(w) >= SHORTEST_WORD}
    if not asked:
        return
    identity = tuple_(TrigramRow.trigram, TrigramRow.word)
    known = select(TrigramRow.word).where(identity.in_(sorted(asked)))
    new = {word for _, word in asked}.difference(session.scalars(known))
    rows = [
        {"trigram": trigram, "word": word}
        for word in sorted(new)
        for trigram in sorted(trigrams_of(word))
    ]
    if rows:
        insert = insert_into(session, TrigramRow).on_conflict_do_nothing()
        session.execute(insert, rows)
