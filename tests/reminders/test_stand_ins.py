"""A focal point is away: the deputy gets what falls into that time."""

from dataclasses import replace
from datetime import date

import pytest

from calendar_service.domain.absence import Absence
from calendar_service.domain.answer import Stop
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.reminders.planning import plan_reminders
from calendar_service.reminders.rules import Office, Reason
from tests.reminder_values import ADA, BEN, MEETING, OFFICE, at, rule

ITEM = replace(MEETING, focal_point=BEN, deputy=Person("Dato", "dato@example.org"))
BEN_AWAY = Absence("ben@example.org", date(2026, 5, 7), date(2026, 5, 12))
DATO_AWAY = Absence("dato@example.org", date(2026, 5, 7), date(2026, 5, 12))
TEAM = Absence("ada@example.org", date(2026, 5, 7), date(2026, 5, 12))
RULE = rule(7, 1, zone="Asia/Tbilisi")


def told(office: Office, now: str, item: Item = ITEM) -> dict[str, tuple[Reason, ...]]:
    due = plan_reminders([item], [RULE], office, at(now), ()).due
    return {d.recipient.address: d.recipient.reasons for d in due}


WEEK_BEFORE, DAY_BEFORE = "2026-05-07T05:00", "2026-05-13T05:00"
FOCAL, COMMS = (Reason.FOCAL_POINT,), (Reason.COMMS_TEAM,)


def test_the_deputy_stands_in_as_long_as_the_focal_point_is_away() -> None:
    office = replace(OFFICE, absences=(BEN_AWAY,))
    assert told(office, WEEK_BEFORE) == {
        ADA.email: COMMS,
        "dato@example.org": (Reason.STAND_IN,),
    }
    assert told(office, DAY_BEFORE)[BEN.email] == FOCAL


@pytest.mark.parametrize(
    ("office", "item"),
    [
        (OFFICE, ITEM),
        (replace(OFFICE, absences=(BEN_AWAY, DATO_AWAY)), ITEM),
        (replace(OFFICE, absences=(BEN_AWAY,)), replace(ITEM, deputy=None)),
        (replace(OFFICE, absences=(DATO_AWAY, TEAM)), ITEM),
    ],
    ids=["nobody away", "both away", "no deputy", "others away"],
)
def test_nobody_is_left_without_a_mail(office: Office, item: Item) -> None:
    assert told(office, WEEK_BEFORE, item) == {ADA.email: COMMS, BEN.email: FOCAL}


def test_a_deputy_on_a_list_gets_one_mail_with_both_reasons() -> None:
    both = replace(ITEM, deputy=ADA)
    office = replace(OFFICE, absences=(BEN_AWAY,))
    assert told(office, WEEK_BEFORE, both) == {
        ADA.email: (Reason.STAND_IN, Reason.COMMS_TEAM)
    }


def test_an_owner_who_stopped_the_kind_stands_in_all_the_same() -> None:
    stop = Stop("dato@example.org", ItemKind.MEETING)
    office = replace(OFFICE, absences=(BEN_AWAY,), stops=frozenset({stop}))
    assert "dato@example.org" in told(office, WEEK_BEFORE)
