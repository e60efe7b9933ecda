from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_service.domain.rule_check import (
    published_rule,
    rule_problem,
    rule_until,
    tidy_rule,
    until_wall,
)
from calendar_service.domain.span import Span, whole_days
from tests.builders import timed
from tests.strategies import rules, spans
from tests.wild_drafts import garbage_rules

THURSDAY = whole_days(date(2026, 1, 15))
TEN = timed("2026-01-15T10:00")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=1;BYDAY=3TH",
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15",
        "FREQ=YEARLY;BYWEEKNO=3;BYDAY=TH",
        "FREQ=YEARLY;BYYEARDAY=15",
        "FREQ=MONTHLY;BYDAY=3TH",
        "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=3",
        "FREQ=MONTHLY;INTERVAL=3;COUNT=4",
        "FREQ=WEEKLY;BYDAY=TU,TH;WKST=SU",
        "FREQ=DAILY;UNTIL=20261231",
        "FREQ=YEARLY;UNTIL=99991231T235959Z",
    ],
)
def test_sensible_rules_are_accepted(rule: str) -> None:
    assert rule_problem(rule, THURSDAY) is None
    assert rule_problem(rule, TEN) is None


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 1, 31)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2026, 1, 30)),
        ("FREQ=YEARLY", date(2024, 2, 29)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", date(2026, 2, 28)),
    ],
)
def test_rules_on_last_days_are_accepted(rule: str, day: date) -> None:
    assert rule_problem(rule, whole_days(day)) is None


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY;COUNT=8", "FREQ=DAILY;BYHOUR=10,14;BYMINUTE=0,30"]
)
def test_several_times_a_day_are_accepted_with_hours_only(rule: str) -> None:
    assert rule_problem(rule, TEN) is None
    assert rule_problem(rule, THURSDAY) == "names hours for whole days"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("FREQ=SECONDLY", "repeats too fast: FREQ=SECONDLY is not accepted"),
        ("FREQ=MINUTELY;COUNT=2", "repeats too fast: FREQ=MINUTELY is not accepted"),
        ("FREQ=HOURLY", "repeats by the hour without a COUNT"),
        (
            "FREQ=HOURLY;COUNT=3;BYHOUR=9",
            "has BYHOUR, which does not go with FREQ=HOURLY",
        ),
        (
            "FREQ=DAILY;BYHOUR=10,11;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12",
            "repeats too fast: more than 24 times a day",
        ),
        ("FREQ=DAILY;INTERVAL=0", "has 0 in INTERVAL, which goes from 1 to 1,000"),
        ("FREQ=DAILY;INTERVAL=-1", "has -1 in INTERVAL, which goes from 1 to 1,000"),
        ("FREQ=DAILY;COUNT=0", "has 0 in COUNT, which goes from 1 to 10,000"),
        (
            "FREQ=DAILY;COUNT=1000000",
            "has 1000000 in COUNT, which goes from 1 to 10,000",
        ),
        ("FREQ=DAILY;COUNT=+5", "has '+5' in COUNT, which is no number"),
        ("FREQ=DAILY;COUNT=٣", "has '٣' in COUNT, which is no number"),
        ("FREQ=DAILY;COUNT=", "has '' in COUNT, which is no number"),
        ("FREQ=DAILY;UNTIL=22991231", "makes more than 10,000 occurrences"),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "names day 30 of a month that has 29 at most",
        ),
        (
            "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31",
            "names day 31 of a month that has 30 at most",
        ),
        ("FREQ=YEARLY;BYMONTH=13", "has 13 in BYMONTH, which goes from 1 to 12"),
        ("FREQ=YEARLY;BYEASTER=0", "has the unknown part 'BYEASTER'"),
        ("FREQ=YEARLY;X-PART=1", "has the unknown part 'X-PART'"),
        ("FREQ=YEARLY;", "has the unknown part ''"),
        ("FREQ=WEEKLY;BYDAY=XX", "has no weekday 'XX' in BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0TH", "has no weekday '0TH' in BYDAY"),
        ("FREQ=MONTHLY;BYDAY=54TH", "has no weekday '54TH' in BYDAY"),
        ("FREQ=WEEKLY;WKST=XX", "has no weekday 'XX' in WKST"),
        ("FREQ=DAILY;FREQ=DAILY", "names a part twice"),
        ("", "needs FREQ=YEARLY, MONTHLY, WEEKLY or DAILY"),
        ("COUNT=3", "needs FREQ=YEARLY, MONTHLY, WEEKLY or DAILY"),
        ("FREQ=" + "X" * 500, "is longer than 500 characters"),
        (
            "FREQ=DAILY;COUNT=2;UNTIL=20270101",
            "has both COUNT and UNTIL; one of them ends it",
        ),
        ("FREQ=DAILY;UNTIL=20260230", "has '20260230' in UNTIL, which is no date"),
        ("FREQ=DAILY;UNTIL=2026-03-01", "has '2026-03-01' in UNTIL, which is no date"),
        ("FREQ=DAILY;UNTIL=20250101", "ends (UNTIL) before it starts"),
        (
            "FREQ=WEEKLY;BYDAY=2TH",
            "counts weekdays, as in 2MO, which takes a month or a year to count in",
        ),
        (
            "FREQ=WEEKLY;BYMONTHDAY=15",
            "has BYMONTHDAY, which does not go with FREQ=WEEKLY",
        ),
        (
            "FREQ=DAILY;BYYEARDAY=15",
            "has BYYEARDAY, which does not go with FREQ=DAILY",
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=3",
            "has BYWEEKNO without BYDAY; clients read that in two ways",
        ),
        (
            "FREQ=DAILY;BYSETPOS=366",
            "has BYSETPOS without another BY… part to choose from",
        ),
    ],
)
def test_a_bad_rule_is_told_what_is_wrong(rule: str, message: str) -> None:
    assert rule_problem(rule, TEN) == message


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=6",
        "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=6",
        "FREQ=DAILY;BYDAY=TH;BYSETPOS=366",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;BYDAY=1MO",
    ],
)
def test_a_rule_that_never_happens_is_refused(rule: str) -> None:
    assert rule_problem(rule, THURSDAY) == "never happens"


