from datetime import date

import pytest

from calendar_service.domain.item import Item, ItemKind, ItemStatus, Place, Visibility
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.selection import (
    Audience,
    Selection,
    is_selected,
    is_visible,
    visible_statuses,
    visible_to,
)
from calendar_service.domain.span import whole_days
from tests.builders import make_item

NEVER_OUT = make_item(status=ItemStatus.CANCELLED, published_at=None)
AUDIENCES = (Audience.PUBLIC, Audience.STAFF, Audience.EDITORS)


@pytest.mark.parametrize(
    ("item", "seen_by"),
    [
        (make_item(), AUDIENCES),
        (make_item(status=ItemStatus.CANCELLED), AUDIENCES),
        (make_item(visibility=Visibility.STAFF), AUDIENCES[1:]),
        (make_item(status=ItemStatus.DRAFT, published_at=None), AUDIENCES[2:]),
        (make_item(status=ItemStatus.DRAFT), AUDIENCES[2:]),
        (NEVER_OUT, AUDIENCES[2:]),
        (make_item(status=ItemStatus.DELETED), ()),
    ],
)
def test_who_sees_an_item(item: Item, seen_by: tuple[Audience, ...]) -> None:
    seen = tuple(audience for audience in AUDIENCES if is_visible(item, audience))
    assert seen == seen_by


def test_tombstones_are_shown_on_demand_if_they_had_been_out() -> None:
    gone = make_item(status=ItemStatus.DELETED)
    assert is_visible(gone, Audience.PUBLIC, with_deleted=True)
    never_out = make_item(status=ItemStatus.DELETED, published_at=None)
    assert not is_visible(never_out, Audience.PUBLIC, with_deleted=True)
    staff_only = make_item(status=ItemStatus.DELETED, visibility=Visibility.STAFF)
    assert not is_visible(staff_only, Audience.PUBLIC, with_deleted=True)


def test_statuses_and_visibilities_of_each_audience() -> None:
    out = {ItemStatus.PUBLISHED, ItemStatus.CANCELLED}
    assert visible_statuses(Audience.PUBLIC, with_deleted=False) == out
    assert visible_statuses(Audience.EDITORS, with_deleted=False) == {
        *out,
        ItemStatus.DRAFT,
    }
    assert visible_statuses(Audience.STAFF, with_deleted=True) == {
        *out,
        ItemStatus.DELETED,
    }
    assert visible_to(Audience.PUBLIC) == {Visibility.PUBLIC}
    assert visible_to(Audience.STAFF) == {Visibility.PUBLIC, Visibility.STAFF}


ITEM = make_item(
    span=whole_days(date(2026, 5, 14), date(2026, 5, 17)),
    tags=("migration", "film"),
    place=Place(city="Tbilisi"),
)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(kinds=frozenset({ItemKind.MEETING, ItemKind.NEWS})),
        Selection(without_kinds=frozenset({ItemKind.NEWS})),
        Selection(tags=frozenset({"film", "music"})),
        Selection(places=frozenset({"Tbilisi", "Batumi"})),
        Selection(first=date(2026, 5, 17)),
        Selection(last=date(2026, 5, 14)),
        Selection(first=date(2026, 5, 15), last=date(2026, 5, 15)),
    ],
)
def test_an_item_is_selected(selection: Selection) -> None:
    assert is_selected(ITEM, selection)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(kinds=frozenset({ItemKind.NEWS})),
        Selection(without_kinds=frozenset({ItemKind.MEETING})),
        Selection(
            kinds=frozenset({ItemKind.MEETING}),
            without_kinds=frozenset({ItemKind.MEETING}),
        ),
        Selection(tags=frozenset({"music"})),
        Selection(places=frozenset({"Batumi"})),
        Selection(first=date(2026, 5, 18)),
        Selection(last=date(2026, 5, 13)),
        Selection(tags=frozenset({"film"}), places=frozenset({"Batumi"})),
    ],
)
def test_an_item_is_not_selected(selection: Selection) -> None:
    assert not is_selected(ITEM, selection)


def test_a_repeated_item_is_selected_as_long_as_it_goes_on() -> None:
    far = Selection(first=date(2040, 1, 1), last=date(2040, 1, 31))
    assert is_selected(make_item(recurrence=Recurrence(rule="FREQ=YEARLY")), far)
    ends = Recurrence(rule="FREQ=YEARLY;COUNT=3")
    assert not is_selected(make_item(recurrence=ends), far)
    moved = Override(date(2026, 5, 14), whole_days(date(2040, 1, 5)))
    assert is_selected(make_item(recurrence=Recurrence(overrides=(moved,))), far)


def test_what_the_audience_may_not_see_is_not_selected() -> None:
    staff_only = make_item(visibility=Visibility.STAFF)
    assert not is_selected(staff_only, Selection())
    assert is_selected(staff_only, Selection(audience=Audience.STAFF))
