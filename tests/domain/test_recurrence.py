from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calendar_service.domain.recurrence import (
    Occurrence,
    Override,
    Recurrence,
    bounds,
    expand,
    outermost,
    starts_of,
    strangers,
)
from calendar_service.domain.span import (
    DaySpan,
    Span,
    first_day,
    last_day,
    whole_days,
)
from calendar_service.domain.texts import Text
from tests.builders import FESTIVAL_DAYS, timed
from tests.judges import judged_occurrences
from tests.strategies import days, recurrences, spans

MAY = (date(2026, 5, 1), date(2026, 5, 31))
DAY = whole_days(date(2026, 5, 14))


def first_days(occurrences: list[Occurrence]) -> list[date]:
    return [first_day(occurrence.span) for occurrence in occurrences]


def is_regular_hour(span: Span) -> bool:
    """Leave out the hours that clocks skip or repeat: judges read them apart."""
    return isinstance(span, DaySpan) or 4 <= span.start.hour <= 22


@given(data=st.data())
def test_expansion_agrees_with_recurring_ical_events(data: st.DataObject) -> None:
    span = data.draw(spans().filter(is_regular_hour))
    recurrence = data.draw(recurrences(span))
    assume(
        isinstance(span, DaySpan)
        or all(4 <= m.hour <= 22 for m in recurrence.rdates if isinstance(m, datetime))
    )
    first = data.draw(days(1991, 2039))
    last = first + timedelta(days=data.draw(st.integers(0, 200)))
    ours = [
        (o.span.start, o.span.end or o.span.start)
        for o in expand(span, recurrence, first, last)
    ]
    assert sorted(ours, key=str) == judged_occurrences(span, recurrence, first, last)


@given(data=st.data())
def test_bounds_hold_every_occurrence(data: st.DataObject) -> None:
    span = data.draw(spans())
    recurrence = data.draw(recurrences(span))
    lowest, highest = bounds(span, recurrence)
    found = expand(span, recurrence, date(1900, 1, 1), date(2060, 1, 1))
    assert all(lowest <= first_day(o.span) for o in found)
    assert highest is None or all(last_day(o.span) <= highest for o in found)
    assert (highest is None) is recurrence.is_endless()


@given(data=st.data())
def test_a_window_shows_exactly_what_touches_it(data: st.DataObject) -> None:
    span = data.draw(spans())
    recurrence = data.draw(recurrences(span))
    day = data.draw(days())
    wide = expand(span, recurrence, day - timedelta(90), day + timedelta(90))
    touching = [o for o in wide if first_day(o.span) <= day <= last_day(o.span)]
    assert expand(span, recurrence, day, day) == touching


def test_a_single_item_occurs_once() -> None:
    found = expand(DAY, Recurrence(), *MAY)
    assert found == [Occurrence(date(2026, 5, 14), DAY)]
    assert expand(DAY, Recurrence(), date(2026, 6, 1), date(2026, 6, 30)) == []


def test_separate_days_are_one_day_each_whatever_their_order() -> None:
    recurrence = Recurrence(dates=FESTIVAL_DAYS[::-1])
    span = whole_days(FESTIVAL_DAYS[0])
    found = expand(span, recurrence, date(2018, 12, 1), date(2018, 12, 31))
    assert [o.span for o in found] == [whole_days(day) for day in FESTIVAL_DAYS]
    assert bounds(span, recurrence) == (FESTIVAL_DAYS[0], FESTIVAL_DAYS[-1])


def test_a_day_left_out_does_not_occur() -> None:
    recurrence = Recurrence(rule="FREQ=DAILY;COUNT=3", exdates=(date(2026, 5, 15),))
    found = expand(DAY, recurrence, *MAY)
    assert first_days(found) == [date(2026, 5, 14), date(2026, 5, 16)]


def test_an_added_day_that_the_rule_gives_too_occurs_once() -> None:
    added = (date(2026, 5, 15), date(2026, 5, 20))
    recurrence = Recurrence(rule="FREQ=DAILY;COUNT=2", rdates=added)
    found = expand(DAY, recurrence, *MAY)
    assert first_days(found) == [date(2026, 5, day) for day in (14, 15, 20)]


