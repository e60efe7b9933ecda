"""Row classes of the search index; never seen outside storage.

Beside them stand what each database searches by itself, made by a migration
and kept by the database: on SQLite the FTS5 table `item_words_fts` with its
triggers, on PostgreSQL the generated column `document` with its index.
"""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calendar_service.storage.tables import Row


class ItemWordsRow(Row):
    """The words of one item in one language, as search compares them."""

    __tablename__ = "item_words"
    __table_args__ = (
        UniqueConstraint("item_id", "language", name="uq_item_words_item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    title: Mapped[str]
    names: Mapped[str]
    body: Mapped[str]


class TrigramRow(Row):
    """Which words of titles and names hold three letters, for near misses.

    Words are never taken out: what they lead to is looked up in the index,
    under the rule of who may see it.
    """

    __tablename__ = "word_trigrams"

    trigram: Mapped[str] = mapped_column(String(3), primary_key=True)
    word: Mapped[str] = mapped_column(String(60), primary_key=True)