def test_a_rule_must_fall_on_its_own_start() -> None:
    assert rule_problem("FREQ=WEEKLY;BYDAY=MO", THURSDAY) == (
        "does not fall on its start; it first falls on 2026-01-19"
    )
    assert rule_problem("FREQ=DAILY;BYHOUR=9", TEN) == (
        "does not fall on its start; it first falls on 2026-01-16 09:00:00"
    )


@given(rule=garbage_rules(), span=spans())
@settings(deadline=1000)
def test_garbage_is_told_in_words_within_a_second(rule: str, span: Span) -> None:
    problem = rule_problem(rule, span)
    assert problem is None or problem.isprintable()


@given(data=st.data())
def test_rules_that_are_accepted_can_be_published(data: st.DataObject) -> None:
    span = data.draw(spans())
    rule = data.draw(rules(span))
    published = published_rule(rule, span)
    assert rule_problem(published, span) is None
    assert rule_until(published, span) == rule_until(rule, span)


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("RRULE:FREQ=DAILY", "FREQ=DAILY"),
        (" rrule:freq=daily;count=3; ", "FREQ=DAILY;COUNT=3"),
        ("Rrule:FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=DAILY", "FREQ=DAILY"),
    ],
)
def test_rules_are_tidied_before_they_are_checked(written: str, tidied: str) -> None:
    assert tidy_rule(written) == tidied


@pytest.mark.parametrize(
    ("until", "wall"),
    [
        ("20260301", "2026-03-01T23:59:59"),
        ("20260301T120000", "2026-03-01T12:00:00"),
        ("20260301T120000Z", "2026-03-01T16:00:00"),
        ("99991231T235959Z", "2200-12-31T23:59:59"),
        ("99991231", "2200-12-31T23:59:59"),
    ],
)
def test_until_is_read_on_the_wall_clock(until: str, wall: str) -> None:
    assert until_wall(until, TEN) == datetime.fromisoformat(wall)
    assert rule_until(f"FREQ=DAILY;UNTIL={until}", TEN) == until_wall(until, TEN)


def test_until_beside_whole_days_is_a_day() -> None:
    end = datetime.fromisoformat("2026-03-01T23:59:59")
    assert until_wall("20260301T010000Z", THURSDAY) == end


def test_until_before_the_first_year_of_a_zone_is_no_date() -> None:
    western = timed("2026-01-15T10:00", zone="America/New_York")
    with pytest.raises(ValueError, match="00010101T000000Z"):
        until_wall("00010101T000000Z", western)


def test_a_rule_without_an_until_has_none() -> None:
    assert rule_until("FREQ=DAILY;COUNT=2", TEN) is None


def test_until_is_published_as_rfc_5545_asks() -> None:
    rule = "FREQ=DAILY;UNTIL=20260301T120000"
    assert published_rule(rule, THURSDAY) == "FREQ=DAILY;UNTIL=20260301"
    assert published_rule(rule, TEN) == "FREQ=DAILY;UNTIL=20260301T080000Z"
    assert published_rule("FREQ=DAILY", TEN) == "FREQ=DAILY"