def test_an_occurrence_moved_out_of_the_window_is_gone() -> None:
    moved = Override(date(2026, 5, 21), whole_days(date(2026, 7, 1)))
    recurrence = Recurrence(rule="FREQ=WEEKLY;COUNT=3", overrides=(moved,))
    assert first_days(expand(DAY, recurrence, *MAY)) == [
        date(2026, 5, 14),
        date(2026, 5, 28),
    ]


def test_an_occurrence_moved_into_the_window_keeps_its_original_start() -> None:
    away = whole_days(date(2026, 7, 1), date(2026, 7, 30))
    texts = {"en": Text(title="Longer this time")}
    moved = Override(date(2026, 5, 21), away, texts)
    recurrence = Recurrence(rule="FREQ=WEEKLY;COUNT=3", overrides=(moved,))
    found = expand(DAY, recurrence, date(2026, 7, 29), date(2026, 8, 1))
    assert found == [Occurrence(date(2026, 5, 21), away, texts)]


def test_a_retitled_occurrence_stays_where_it_was() -> None:
    texts = {"en": Text(title="Theme of the year")}
    changed = Override(date(2027, 5, 14), texts=texts)
    recurrence = Recurrence(rule="FREQ=YEARLY", overrides=(changed,))
    found = expand(DAY, recurrence, date(2027, 1, 1), date(2027, 12, 31))
    day = whole_days(date(2027, 5, 14))
    assert found == [Occurrence(date(2027, 5, 14), day, texts)]


def test_a_cancelled_occurrence_is_shown_as_such() -> None:
    gone = Override(date(2026, 5, 15), cancelled=True)
    recurrence = Recurrence(rule="FREQ=DAILY;COUNT=2", overrides=(gone,))
    assert [o.cancelled for o in expand(DAY, recurrence, *MAY)] == [False, True]


def test_a_long_span_that_began_before_the_window_is_found() -> None:
    span = whole_days(date(2026, 1, 1), date(2026, 12, 31))
    found = expand(span, Recurrence(rule="FREQ=YEARLY"), *MAY)
    assert first_days(found) == [date(2026, 1, 1)]


def test_an_occurrence_at_a_later_hour_reaches_into_the_next_day() -> None:
    span = timed("2026-05-14T10:00", "2026-05-14T22:00")
    late = datetime.fromisoformat("2026-05-20T20:00")
    recurrence = Recurrence(rdates=(late,))
    found = expand(span, recurrence, date(2026, 5, 21), date(2026, 5, 21))
    assert [o.original for o in found] == [late]
    assert bounds(span, recurrence) == (date(2026, 5, 14), date(2026, 5, 21))


def test_the_hour_stays_on_the_wall_across_a_change_of_clocks() -> None:
    span = timed("2026-03-27T09:00", "2026-03-27T10:00", "Europe/Berlin")
    found = expand(
        span, Recurrence(rule="FREQ=DAILY"), date(2026, 3, 28), date(2026, 3, 30)
    )
    assert [f"{o.span.start:%d %H:%M}" for o in found] == [
        "28 09:00",
        "29 09:00",
        "30 09:00",
    ]


@pytest.mark.parametrize(
    "until", ["20260516", "20260516T100000", "20260516T060000Z", "20260516T235959Z"]
)
def test_until_is_inclusive_in_each_of_its_forms(until: str) -> None:
    span = timed("2026-05-14T10:00")
    recurrence = Recurrence(rule=f"FREQ=DAILY;UNTIL={until}")
    assert first_days(expand(span, recurrence, *MAY)) == [
        date(2026, 5, 14),
        date(2026, 5, 15),
        date(2026, 5, 16),
    ]


def test_until_in_utc_is_read_in_the_zone_of_the_item() -> None:
    span = timed("2026-05-14T10:00")
    early = Recurrence(rule="FREQ=DAILY;UNTIL=20260516T055959Z")
    assert bounds(span, early) == (date(2026, 5, 14), date(2026, 5, 15))


def test_at_most_ten_thousand_are_returned() -> None:
    span = timed("1990-01-01T00:00")
    hours = ",".join(map(str, range(24)))
    recurrence = Recurrence(rule=f"FREQ=DAILY;BYHOUR={hours}")
    found = expand(span, recurrence, date(1990, 1, 1), date(2200, 1, 1))
    assert len(found) == 10_000
    assert first_day(found[-1].span) == date(1990, 1, 1) + timedelta(days=416)


