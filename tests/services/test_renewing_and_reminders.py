"""What a decision on a term does to the reminders of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from calendar_service.domain.item import (
    Item,
)
from calendar_service.domain.terms import NewTerm
from calendar_service.services.editing import (
    cancel_item,
    delete_item,
)
from calendar_service.services.reminding import MOVED, Queued
from calendar_service.services.renewing import end_agreement, renew_agreement
from calendar_service.storage.outbox import MailState
from tests.builders import BEN
from tests.services.planner import A_DAY, ENTERED, Planner, is_first
from tests.services.test_renewing import (
    AGREED,
    DOMAIN,
    DUE_AT,
    TERMS,
    TWO_YEARS,
)


@pytest.mark.parametrize("how", ["renewed", "ended"])
def test_what_waits_for_a_settled_term_is_taken_back_and_no_more_follows(
    planner: Planner, how: str
) -> None:
    session = planner.session
    terms = replace(TERMS, notice_period=None)
    old = planner.add(**(AGREED | {"agreement": terms, "focal_point": None}))
    assert planner.queue(DUE_AT).due == 1
    if how == "renewed":
        renew_agreement(session, BEN, old.uid, TWO_YEARS, DUE_AT, DOMAIN)
    else:
        end_agreement(session, BEN, old.uid, date(2026, 9, 1), DUE_AT)
    assert planner.queue(DUE_AT) == Queued(dropped=1)
    (dropped,) = planner.mails(MailState.DROPPED)
    assert (dropped.item_uid, dropped.error) == (old.uid, MOVED)
    until = datetime(2026, 11, 10, tzinfo=UTC)
    assert list(planner.whole_course(DUE_AT, until)) == []


def test_the_new_term_has_a_ladder_of_its_own(planner: Planner) -> None:
    terms = replace(TERMS, notice_period=None)
    old = planner.add(**(AGREED | {"agreement": terms, "focal_point": None}))
    planner.queue(DUE_AT)
    planner.send(DUE_AT)
    new = renew_agreement(
        planner.session, BEN, old.uid, NewTerm(months=12), DUE_AT, DOMAIN
    )
    assert planner.queue(DUE_AT) == Queued()
    since = datetime(2027, 3, 1, tzinfo=UTC)
    until = datetime(2027, 11, 10, tzinfo=UTC)
    sent = list(filter(is_first, planner.whole_course(since, until)))
    assert [mail.item_uid for mail in sent] == [old.uid] + [new.uid] * 7
    assert sent[0].planned_at < DUE_AT < sent[1].planned_at


@pytest.mark.parametrize("withdraw", [cancel_item, delete_item])
def test_a_renewal_that_is_withdrawn_brings_the_reminders_back(
    planner: Planner, withdraw: Callable[..., Item]
) -> None:
    terms = replace(TERMS, notice_period=None)
    old = planner.add(**(AGREED | {"agreement": terms, "focal_point": None}))
    new = renew_agreement(planner.session, BEN, old.uid, TWO_YEARS, ENTERED, DOMAIN)
    assert planner.queue(DUE_AT) == Queued()
    withdraw(planner.session, BEN, new.uid, DUE_AT)
    assert planner.queue(DUE_AT + A_DAY).due == 1
    assert [mail.item_uid for mail in planner.mails(MailState.WAITING)] == [old.uid]
