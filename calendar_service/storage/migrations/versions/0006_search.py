"""The search index, filled from the items that are there.

The index is derived: words are folded by the code of today. Items are read by
the columns that they have at this point, not by the row classes, which go on.
"""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from calendar_service.domain.search_words import fold, trigrams_of

revision = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SQLITE = (
    """CREATE VIRTUAL TABLE item_words_fts USING fts5(title, names, body,
    content='item_words', content_rowid='id', prefix='2 3',
    tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER item_words_put AFTER INSERT ON item_words BEGIN
    INSERT INTO item_words_fts(rowid, title, names, body)
    VALUES (new.id, new.title, new.names, new.body); END""",
    """CREATE TRIGGER item_words_out AFTER DELETE ON item_words BEGIN
    INSERT INTO item_words_fts(item_words_fts, rowid, title, names, body)
    VALUES ('delete', old.id, old.title, old.names, old.body); END""",
    """CREATE TRIGGER item_words_new AFTER UPDATE ON item_words BEGIN
    INSERT INTO item_words_fts(item_words_fts, rowid, title, names, body)
    VALUES ('delete', old.id, old.title, old.names, old.body);
    INSERT INTO item_words_fts(rowid, title, names, body)
    VALUES (new.id, new.title, new.names, new.body); END""",
)
POSTGRESQL = (
    """ALTER TABLE item_words ADD COLUMN document tsvector GENERATED ALWAYS AS
    (setweight(to_tsvector('simple', title), 'A')
    || setweight(to_tsvector('simple', names), 'B')
    || setweight(to_tsvector('simple', body), 'D')) STORED""",
    "CREATE INDEX ix_item_words_document ON item_words USING gin (document)",
)
MOST_AT_ONCE = 5_000


def upgrade() -> None:
    op.create_table(
        "item_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], ondelete="CASCADE", name="fk_item_words_item_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_item_words"),
        sa.UniqueConstraint("item_id", "language", name="uq_item_words_item_id"),
    )
    op.create_table(
        "word_trigrams",
        sa.Column("trigram", sa.String(length=3), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("trigram", "word", name="pk_word_trigrams"),
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for command in POSTGRESQL if is_postgresql else SQLITE:
        op.execute(command)
    _fill()


def _fill() -> None:
    names = _names()
    rows: list[dict[str, object]] = []
    known = set[str]()
    texts = op.get_bind().execute(
        sa.text("SELECT item_id, language, title, summary, description FROM item_texts")
    )
    for item_id, language, title, summary, description in texts:
        heading, named = fold(title), names.get(item_id, [])
        known.update(heading, named)
        rows.append(
            {
                "item_id": item_id,
                "language": language,
                "title": " ".join(heading),
                "names": " ".join(named),
                "body": " ".join(fold(f"{summary} {description}")),
            }
        )
    _insert("item_words", ("item_id", "language", "title", "names", "body"), rows)
    trigrams: list[dict[str, object]] = [
        {"trigram": trigram, "word": word}
        for word in sorted(known)
        if len(word) > 2  # noqa: PLR2004 - three letters at least
        for trigram in sorted(trigrams_of(word))
    ]
    _insert("word_trigrams", ("trigram", "word"), trigrams)


def _names() -> dict[int, list[str]]:
    """Return what has a name in each item: places, tags, who takes part."""
    bind = op.get_bind()
    said: dict[int, list[str]] = {}
    for item_id, body in bind.execute(sa.text("SELECT id, body FROM items")):
        plain: dict[str, Any] = json.loads(body) if isinstance(body, str) else body
        place = plain.get("place") or {}
        parties = [*plain.get("organisers", ()), *plain.get("partners", ())]
        said[item_id] = [
            *(place.get("venue", ""), place.get("city", "")),
            *plain.get("hashtags", ()),
            *(party.get("name", "") for party in parties),
        ]
    for query in (
        "SELECT item_id, place FROM item_texts ORDER BY item_id, language",
        "SELECT item_id, name FROM item_tags ORDER BY item_id, position",
    ):
        for item_id, name in bind.execute(sa.text(query)):
            said.setdefault(item_id, []).append(name)
    return {item_id: fold(" ".join(names)) for item_id, names in said.items()}


def _insert(
    table: str, columns: Sequence[str], rows: Sequence[dict[str, object]]
) -> None:
    target = sa.table(table, *map(sa.column, columns))
    for start in range(0, len(rows), MOST_AT_ONCE):
        chunk = list(rows[start : start + MOST_AT_ONCE])
        op.get_bind().execute(sa.insert(target), chunk)
