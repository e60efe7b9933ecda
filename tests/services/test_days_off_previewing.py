"""Which mails a day off moves: told before it is set, and true afterwards."""

from datetime import UTC, date, datetime, timedelta

from calendar_service.domain.account import OPERATOR
from calendar_service.domain.item import ItemKind, Person
from calendar_service.domain.rule import Anchor
from calendar_service.domain.span import whole_days
from calendar_service.services.days_off_editing import Days, set_days_off
from calendar_service.services.days_off_previewing import (
    Shift,
    foretell_shifts,
    is_in_sight,
)
from calendar_service.services.foretelling import foretell_mails
from tests.builders import NOW, timed
from tests.services.planner import Planner

THURSDAY, FRIDAY = date(2026, 5, 7), date(2026, 5, 8)
DAY = Days(THURSDAY, THURSDAY)


def shifts(planner: Planner, days: Days = DAY, *, off: bool = True) -> list[Shift]:
    return foretell_shifts(planner.session, planner.settings, days, NOW, off=off)


def test_a_mail_of_that_day_goes_out_on_the_next_working_day(planner: Planner) -> None:
    item = planner.add(focal_point=Person("Nino", "nino@example.org"))
    assert shifts(planner) == [
        Shift(
            item=item,
            anchor=Anchor.START,
            days=7,
            hours=0,
            was_at=datetime(2026, 5, 7, 5, tzinfo=UTC),
            becomes_at=datetime(2026, 5, 8, 5, tzinfo=UTC),
            number=2,
        )
    ]


def test_what_is_foretold_is_what_then_happens(planner: Planner) -> None:
    for day in (11, 14, 15, 21):
        planner.add(span=timed(f"2026-05-{day}T10:00"))
    planner.add(kind=ItemKind.CAMPAIGN, span=whole_days(date(2026, 6, 4)))

    def mails() -> list[datetime]:
        until = NOW + timedelta(days=120)
        found = foretell_mails(planner.session, planner.settings, NOW, until)
        return sorted(mail.sent_at for mail in found if mail.is_mail)

    days = Days(THURSDAY, FRIDAY)
    before, told = mails(), shifts(planner, days)
    assert told != []
    set_days_off(planner.session, OPERATOR, days, "", NOW)
    for shift in told:
        if shift.was_at:
            before.remove(shift.was_at)
        if shift.becomes_at:
            before.append(shift.becomes_at)
    assert sorted(before) == mails()
    back = shifts(planner, days, off=False)
    assert {(shift.was_at, shift.becomes_at) for shift in back} == {
        (shift.becomes_at, shift.was_at) for shift in told
    }


def test_a_day_that_is_off_already_moves_nothing(planner: Planner) -> None:
    planner.add()
    set_days_off(planner.session, OPERATOR, DAY, "", NOW)
    assert shifts(planner) == []
    assert shifts(planner, Days(FRIDAY, FRIDAY), off=False) == []
    assert [shift.number for shift in shifts(planner, off=False)] == [1]


def test_a_holiday_stays_one_whether_it_is_set_or_not(planner: Planner) -> None:
    independence = date(2026, 5, 26)
    planner.add(span=timed("2026-06-02T10:00"))
    assert shifts(planner, Days(independence, independence)) == []


def test_days_that_are_over_or_far_away_are_not_looked_at(planner: Planner) -> None:
    planner.add()
    today = NOW.date()
    for day in (today - timedelta(days=1), today + timedelta(days=401)):
        assert not is_in_sight(Days(day, day), today)
        assert shifts(planner, Days(day, day)) == []
    assert is_in_sight(Days(today, today), today)
