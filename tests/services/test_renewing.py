from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_service.domain.account import Account, NotAllowed
from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import (
    Item,
    ItemKind,
    ItemStatus,
    Person,
    StaleItem,
    Visibility,
    details_of,
)
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days, whole_month
from calendar_service.domain.terms import NewTerm
from calendar_service.domain.texts import Text
from calendar_service.services.editing import (
    UnknownItem,
    add_item,
    cancel_item,
    demand_item,
    save_item,
)
from calendar_service.services.renewing import end_agreement, renew_agreement
from calendar_service.storage.database import Database, Session
from calendar_service.storage.items import count_items, list_revisions
from tests.builders import ADA, BEN, CLEO, NOW, make_draft

LATER = NOW + timedelta(hours=1)
DOMAIN = "example.org"
TERMS = Agreement(
    reference="12/b",
    signed_on=date(2024, 10, 8),
    expires=whole_month(2026, 10),
    notice_period=Period(months=3),
)
TWO_YEARS = NewTerm(months=24)
AGREED = {
    "kind": ItemKind.AGREEMENT,
    "visibility": Visibility.STAFF,
    "span": whole_days(date(2024, 10, 8)),
    "texts": {"en": Text(title="Grant"), "ka": Text(title="გრანტი", made_from=3)},
    "focal_point": Person("Nino", "nino@example.org"),
    "tags": ("legal",),
    "agreement": TERMS,
}


def add(session: Session, **changes: object) -> Item:
    draft = make_draft(**(AGREED | changes))
    return add_item(session, BEN, draft, NOW, DOMAIN)


def renew(session: Session, item: Item, new: NewTerm = TWO_YEARS) -> Item:
    return renew_agreement(session, BEN, item.uid, new, LATER, DOMAIN)


def refusals(session: Session, item: Item) -> list[str]:
    """Try to renew and to end it; return why neither can be done."""
    with pytest.raises(InvalidDraft) as renewing:
        renew(session, item)
    with pytest.raises(InvalidDraft) as ending:
        end_agreement(session, BEN, item.uid, date(2026, 6, 30), LATER)
    return [str(renewing.value), str(ending.value)]


def test_a_renewal_is_an_item_of_its_own_with_the_words_and_people(
    session: Session,
) -> None:
    old = add(session)
    new = renew(session, old)
    expected = replace(
        details_of(old),
        span=whole_days(date(2026, 11, 1)),
        texts={"en": Text(title="Grant"), "ka": Text(title="გრანტი", made_from=0)},
        agreement=Agreement(
            reference="12/b",
            effective_on=date(2026, 11, 1),
            expires=whole_month(2028, 10),
            notice_period=Period(months=3),
            renews=old.uid,
        ),
    )
    assert details_of(new) == expected
    assert (new.slug, new.revision, new.created_at) == ("grant-2", 0, LATER)
    assert new.published_at == LATER
    assert new.uid not in {old.uid, ""}
    assert demand_item(session, new.uid) == new


def test_the_old_term_is_marked_and_keeps_its_dates(session: Session) -> None:
    old = add(session)
    new = renew(session, old)
    marked = demand_item(session, old.uid)
    assert marked.agreement == replace(TERMS, renewed_by=new.uid)
    assert (marked.revision, marked.updated_at) == (1, LATER)
    assert [r.actor for r in list_revisions(session, old.uid)] == [BEN.email] * 2
    assert [r.actor for r in list_revisions(session, new.uid)] == [BEN.email]


def test_a_renewal_shows_on_the_day_of_its_signature_and_repeats_nothing(
    session: Session,
) -> None:
    old = add(session, recurrence=Recurrence(rule="FREQ=YEARLY;COUNT=2"))
    new = renew(session, old, NewTerm(months=1, signed_on=date(2026, 9, 1)))
    assert (new.span, new.recurrence) == (whole_days(date(2026, 9, 1)), Recurrence())


def test_a_term_is_followed_by_one_other(session: Session) -> None:
    old = add(session)
    renew(session, old)
    said = "agreement.renewed_by: is grant-2, which follows already; take that one"
    assert refusals(session, old) == [said, said]
    assert count_items(session) == 2


def test_a_renewal_that_was_withdrawn_or_is_gone_is_made_again(
    session: Session,
) -> None:
    gone = add(session, agreement=replace(TERMS, renewed_by="gone@example.org"))
    first = renew(session, gone)
    cancel_item(session, BEN, first.uid, LATER)
    second = renew(session, gone)
    marked = demand_item(session, gone.uid).agreement
    assert marked
    assert marked.renewed_by == second.uid != first.uid


