"""Tests of storage/candidates.py."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month, whole_year
from calendar_service.storage.candidates import Near, list_candidates
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item

FIRST, LAST = date(2026, 5, 10), date(2026, 5, 20)
MEETINGS = Near(frozenset({ItemKind.MEETING}), FIRST, LAST)
TERMS = Near(frozenset({ItemKind.AGREEMENT}), FIRST, LAST)
LONG_AGO = whole_days(date(2020, 1, 1))
A_DAY = timedelta(days=1)


def add(session: Session, name: str, **changes: object) -> Item:
    made = make_item(uid=name, slug=name, **changes)
    return store_item(session, made, actor="test", seen=None, now=NOW)


def add_term(session: Session, name: str, **dates: object) -> Item:
    terms = replace(Agreement(), **dates)  # type: ignore[arg-type]  # the caller names the field
    kind = ItemKind.AGREEMENT
    return add(session, name, kind=kind, span=LONG_AGO, agreement=terms)


def found(session: Session, *nears: Near, uids: tuple[str, ...] = ()) -> list[str]:
    return [item.uid for item in list_candidates(session, nears, uids)]


def test_only_what_touches_the_days_is_found(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "before", span=whole_days(date(2026, 5, 1), FIRST - A_DAY))
        add(session, "ends", span=whole_days(date(2026, 5, 1), FIRST))
        add(session, "begins", span=whole_days(LAST))
        add(session, "after", span=whole_days(LAST + A_DAY))
        add(session, "goes-on", span=LONG_AGO, recurrence=Recurrence("FREQ=WEEKLY"))
        assert found(session, MEETINGS) == ["goes-on", "ends", "begins"]


def test_each_kind_has_days_of_its_own(any_database: Database) -> None:
    with any_database.transaction() as session:
        far = whole_days(date(2026, 6, 30))
        add(session, "meeting", span=far)
        add(session, "campaign", span=far, kind=ItemKind.CAMPAIGN)
        campaigns = Near(frozenset({ItemKind.CAMPAIGN}), FIRST, date(2026, 7, 1))
        assert found(session, MEETINGS, campaigns) == ["campaign"]
        assert found(session, MEETINGS) == found(session) == []


def test_what_is_named_is_found_wherever_it_lies(any_database: Database) -> None:
    with any_database.transaction() as session:
        add(session, "far", span=whole_days(date(2031, 6, 30)))
        add(session, "near", span=whole_days(FIRST))
        assert found(session, MEETINGS, uids=("far", "near")) == ["near", "far"]
        assert found(session, uids=("far", "nobody")) == ["far"]


@pytest.mark.parametrize(
    "dates",
    [
        {"expires": whole_days(FIRST)},
        {"expires": whole_days(LAST)},
        {"expires": whole_month(2026, 5)},
        {"expires": whole_year(2026)},
        {"notice_deadline_on": FIRST, "expires": whole_days(date(2031, 1, 1))},
        {"notice_deadline_on": LAST},
    ],
    ids=str,
)
def test_agreements_touch_days_by_deadline_and_expiry(
    any_database: Database, dates: dict[str, object]
) -> None:
    with any_database.transaction() as session:
        add_term(session, "term", **dates)
        assert found(session, TERMS) == ["term"]
        assert found(session, MEETINGS) == []


def test_agreements_that_end_later_are_left_alone(any_database: Database) -> None:
    with any_database.transaction() as session:
        add_term(session, "later", expires=whole_days(LAST + A_DAY))
        add_term(session, "without")
        add_term(session, "settled-long-ago", expires=whole_days(date(2024, 1, 1)))
        assert found(session, TERMS) == []


def test_a_renewal_counts_as_long_as_the_next_term_is_published(
    any_database: Database,
) -> None:
    with any_database.transaction() as session:
        add_term(session, "old", expires=whole_days(LAST), renewed_by="new")
        new = add_term(session, "new", expires=whole_days(date(2031, 1, 1)))
        (old,) = list_candidates(session, [TERMS])
        assert old.agreement
        assert old.agreement.renewed_by == "new"
        gone = replace(new, status=ItemStatus.CANCELLED, revision=new.revision + 1)
        store_item(session, gone, actor="test", seen=new.revision, now=NOW)
        (again,) = list_candidates(session, [TERMS])
        assert again.agreement
        assert again.agreement.renewed_by == ""


def test_drafts_and_deleted_items_are_not_found(any_database: Database) -> None:
    with any_database.transaction() as session:
        day = whole_days(FIRST)
        add(session, "draft", span=day, status=ItemStatus.DRAFT)
        add(session, "deleted", span=day, status=ItemStatus.DELETED)
        assert found(session, MEETINGS, uids=("draft", "deleted")) == []
