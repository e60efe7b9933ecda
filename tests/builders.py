"""Values for tests: no surprises, no randomness; everything can be changed."""

from dataclasses import replace
from datetime import UTC, date, datetime

from calendar_service.domain.account import Account, Role
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import Details, Item, ItemKind
from calendar_service.domain.span import TimedSpan, whole_days
from calendar_service.domain.texts import Text

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
TBILISI = "Asia/Tbilisi"
FESTIVAL_DAYS = (
    date(2018, 12, 14),
    date(2018, 12, 15),
    date(2018, 12, 17),
    date(2018, 12, 18),
)
ADA = Account(email="ada@example.org", name="Ada", role=Role.EDITOR)
BEN = Account(email="ben@example.org", name="Ben", role=Role.PUBLISHER)
CLEO = Account(email="cleo@example.org", name="Cleo", role=Role.VIEWER)
DORA = Account(email="dora@example.org", name="Dora", role=Role.ADMIN)


def make_details(**changes: object) -> Details:
    """A published, public meeting on one whole day, with an English title."""
    details = Details(
        kind=ItemKind.MEETING,
        span=whole_days(date(2026, 5, 14)),
        texts={"en": Text(title="Coordination meeting")},
    )
    return replace(details, **changes)  # type: ignore[arg-type]  # the caller names the field


def make_draft(**changes: object) -> Draft:
    details = make_details()
    draft = Draft(kind=details.kind, span=details.span, texts=details.texts)
    return replace(draft, **changes)  # type: ignore[arg-type]  # the caller names the field


def make_item(**changes: object) -> Item:
    """An item as it stands after its first publication."""
    details = make_details()
    item = Item(
        **{name: getattr(details, name) for name in Details.__dataclass_fields__},
        uid="meeting-1@example.org",
        slug="coordination-meeting",
        created_at=NOW,
        updated_at=NOW,
        published_at=NOW,
    )
    return replace(item, **changes)  # type: ignore[arg-type]  # the caller names the field


def timed(start: str, end: str | None = None, zone: str = TBILISI) -> TimedSpan:
    """A span from wall times such as "2026-05-14T10:00"."""
    return TimedSpan(
        datetime.fromisoformat(start),
        datetime.fromisoformat(end) if end else None,
        zone,
    )


def wall(moment: str) -> datetime:
    """A wall time, of whatever zone, from "2026-05-14T10:00"."""
    return datetime.fromisoformat(moment)
