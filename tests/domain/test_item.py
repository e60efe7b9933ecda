from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import given

from calendar_service.domain.item import (
    Details,
    Item,
    ItemStatus,
    StaleItem,
    days_covered,
    details_of,
    new_item,
    revise,
    with_status,
)
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from tests.builders import NOW, make_details, make_item
from tests.strategies import items

LATER = NOW + timedelta(days=1)


def test_a_new_item_is_published_at_once_and_starts_at_revision_0() -> None:
    item = new_item(make_details(), uid="a@example.org", slug="a", now=NOW)
    assert item == make_item(uid="a@example.org", slug="a", published_at=NOW)
    assert item.revision == 0


def test_a_new_draft_is_not_published() -> None:
    details = make_details(status=ItemStatus.DRAFT)
    item = new_item(details, uid="a@example.org", slug="a", now=NOW)
    assert item.published_at is None


def test_a_change_raises_the_revision_and_moves_updated_at() -> None:
    span = whole_days(date(2026, 5, 15))
    assert revise(make_item(), make_details(span=span), LATER) == make_item(
        span=span, revision=1, updated_at=LATER
    )


def test_no_change_is_the_very_same_item() -> None:
    item = make_item()
    assert revise(item, make_details(), LATER) is item


@given(item=items())
def test_an_item_revised_to_its_own_details_stays(item: Item) -> None:
    details = details_of(item)
    assert type(details) is Details
    assert revise(item, details, LATER) is item


def test_details_have_every_field_but_the_identity() -> None:
    identity = {"uid", "slug", "created_at", "updated_at", "revision", "version"}
    names = {field.name for field in fields(Item)}
    kept = {field.name for field in fields(Details)}
    assert names - kept == identity | {"published_at"}


def test_cancelling_and_restoring_are_revisions() -> None:
    cancelled = with_status(make_item(), ItemStatus.CANCELLED, LATER)
    assert cancelled == make_item(
        status=ItemStatus.CANCELLED, revision=1, updated_at=LATER
    )
    restored = with_status(cancelled, ItemStatus.PUBLISHED, LATER)
    assert restored == make_item(revision=2, updated_at=LATER)


def test_the_first_publication_stays() -> None:
    draft = make_item(status=ItemStatus.DRAFT, published_at=None)
    published = with_status(draft, ItemStatus.PUBLISHED, LATER)
    assert published.published_at == LATER
    withdrawn = with_status(published, ItemStatus.DRAFT, LATER)
    again = with_status(withdrawn, ItemStatus.PUBLISHED, LATER + timedelta(days=1))
    assert again.published_at == LATER


def test_an_item_covers_its_repetition() -> None:
    weekly = make_item(recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=2"))
    assert days_covered(weekly) == (date(2026, 5, 14), date(2026, 5, 21))
    endless = replace(weekly, recurrence=Recurrence(rule="FREQ=WEEKLY"))
    assert days_covered(endless) == (date(2026, 5, 14), None)


def test_a_stale_item_brings_the_current_one() -> None:
    stale = StaleItem(make_item(revision=4))
    assert str(stale) == "the item is at revision 4 by now"
    assert stale.current == make_item(revision=4)