def test_a_term_that_was_ended_is_renewed_from_the_day_after(session: Session) -> None:
    old = add(session, agreement=replace(TERMS, expires=None, notice_period=None))
    with pytest.raises(InvalidDraft, match="end a term without an expiry first"):
        renew(session, old)
    end_agreement(session, BEN, old.uid, date(2026, 6, 30), LATER)
    new = renew(session, old, NewTerm(months=6))
    assert new.agreement
    assert new.agreement.effective_on == date(2026, 7, 1)
    assert new.agreement.expires == whole_days(date(2026, 12, 31))


def test_end_states_the_last_day_and_says_nothing_twice(session: Session) -> None:
    old = add(session)
    ended = end_agreement(session, BEN, old.uid, date(2026, 6, 30), LATER)
    assert ended.agreement == replace(TERMS, ended_on=date(2026, 6, 30))
    assert (ended.revision, ended.status) == (1, ItemStatus.PUBLISHED)
    again = end_agreement(session, BEN, old.uid, date(2026, 6, 30), LATER)
    assert again == ended
    corrected = end_agreement(session, BEN, old.uid, date(2026, 7, 31), LATER)
    assert corrected.agreement == replace(TERMS, ended_on=date(2026, 7, 31))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (
            date(2026, 11, 1),
            "agreement.ended_on: lies after the expiry",
        ),
        (
            date(2024, 10, 7),
            (
                "agreement.ended_on: lies before the first day, 2024-10-08;"
                " cancel it instead"
            ),
        ),
    ],
)
def test_end_outside_the_term_is_refused(session: Session, on: date, said: str) -> None:
    old = add(session)
    with pytest.raises(InvalidDraft) as caught:
        end_agreement(session, BEN, old.uid, on, LATER)
    assert str(caught.value) == said
    assert demand_item(session, old.uid) == old


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"kind": ItemKind.MEETING, "agreement": None},
            "kind: is meeting; only agreements have terms",
        ),
        (
            {"status": ItemStatus.DRAFT},
            "status: is draft; only published agreements run",
        ),
        (
            {"status": ItemStatus.CANCELLED},
            "status: is cancelled; only published agreements run",
        ),
    ],
)
def test_only_published_agreements_are_renewed_and_ended(
    session: Session, changes: dict[str, object], said: str
) -> None:
    item = add(session, **changes)
    assert refusals(session, item) == [said, said]


@pytest.mark.parametrize("actor", [ADA, CLEO])
def test_it_takes_who_may_publish(session: Session, actor: Account) -> None:
    old = add(session)
    with pytest.raises(NotAllowed):
        renew_agreement(session, actor, old.uid, TWO_YEARS, LATER, DOMAIN)
    with pytest.raises(NotAllowed):
        end_agreement(session, actor, old.uid, date(2026, 6, 30), LATER)
    assert demand_item(session, old.uid) == old


def test_what_was_changed_meanwhile_is_told(session: Session) -> None:
    old = add(session)
    draft = make_draft(**(AGREED | {"uid": old.uid, "tags": ("legal", "grant")}))
    save_item(session, BEN, draft, LATER)
    with pytest.raises(StaleItem) as caught:
        renew(session, old, replace(TWO_YEARS, revision=0))
    assert caught.value.current == demand_item(session, old.uid)
    with pytest.raises(StaleItem):
        end_agreement(session, BEN, old.uid, date(2026, 6, 30), LATER, seen=0)
    assert renew(session, old, replace(TWO_YEARS, revision=1)).tags == (
        "legal",
        "grant",
    )


def test_nothing_is_left_of_a_renewal_that_fails(database: Database) -> None:
    with database.transaction() as session:
        old = add(session)
    too_long = NewTerm(until=whole_days(date(2300, 1, 1)))
    with pytest.raises(InvalidDraft), database.transaction() as session:
        renew(session, old, too_long)
    with database.reading() as session:
        assert (count_items(session), demand_item(session, old.uid)) == (1, old)


def test_unknown_agreements_are_told(session: Session) -> None:
    with pytest.raises(UnknownItem):
        renew_agreement(session, BEN, "nix", TWO_YEARS, LATER, DOMAIN)
    with pytest.raises(UnknownItem):
        end_agreement(session, BEN, "nix", date(2026, 6, 30), LATER)


DUE_AT = datetime(2026, 8, 3, tzinfo=UTC)
"""Of both ladders: the first steps to the expiry in October are due by then."""


def test_terms_take_the_kind_of_agreements(session: Session) -> None:
    old = add(session)
    zura = replace(BEN, kinds=frozenset({ItemKind.SCREENING}))
    with pytest.raises(NotAllowed):
        renew_agreement(session, zura, old.uid, TWO_YEARS, LATER, DOMAIN)
    with pytest.raises(NotAllowed):
        end_agreement(session, zura, old.uid, date(2026, 5, 1), LATER)
    lawyer = replace(BEN, kinds=frozenset({ItemKind.AGREEMENT}))
    renew_agreement(session, lawyer, old.uid, TWO_YEARS, LATER, DOMAIN)
