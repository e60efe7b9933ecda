"""Tests of storage/agreements.py."""

from dataclasses import replace
from datetime import date

from calendar_service.domain.agreement import Agreement
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.span import ONE_DAY, whole_days
from calendar_service.storage.agreements import find_agreement, list_ending, list_terms
from calendar_service.storage.database import Session
from calendar_service.storage.items import store_item
from tests.builders import NOW, make_item

TERMS = Agreement(expires=whole_days(date(2026, 12, 31)))


def term(uid: str, **changes: object) -> Item:
    made = make_item(uid=uid, slug=uid, kind=ItemKind.AGREEMENT, agreement=TERMS)
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller names the field


def store(session: Session, *items: Item) -> None:
    for item in items:
        store_item(session, item, actor="ada", seen=None, now=NOW)


def test_only_published_agreements_have_a_standing(session: Session) -> None:
    store(
        session,
        term("a"),
        term("b", status=ItemStatus.DRAFT, published_at=None),
        term("c", status=ItemStatus.CANCELLED),
        make_item(),
    )
    assert [item.uid for item in list_terms(session)] == ["a"]


def test_a_term_whose_next_one_was_withdrawn_is_open_again(session: Session) -> None:
    followed = replace(TERMS, renewed_by="b")
    store(
        session,
        term("a", agreement=followed),
        term("b", status=ItemStatus.CANCELLED),
    )
    assert [item.agreement for item in list_terms(session)] == [TERMS]


def test_an_agreement_is_found_by_uid_and_by_slug_and_nothing_else_is(
    session: Session,
) -> None:
    store(session, term("a", slug="mou"), make_item(slug="meeting"))
    found = [find_agreement(session, name) for name in ("a", "mou", "meeting", "x")]
    assert [item.uid if item else None for item in found] == ["a", "a", None, None]


def test_those_are_ending_whose_expiry_or_notice_lies_ahead(session: Session) -> None:
    def until(day: date, **changes: object) -> Agreement:
        return replace(TERMS, expires=whole_days(day), **changes)  # type: ignore[arg-type]  # the caller names the field

    first, last = date(2026, 3, 10), date(2026, 6, 8)
    store(
        session,
        term("a", agreement=until(last)),
        term("b", agreement=until(last + ONE_DAY)),
        term("c", agreement=until(first - ONE_DAY)),
        term("d", agreement=until(date(2027, 1, 1), notice_deadline_on=first)),
        term("e", agreement=until(first), status=ItemStatus.CANCELLED),
        term("f", agreement=until(first, renewed_by="b")),
        term("g", agreement=until(first, renewed_by="e")),
    )
    found = list_ending(session, first, last)
    assert {i.uid: i.agreement.renewed_by for i in found if i.agreement} == {
        "a": "",
        "d": "",
        "f": "b",
        "g": "",
    }
