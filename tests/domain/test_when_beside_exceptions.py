"""What is said of a repetition is true beside days added, left out and moved."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calendar_service.domain.recurrence import Override, Recurrence, expand, starts_of
from calendar_service.domain.span import (
    Span,
    first_day,
    last_day,
    moved_to,
    whole_days,
)
from calendar_service.domain.when import describe_day, describe_span, describe_when
from tests.strategies import rules, spans

THREE_DAYS = whole_days(date(2026, 5, 3), date(2026, 5, 5))
MONDAY = whole_days(date(2027, 5, 3))
TENTH = date(2027, 8, 10)


def off(day: date) -> Override:
    return Override(day, cancelled=True)


def moved(day: date, to: date) -> Override:
    return Override(day, span=whole_days(to))


EXCEPTED: list[tuple[Recurrence, str, str]] = [
    (
        Recurrence("FREQ=WEEKLY;COUNT=6", exdates=(date(2027, 5, 10),)),
        "every Monday from 3 May until 7 June 2027",
        "ყოველ ორშაბათს, 2027 წლის 3 მაისიდან 7 ივნისის ჩათვლით",
    ),
    (
        Recurrence("FREQ=WEEKLY;COUNT=2", exdates=(date(2027, 5, 3),)),
        "10 May 2027",
        "10 მაისი, 2027",
    ),
    (
        Recurrence("FREQ=WEEKLY;UNTIL=20270531", rdates=(TENTH,)),
        "repeats, first on 3 May 2027",
        "მეორდება, პირველად: 3 მაისი, 2027",
    ),
    (
        Recurrence("FREQ=WEEKLY;COUNT=1", rdates=(TENTH,)),
        "repeats, first on 3 May 2027",
        "მეორდება, პირველად: 3 მაისი, 2027",
    ),
    (
        Recurrence(rdates=(date(2027, 4, 1),)),
        "repeats, first on 1 April 2027",
        "მეორდება, პირველად: 1 აპრილი, 2027",
    ),
    (
        Recurrence("FREQ=WEEKLY;UNTIL=20270531", exdates=(date(2027, 5, 31),)),
        "every Monday from 3 May until 24 May 2027",
        "ყოველ ორშაბათს, 2027 წლის 3 მაისიდან 24 მაისის ჩათვლით",
    ),
    (
        Recurrence("FREQ=WEEKLY", exdates=(date(2027, 5, 3),)),
        "every Monday from 10 May 2027",
        "ყოველ ორშაბათს, 2027 წლის 10 მაისიდან",
    ),
    # One that is called off is as good as left out.
    (
        Recurrence(
            "FREQ=WEEKLY;COUNT=5",
            overrides=(off(date(2027, 5, 3)), off(date(2027, 5, 31))),
        ),
        "every Monday from 10 May until 24 May 2027",
        "ყოველ ორშაბათს, 2027 წლის 10 მაისიდან 24 მაისის ჩათვლით",
    ),
    # One that is moved counts as an end only where it becomes one.
    (
        Recurrence(
            "FREQ=WEEKLY;COUNT=5",
            overrides=(moved(date(2027, 5, 3), date(2027, 5, 12)),),
        ),
        "every Monday from 10 May until 31 May 2027",
        "ყოველ ორშაბათს, 2027 წლის 10 მაისიდან 31 მაისის ჩათვლით",
    ),
    (
        Recurrence(
            "FREQ=WEEKLY", overrides=(moved(date(2027, 5, 3), date(2027, 5, 4)),)
        ),
        "repeats, first on 4 May 2027",
        "მეორდება, პირველად: 4 მაისი, 2027",
    ),
    (
        Recurrence(
            "FREQ=WEEKLY;COUNT=6", overrides=(Override(date(2027, 5, 3), texts={}),)
        ),
        "every Monday, 6 times from 3 May 2027",
        "ყოველ ორშაბათს, 6-ჯერ, 2027 წლის 3 მაისიდან",
    ),
    # A single one can be moved, and one called off is still said.
    (Recurrence(overrides=(moved(MONDAY.start, TENTH),)), "10 August 2027", ""),
    (Recurrence(overrides=(off(MONDAY.start),)), "3 May 2027", ""),
    (
        Recurrence(dates=(MONDAY.start, TENTH), exdates=(MONDAY.start,)),
        "10 August 2027",
        "10 აგვისტო, 2027",
    ),
    (
        Recurrence(
            dates=(MONDAY.start, TENTH),
            overrides=(Override(TENTH, whole_days(TENTH, date(2027, 8, 12))),),
        ),
        "repeats, first on 3 May 2027",
        "",
    ),
    (
        Recurrence(
            dates=(MONDAY.start, TENTH),
            overrides=(
                off(MONDAY.start),
                Override(TENTH, whole_days(TENTH, date(2027, 8, 12))),
            ),
        ),
        "10–12 August 2027",
        "",
    ),
]


@pytest.mark.parametrize(("recurrence", "in_english", "in_georgian"), EXCEPTED)
def test_exceptions_are_heeded_in_what_is_said(
    recurrence: Recurrence, in_english: str, in_georgian: str
) -> None:
    assert describe_when(MONDAY, recurrence, "en") == in_english
    if in_georgian:
        assert describe_when(MONDAY, recurrence, "ka") == in_georgian


def test_several_days_begin_and_end_with_those_that_are_left() -> None:
    gone = (date(2026, 5, 3), date(2030, 5, 3))
    yearly = Recurrence("FREQ=YEARLY;UNTIL=20300503", exdates=gone)
    assert describe_when(THREE_DAYS, yearly, "en") == (
        "every year, first on 3–5 May 2027, until 5 May 2029"
    )


@given(data=st.data())
def test_what_is_said_is_what_happens(data: st.DataObject) -> None:
    span = data.draw(spans())
    recurrence = data.draw(excepted(span))
    horizon = date(2200, 12, 31)
    if recurrence.is_endless():
        horizon = first_day(span) + timedelta(days=3000)
    found = expand(span, recurrence, date(1900, 1, 1), horizon)
    happening = [each.span for each in found if not each.cancelled]
    assume(happening)
    said = describe_when(span, recurrence, "en")
    is_open = said.startswith("repeats") or " times" in said or recurrence.is_endless()
    assert is_open or " until " in said or len(happening) == 1
    assert [*_ends_said(said)] in _ends_of(happening, said)
    if number := re.search(r"(\d+) times", said):
        # Nothing happens after 2200, whatever a rule counts to.
        wanted = len(happening)
        assert int(number[1]) == wanted or last_day(happening[-1]).year > 2150


def _ends_said(said: str) -> tuple[str, str]:
    """Return the first and the last time that words name, or nothing for one."""
    found = re.search(r"\b(?:from|first on|first in) (.+?)(?:,? until (.+))?$", said)
    if found is None:
        return said, ""
    first = re.sub(r", \d+ times$", "", found[1])
    return first, found[2] or ""


def _ends_of(happening: list[Span], said: str) -> list[list[str]]:
    """Return what the first and the last time may be called."""
    starts = sorted(map(first_day, happening))
    if re.search("first (on|in) ", said) or " from " not in said:
        firsts = {describe_span(happening[0], "en")}
        lasts = {describe_day(max(map(last_day, happening)), "en")}
    elif re.search("from [0-9]{4}", said):
        firsts, lasts = {f"{starts[0].year}"}, {f"{starts[-1].year}"}
    else:
        patterns = ["d MMMM y"]
        if starts[0].year == starts[-1].year:
            patterns.append("d MMMM")
        firsts = {describe_day(starts[0], "en", each) for each in patterns}
        lasts = {describe_day(starts[-1], "en")}
    return [[first, last] for first in firsts for last in {*lasts, ""}]


@st.composite
def excepted(draw: st.DrawFn, span: Span) -> Recurrence:
    """Rules with exceptions at either end, where they can be seen in words."""
    rule = draw(rules(span))
    until = first_day(span) + timedelta(days=5000)
    starts = list(starts_of(span, Recurrence(rule), until))
    outer = dict.fromkeys([*starts[:3], *starts[-3:]])
    others = draw(st.lists(st.sampled_from([*outer]), unique=True, max_size=4))
    middle = draw(st.integers(0, len(others)))
    shifts = st.none() | st.integers(-9, 9).map(lambda n: timedelta(days=n))
    overrides = [
        Override(start, None if by is None else moved_to(span, start + by), {}, off)
        for start in others[middle:]
        for by, off in [draw(st.tuples(shifts, st.booleans()))]
    ]
    rdates = draw(st.just(()) | st.tuples(st.sampled_from(starts)))
    return Recurrence(
        rule,
        rdates=rdates,
        exdates=tuple(others[:middle]),
        overrides=tuple(overrides),
    )
