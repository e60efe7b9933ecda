from datetime import date

from calendar_service.domain.history import FieldChange, Revision, changes_between
from calendar_service.domain.item import Place
from calendar_service.domain.span import whole_days
from tests.builders import NOW, make_details, make_item


def test_nothing_changed_between_equals() -> None:
    assert changes_between(make_details(), make_item(revision=3)) == []


def test_each_field_that_differs_is_told_in_order() -> None:
    old, new = whole_days(date(2026, 5, 14)), whole_days(date(2026, 5, 15))
    changed = make_details(span=new, tags=("film",), place=Place(city="Batumi"))
    assert changes_between(make_details(), changed) == [
        FieldChange("span", old, new),
        FieldChange("place", Place(), Place(city="Batumi")),
        FieldChange("tags", (), ("film",)),
    ]


def test_what_is_counted_and_not_proposed_is_no_change() -> None:
    assert changes_between(make_item(), make_item(revision=4, slug="other")) == []


def test_a_revision_says_who_and_when() -> None:
    revision = Revision(make_item(), "ada@example.org", NOW, 7)
    assert (revision.actor, revision.at, revision.version) == (
        "ada@example.org",
        NOW,
        7,
    )
