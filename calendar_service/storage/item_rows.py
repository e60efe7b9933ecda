"""An item as rows."""

from calendar_service.domain.agreement import expires_on, notice_deadline
from calendar_service.domain.item import Item, days_covered
from calendar_service.domain.texts import Text
from calendar_service.storage.codec import encode
from calendar_service.storage.tables import ItemRow, ItemTagRow, ItemTextRow

COLUMNS = (
    "uid",
    "slug",
    "kind",
    "status",
    "visibility",
    "revision",
    "version",
    "created_at",
    "updated_at",
    "published_at",
)
ELSEWHERE = frozenset({*COLUMNS, "texts", "tags"})
TEXT_FIELDS = ("title", "summary", "description", "place", "made_from")


def fill_row(row: ItemRow, item: Item) -> None:
    """Write every field of the item into its row and the rows below it."""
    for name in COLUMNS:
        setattr(row, name, getattr(item, name))
    row.first_on, row.last_on = days_covered(item)
    row.city = item.place.city
    row.expires_on = expires_on(item.agreement) if item.agreement else None
    row.notice_on = notice_deadline(item.agreement) if item.agreement else None
    row.body = {
        name: value for name, value in encode(item).items() if name not in ELSEWHERE
    }
    _fill_texts(row, item)
    _fill_tags(row, item)


def _fill_texts(row: ItemRow, item: Item) -> None:
    kept = {text.language: text for text in row.texts}
    for language in kept.keys() - item.texts.keys():
        row.texts.remove(kept[language])
    for language, text in item.texts.items():
        below = kept.get(language)
        if below is None:
            below = ItemTextRow(language=language)
            row.texts.append(below)
        _fill_text(below, text)


def _fill_text(row: ItemTextRow, text: Text) -> None:
    for name in TEXT_FIELDS:
        setattr(row, name, getattr(text, name))


def _fill_tags(row: ItemRow, item: Item) -> None:
    if [tag.name for tag in row.tags] == list(item.tags):
        return
    names = dict(enumerate(item.tags))
    for tag in list(row.tags):
        if tag.position in names:
            tag.name = names.pop(tag.position)
        else:
            row.tags.remove(tag)
    row.tags += [ItemTagRow(position=n, name=name) for n, name in names.items()]
