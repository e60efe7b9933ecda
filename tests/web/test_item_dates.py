"""All dates of an item, a page at a time."""

from datetime import date

from calendar_service.domain.item import Item
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.span import whole_days
from calendar_service.web.item_dates import PAGE, Dates, list_dates
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item


def item(rule: str, start: date) -> Item:
    return make_item(span=whole_days(start), recurrence=Recurrence(rule=rule))


def shown(dates: Dates) -> list[date]:
    return [entry.first for entry in dates.entries]


FESTIVAL = make_item(
    span=whole_days(FESTIVAL_DAYS[0]), recurrence=Recurrence(dates=FESTIVAL_DAYS)
)


def test_few_dates_stand_on_one_page() -> None:
    dates = list_dates(FESTIVAL, date(2018, 12, 1), "en", TBILISI)
    assert shown(dates) == list(FESTIVAL_DAYS)
    assert (dates.earlier, dates.later) == (None, None)


def test_what_is_over_is_shown_all_the_same() -> None:
    dates = list_dates(FESTIVAL, date(2026, 1, 1), "en", TBILISI)
    assert shown(dates) == list(FESTIVAL_DAYS)
    assert (dates.earlier, dates.later) == (None, None)


def test_pages_follow_each_other_without_a_gap_both_ways() -> None:
    daily = item("FREQ=DAILY;COUNT=150", date(2026, 1, 1))
    dates = list_dates(daily, date(2026, 1, 1), "en", TBILISI)
    seen, backwards = shown(dates), []
    while dates.later:
        dates = list_dates(daily, dates.later, "en", TBILISI)
        seen += shown(dates)
    assert (len(seen), seen) == (150, sorted(set(seen)))
    while dates.earlier:
        dates = list_dates(daily, dates.earlier, "en", TBILISI)
        backwards.append(len(dates.entries))
    assert backwards == [PAGE, PAGE]
    assert shown(dates)[0] == date(2026, 1, 1)


def test_a_rule_without_end_goes_on_to_the_end_of_the_calendar() -> None:
    yearly = item("FREQ=YEARLY", date(1950, 6, 20))
    dates = list_dates(yearly, date(2150, 1, 1), "en", TBILISI)
    assert (shown(dates)[0], shown(dates)[-1]) == (
        date(2150, 6, 20),
        date(2200, 6, 20),
    )
    assert (dates.earlier, dates.later) == (date(2090, 6, 20), None)


def test_a_date_at_the_edge_is_answered() -> None:
    daily = item("FREQ=DAILY", date(1900, 1, 1))
    first = list_dates(daily, date(1900, 1, 1), "en", TBILISI)
    last = list_dates(daily, date(2200, 12, 31), "en", TBILISI)
    assert first.earlier is None
    assert shown(last) == [date(2200, 12, 31)]
