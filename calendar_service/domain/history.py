"""What changed between two revisions, field by field."""

from dataclasses import dataclass, fields
from datetime import datetime

from calendar_service.domain.item import Details, Item


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of an item's history: append-only, with who and when."""

    item: Item
    actor: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; the values are those of `Details`."""

    field: str
    before: object
    after: object


def changes_between(old: Details, new: Details) -> list[FieldChange]:
    """Return the fields that differ, in the order of `Details`."""
    return [
        FieldChange(f.name, getattr(old, f.name), getattr(new, f.name))
        for f in fields(Details)
        if getattr(old, f.name) != getattr(new, f.name)
    ]