def test_windows_at_the_edges_of_time_are_answered() -> None:
    recurrence = Recurrence(rule="FREQ=YEARLY")
    assert expand(DAY, recurrence, date.min, date(1, 1, 31)) == []
    assert expand(DAY, recurrence, date(9999, 1, 1), date.max) == []
    assert len(expand(DAY, recurrence, date.min, date.max)) == 175


def test_bounds_of_an_endless_rule_have_no_last_day() -> None:
    assert bounds(DAY, Recurrence(rule="FREQ=YEARLY")) == (date(2026, 5, 14), None)


def test_bounds_reach_to_occurrences_that_were_moved() -> None:
    overrides = (
        Override(date(2026, 5, 15), whole_days(date(2026, 4, 1))),
        Override(date(2026, 5, 16), whole_days(date(2026, 6, 1), date(2026, 6, 9))),
    )
    recurrence = Recurrence(rule="FREQ=DAILY;COUNT=3", overrides=overrides)
    assert bounds(DAY, recurrence) == (date(2026, 4, 1), date(2026, 6, 9))


def test_starts_leave_out_exclusions_and_come_in_order() -> None:
    recurrence = Recurrence(
        rule="FREQ=DAILY", rdates=(date(2026, 5, 1),), exdates=(date(2026, 5, 14),)
    )
    assert list(starts_of(DAY, recurrence, date(2026, 5, 16))) == [
        date(2026, 5, 1),
        date(2026, 5, 15),
        date(2026, 5, 16),
    ]


def test_strangers_are_the_moments_at_which_nothing_starts() -> None:
    recurrence = Recurrence(
        rule="FREQ=WEEKLY", rdates=(date(2026, 5, 15),), exdates=(date(2026, 5, 28),)
    )
    asked = [date(2026, 5, day) for day in (14, 15, 16, 21, 28)]
    assert strangers(DAY, recurrence, asked) == [date(2026, 5, 16), date(2026, 5, 28)]
    assert strangers(DAY, Recurrence(), asked) == asked[1:]


@given(data=st.data())
def test_no_start_is_a_stranger(data: st.DataObject) -> None:
    span = data.draw(spans())
    recurrence = data.draw(recurrences(span))
    last = first_day(span) + timedelta(days=400)
    starts = list(starts_of(span, recurrence, last))[:50]
    assert strangers(span, recurrence, starts) == []


@pytest.mark.parametrize(
    ("recurrence", "single", "endless"),
    [
        (Recurrence(), True, False),
        (Recurrence(rule="FREQ=YEARLY"), False, True),
        (Recurrence(rule="FREQ=YEARLY;COUNT=2"), False, False),
        (Recurrence(rule="FREQ=YEARLY;UNTIL=20300101"), False, False),
        (Recurrence(dates=FESTIVAL_DAYS), False, False),
        (Recurrence(rdates=FESTIVAL_DAYS), False, False),
    ],
)
def test_a_recurrence_knows_whether_it_repeats_and_ends(
    recurrence: Recurrence, *, single: bool, endless: bool
) -> None:
    assert (recurrence.is_single(), recurrence.is_endless()) == (single, endless)


def test_the_outermost_are_found_without_walking_all() -> None:
    start = datetime(2026, 5, 4, 10)  # noqa: DTZ001 - wall time of the zone
    span = timed("2026-05-04T10:00", "2026-05-04T11:00")
    last = start + timedelta(days=9_999)
    gone = tuple(last - timedelta(days=n) for n in range(100))
    found = outermost(span, Recurrence("FREQ=DAILY;COUNT=10000", exdates=gone))
    assert [each.original for each in found] == [start, gone[-1] - timedelta(days=1)]
    endless = outermost(span, Recurrence("FREQ=DAILY", exdates=(start,)))
    assert [each.original for each in endless] == [start + timedelta(days=1)]
    cancelled = Recurrence(overrides=(Override(start, cancelled=True),))
    assert [each.cancelled for each in outermost(span, cancelled)] == [True]
    assert outermost(span, Recurrence(exdates=(start,))) == []
