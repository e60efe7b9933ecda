from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period, Renewal, ends_on
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import Item, ItemKind, ItemStatus
from calendar_service.domain.span import (
    ONE_DAY,
    DaySpan,
    whole_days,
    whole_month,
    whole_year,
)
from calendar_service.domain.terms import (
    AgreementStatus,
    NewTerm,
    chain_of,
    days_left,
    next_term,
    reopened,
    status_on,
)
from tests.builders import make_item
from tests.strategies import days

TERMS = Agreement(
    type="MoU",
    parties=("Office", "Ministry"),
    reference="12/b",
    signed_on=date(2018, 10, 8),
    effective_on=date(2018, 11, 1),
    expires=whole_month(2020, 10),
    notice_period=Period(months=6),
    renewal=Renewal.BY_ACT,
    document="https://example.org/mou.pdf",
)
"""Until October 2020, notice until 1 April 2020."""
PENDING, IN_FORCE = AgreementStatus.PENDING, AgreementStatus.IN_FORCE
NOTICE_PASSED, EXPIRING = AgreementStatus.NOTICE_PASSED, AgreementStatus.EXPIRING
EXPIRED, RENEWED = AgreementStatus.EXPIRED, AgreementStatus.RENEWED
ENDED = AgreementStatus.ENDED


def term(uid: str, **changes: object) -> Item:
    terms = replace(TERMS, **changes)  # type: ignore[arg-type]  # the caller names the field
    return make_item(uid=uid, kind=ItemKind.AGREEMENT, agreement=terms)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2018, 10, 31), PENDING),
        (date(2018, 11, 1), IN_FORCE),
        (date(2020, 4, 1), IN_FORCE),
        (date(2020, 4, 2), NOTICE_PASSED),
        (date(2020, 7, 2), NOTICE_PASSED),
        (date(2020, 7, 3), EXPIRING),
        (date(2020, 10, 1), EXPIRING),
        (date(2020, 10, 31), EXPIRING),
        (date(2020, 11, 1), EXPIRED),
    ],
)
def test_a_term_passes_through_its_statuses(day: date, status: AgreementStatus) -> None:
    assert status_on(TERMS, day) == status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2018, 10, 31), PENDING),
        (date(2020, 9, 1), IN_FORCE),
        (date(2020, 10, 31), IN_FORCE),
        (date(2020, 11, 1), RENEWED),
    ],
)
def test_a_renewed_term_is_in_force_to_its_end_and_never_expires(
    day: date, status: AgreementStatus
) -> None:
    assert status_on(replace(TERMS, renewed_by="next"), day) == status


def test_an_ended_term_is_in_force_through_its_last_day() -> None:
    ended = replace(TERMS, ended_on=date(2020, 8, 15))
    assert status_on(ended, date(2020, 8, 15)) == IN_FORCE
    assert status_on(ended, date(2020, 8, 16)) == ENDED
    assert status_on(ended, date(2021, 8, 16)) == ENDED
    renewed = replace(ended, renewed_by="next")
    assert status_on(renewed, date(2020, 8, 16)) == RENEWED


@pytest.mark.parametrize(
    ("soon", "first"),
    [
        (Period(days=90), date(2020, 7, 3)),
        (Period(days=180), date(2020, 4, 4)),
        (Period(months=6), date(2020, 4, 1)),
        (Period(days=1), date(2020, 9, 30)),
    ],
)
def test_expiring_begins_a_stated_time_before_the_earliest_reading(
    soon: Period, first: date
) -> None:
    assert status_on(TERMS, first, soon) == EXPIRING
    assert status_on(TERMS, first - ONE_DAY, soon) != EXPIRING


def test_without_an_end_it_is_in_force_from_its_signature_for_ever() -> None:
    terms = Agreement(signed_on=date(2018, 10, 8))
    assert status_on(terms, date(2018, 10, 7)) == PENDING
    assert status_on(terms, date(2199, 1, 1)) == IN_FORCE
    assert status_on(Agreement(), date(1900, 1, 1)) == IN_FORCE


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2020, 9, 1), 30),
        (date(2020, 9, 30), 1),
        (date(2020, 10, 1), 0),
        (date(2020, 10, 31), 0),
        (date(2020, 11, 1), -1),
    ],
)
def test_days_are_counted_to_the_earliest_reading_and_from_the_last_day(
    day: date, left: int
) -> None:
    assert days_left(TERMS, day) == left


def test_days_of_an_ended_term_are_counted_to_its_last_day() -> None:
    ended = replace(TERMS, ended_on=date(2020, 8, 15))
    said = [days_left(ended, date(2020, 8, day)) for day in (14, 15, 16)]
    assert said == [1, 0, -1]
    assert days_left(Agreement(), date(2020, 8, 15)) is None


def test_the_next_term_follows_on_the_day_after_and_is_linked() -> None:
    old = term("old@example.org", notice_deadline_on=date(2020, 3, 1))
    assert next_term(old, NewTerm(until=whole_month(2022, 10))) == Agreement(
        type="MoU",
        parties=("Office", "Ministry"),
        reference="12/b",
        effective_on=date(2020, 11, 1),
        expires=whole_month(2022, 10),
        notice_period=Period(months=6),
        renewal=Renewal.BY_ACT,
        renews="old@example.org",
    )


