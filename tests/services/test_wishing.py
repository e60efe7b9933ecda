"""What people wish for themselves."""

from datetime import date, timedelta

import pytest

from calendar_service.domain.absence import Absence
from calendar_service.domain.answer import Stop, Topic
from calendar_service.domain.digest_choice import DigestChoice, Rhythm
from calendar_service.domain.draft import InvalidDraft
from calendar_service.services.wishing import (
    MOST_ABSENCES,
    absences_of,
    choose_digest,
    chosen_digest,
    note_absence,
)
from calendar_service.storage.absences import list_absences, store_absence
from calendar_service.storage.database import Session
from calendar_service.storage.digests import list_digests
from calendar_service.storage.mail_stops import add_stop
from tests.builders import NOW

ADA, BEN = "ada@example.org", "ben@example.org"
TODAY = date(2026, 3, 10)
WEEKLY = DigestChoice(address=ADA, every=Rhythm.WEEKLY)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def test_a_digest_is_chosen_changed_and_left(session: Session) -> None:
    assert chosen_digest(session, ADA) is None
    for choice in (WEEKLY, DigestChoice(address=ADA, every=Rhythm.DAILY)):
        choose_digest(session, ADA, choice)
        assert chosen_digest(session, ADA) == choice
    choose_digest(session, BEN, None)
    choose_digest(session, ADA, None)
    assert list_digests(session) == []


def test_what_was_stopped_by_a_link_comes_again_when_it_is_asked_for(
    session: Session,
) -> None:
    choose_digest(session, ADA, WEEKLY)
    add_stop(session, Stop(ADA, Topic.DIGEST), NOW)
    assert chosen_digest(session, ADA) is None
    choose_digest(session, ADA, WEEKLY)
    assert chosen_digest(session, ADA) == WEEKLY


def test_absences_are_those_of_one_person_that_are_not_over(session: Session) -> None:
    over, now = Absence(ADA, days(-9), days(-1)), Absence(ADA, days(-1), TODAY)
    later, other = Absence(ADA, days(5), days(6)), Absence(BEN, TODAY, TODAY)
    store_absence(session, over)
    for absence in (later, now, other):
        note_absence(session, absence, TODAY)
    assert absences_of(session, ADA, TODAY) == [now, later]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (1, 0, "last: lies before the first day"),
        (-2, -1, "last: is over already"),
        (0, 367, "last: is more than a year after the first day"),
    ],
)
def test_days_that_cannot_be_are_refused(
    session: Session, first: int, last: int, said: str
) -> None:
    with pytest.raises(InvalidDraft, match=f"^{said}$"):
        note_absence(session, Absence(ADA, days(first), days(last)), TODAY)
    assert list_absences(session, date.min) == ()


def test_nobody_notes_absences_without_end(session: Session) -> None:
    for n in range(MOST_ABSENCES):
        note_absence(session, Absence(ADA, days(n), days(n)), TODAY)
    with pytest.raises(InvalidDraft, match=r"^first: is one absence too many"):
        note_absence(session, Absence(ADA, days(30), days(31)), TODAY)
    longer = Absence(ADA, days(3), days(40))
    note_absence(session, longer, TODAY)
    note_absence(session, Absence(BEN, TODAY, TODAY), TODAY)
    assert longer in absences_of(session, ADA, TODAY)
    assert len(absences_of(session, ADA, TODAY)) == MOST_ABSENCES
