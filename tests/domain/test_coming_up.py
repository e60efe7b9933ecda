from datetime import UTC, date, datetime, timedelta

from calendar_service.domain.coming_up import Coming, list_coming
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import whole_days
from tests.builders import FESTIVAL_DAYS, NOW, TBILISI, make_item, timed

TODAY = date(2026, 5, 1)
LONG_AGO = datetime(2018, 1, 1, tzinfo=UTC)


def coming(*items: Item, today: date = TODAY, days: int = 14) -> list[Coming]:
    return list_coming(items, today, days, TBILISI)


def test_item_comes_in_sight_fourteen_days_ahead_at_midnight_of_the_office() -> None:
    item = make_item(span=whole_days(date(2026, 5, 15)))
    assert coming(item, today=date(2026, 4, 30)) == []
    (found,) = coming(item)
    assert found.entered_at == datetime(2026, 4, 30, 20, tzinfo=UTC)
    assert found.original == date(2026, 5, 15)


def test_instant_stays_while_the_days_go_by() -> None:
    item = make_item(span=whole_days(date(2026, 5, 15)))
    entered = {
        coming(item, today=TODAY + timedelta(days=n))[0].entered_at for n in range(15)
    }
    assert entered == {datetime(2026, 4, 30, 20, tzinfo=UTC)}
    assert coming(item, today=date(2026, 5, 16)) == []


def test_what_was_published_later_came_in_sight_then() -> None:
    published = datetime(2026, 5, 10, tzinfo=UTC)
    (found,) = coming(make_item(published_at=published))
    assert found.entered_at == published


def test_what_is_running_stays_in_sight() -> None:
    campaign = make_item(span=whole_days(date(2026, 4, 1), date(2026, 5, 1)))
    (found,) = coming(campaign)
    assert found.entered_at == datetime(2026, 3, 17, 20, tzinfo=UTC)
    assert coming(campaign, today=date(2026, 5, 2)) == []


def test_each_occurrence_of_a_rule_is_one_of_its_own() -> None:
    weekly = make_item(
        span=timed("2026-04-27T10:00", "2026-04-27T11:00"),
        recurrence=Recurrence(
            rule="FREQ=WEEKLY",
            overrides=(
                Override(
                    datetime(2026, 5, 11, 10),  # noqa: DTZ001 - wall time
                    span=timed("2026-05-12T15:00", "2026-05-12T16:00"),
                ),
                Override(datetime(2026, 5, 4, 10), cancelled=True),  # noqa: DTZ001 - wall time
            ),
        ),
    )
    found = coming(weekly)
    assert [(str(c.original), c.cancelled) for c in found] == [
        ("2026-05-04 10:00:00", True),
        ("2026-05-11 10:00:00", False),
    ]
    assert found[1].occurrence.span == timed("2026-05-12T15:00", "2026-05-12T16:00")


def test_separate_days_are_one_that_stays_until_the_last_is_over() -> None:
    festival = make_item(
        span=whole_days(FESTIVAL_DAYS[0]),
        recurrence=Recurrence(dates=FESTIVAL_DAYS),
        published_at=LONG_AGO,
    )
    for day in (date(2018, 12, 10), *FESTIVAL_DAYS):
        (found,) = coming(festival, today=day)
        assert found.original == FESTIVAL_DAYS[0]
        assert found.entered_at == datetime(2018, 11, 29, 20, tzinfo=UTC)
    assert coming(festival, today=date(2018, 12, 19)) == []


def test_soonest_comes_first_whatever_its_zone() -> None:
    tbilisi = make_item(uid="b", span=timed("2026-05-14T10:00"))
    berlin = make_item(uid="a", span=timed("2026-05-14T09:00", zone="Europe/Berlin"))
    whole_day = make_item(uid="c")
    found = coming(berlin, tbilisi, whole_day)
    assert [each.item.uid for each in found] == ["c", "b", "a"]


def test_cancelled_item_is_said_to_be_so() -> None:
    (found,) = coming(make_item(status=ItemStatus.CANCELLED, published_at=NOW))
    assert found.cancelled