@pytest.mark.parametrize(
    ("expires", "months", "following"),
    [
        (whole_month(2020, 10), 24, whole_month(2022, 10)),
        (whole_month(2020, 10), 4, whole_month(2021, 2)),
        (whole_year(2020), 12, whole_year(2021)),
        (whole_year(2020), 6, whole_days(date(2021, 6, 30))),
        (whole_days(date(2020, 1, 31)), 1, whole_days(date(2020, 2, 29))),
        (whole_days(date(2020, 1, 30)), 1, whole_days(date(2020, 2, 29))),
        (whole_days(date(2020, 1, 14)), 1, whole_days(date(2020, 2, 14))),
        (whole_days(date(2020, 2, 28)), 12, whole_days(date(2021, 2, 28))),
        (whole_days(date(2023, 2, 28)), 12, whole_days(date(2024, 2, 29))),
    ],
)
def test_a_length_counts_from_the_first_day_in_the_old_precision(
    expires: DaySpan, months: int, following: DaySpan
) -> None:
    old = term("old", signed_on=None, effective_on=None, expires=expires)
    assert next_term(old, NewTerm(months=months)).expires == following


def test_a_later_start_leaves_a_gap_and_a_month_that_it_does_not_fill() -> None:
    new = NewTerm(months=12, start=date(2020, 11, 15), signed_on=date(2020, 11, 10))
    following = next_term(term("old"), new)
    assert following.effective_on == date(2020, 11, 15)
    assert following.signed_on == date(2020, 11, 10)
    assert following.expires == whole_days(date(2021, 11, 14))


def test_what_was_ended_is_followed_from_the_day_after() -> None:
    following = next_term(
        term("old", ended_on=date(2019, 12, 31)), NewTerm(until=whole_year(2020))
    )
    assert (following.effective_on, following.ended_on) == (date(2020, 1, 1), None)


BAD = {
    "no end": (
        {"expires": None},
        NewTerm(months=1, start=date(2021, 1, 1)),
        "agreement.ended_on: is missing; end a term without an expiry first",
    ),
    "overlap": (
        {},
        NewTerm(months=1, start=date(2020, 10, 31)),
        (
            "agreement.effective_on: lies in the term before, until 2020-10-31;"
            " end that one first"
        ),
    ),
    "no length": (
        {},
        NewTerm(),
        "agreement.expires_on: takes either a day or a number of months",
    ),
    "two lengths": (
        {},
        NewTerm(months=1, until=whole_year(2021)),
        "agreement.expires_on: takes either a day or a number of months",
    ),
    "no month": (
        {},
        NewTerm(months=0),
        "agreement.expires_on: lies 1 to 1,200 months ahead",
    ),
    "too many months": (
        {},
        NewTerm(months=1_201),
        "agreement.expires_on: lies 1 to 1,200 months ahead",
    ),
    "over before it begins": (
        {},
        NewTerm(until=whole_month(2020, 10)),
        "agreement.expires_on: lies before the new term begins, on 2020-11-01",
    ),
}


@pytest.mark.parametrize(("changes", "new", "said"), BAD.values(), ids=BAD)
def test_what_cannot_follow_is_refused_in_plain_words(
    changes: dict[str, object], new: NewTerm, said: str
) -> None:
    with pytest.raises(InvalidDraft) as caught:
        next_term(term("old", **changes), new)
    assert str(caught.value) == said


@given(first=days(), months=st.integers(1, 240), count=st.integers(1, 4))
def test_terms_that_follow_each_other_leave_no_day_out(
    first: date, months: int, count: int
) -> None:
    item = term("old", effective_on=first, expires=whole_days(first))
    for _ in range(count):
        following = next_term(item, NewTerm(months=months))
        assert item.agreement
        last = ends_on(item.agreement)
        assert last
        assert following.effective_on == last + ONE_DAY
        statuses = [status_on(following, day) for day in (last, last + ONE_DAY)]
        assert statuses[0] == PENDING
        assert statuses[1] not in {PENDING, EXPIRED}
        item = replace(item, agreement=following)


def test_a_renewal_that_is_not_published_settles_nothing() -> None:
    old, new = term("a", renewed_by="b"), term("b", renews="a")
    meeting = make_item()
    assert reopened([old, new, meeting]) == [old, new, meeting]
    for status in set(ItemStatus) - {ItemStatus.PUBLISHED}:
        withdrawn = replace(new, status=status)
        assert reopened([old, withdrawn]) == [term("a"), withdrawn]
    assert reopened([old]) == [term("a")]


def test_a_chain_goes_from_old_to_new_whichever_term_is_asked_for() -> None:
    terms = [
        term("c", renews="b"),
        term("a", renewed_by="b"),
        term("b", renews="a", renewed_by="c"),
        term("x"),
    ]
    for item in terms[:3]:
        assert [each.uid for each in chain_of(item, terms)] == ["a", "b", "c"]
    assert chain_of(terms[3], terms) == [terms[3]]


def test_either_end_of_a_link_is_enough() -> None:
    named = [term("a"), term("b", renews="a")]
    naming = [term("a", renewed_by="b"), term("b")]
    for terms in (named, naming):
        for item in terms:
            assert [each.uid for each in chain_of(item, terms)] == ["a", "b"]


def test_a_chain_takes_up_what_it_is_asked_for_and_passes_over_what_is_gone() -> None:
    item = term("b", renews="a", renewed_by="c")
    assert chain_of(item, []) == [item]
    assert chain_of(make_item(), []) == [make_item()]


def test_terms_in_a_ring_are_walked_once() -> None:
    terms = [term("a", renews="b"), term("b", renews="c"), term("c", renews="a")]
    assert sorted(each.uid for each in chain_of(terms[0], terms)) == ["a", "b", "c"]
