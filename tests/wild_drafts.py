"""Drafts of any shape, most of which are to be refused."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period, Renewal
from calendar_service.domain.draft import Draft
from calendar_service.domain.item import (
    Image,
    ItemKind,
    Link,
    Party,
    Person,
    Place,
    Seats,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.span import (
    DaySpan,
    Precision,
    Span,
    TimedSpan,
)
from calendar_service.domain.texts import Text
from tests.builders import make_draft
from tests.strategies import (
    ZONES,
)


@st.composite
def any_drafts(draw: st.DrawFn) -> Draft:
    """Drafts of the right types with any values at all, most of them bad."""
    text = st.text(max_size=30)
    return make_draft(
        kind=draw(st.sampled_from(ItemKind)),
        span=draw(_any_spans()),
        recurrence=draw(_any_recurrences()),
        texts=draw(_any_texts()),
        place=draw(
            st.builds(
                Place,
                venue=text,
                latitude=st.none() | st.floats(),
                longitude=st.none() | st.floats(),
                online=text,
            )
        ),
        tags=tuple(draw(st.lists(text, max_size=3))),
        organisers=tuple(
            draw(st.lists(st.builds(Party, text, text, text), max_size=2))
        ),
        focal_point=draw(st.none() | st.builds(Person, text, text)),
        links=tuple(draw(st.lists(st.builds(Link, text, text), max_size=3))),
        image=draw(st.none() | st.builds(Image, text, text)),
        seats=draw(st.none() | st.builds(Seats, st.none() | st.integers())),
        agreement=draw(st.none() | _any_agreements()),
        uid=draw(text),
        slug=draw(text),
        notes=draw(text),
    )


def garbage_rules() -> st.SearchStrategy[str]:
    """Rules from the right words in any order, and plain garbage."""
    names = "FREQ COUNT UNTIL INTERVAL BYDAY BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO"
    name = st.sampled_from([*names.split(), "BYSETPOS", "BYHOUR", "BYMINUTE", "WKST"])
    numbers = st.lists(st.integers(-400, 400).map(str), max_size=3).map(",".join)
    words = st.sampled_from(
        ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MO", "2TU", "-1FR", "XX"]
    )
    until = st.sampled_from(["20301231", "20301231T235959Z", "99991231T235959Z"])
    part = st.tuples(name, numbers | words | until | st.text(max_size=5))
    frequency = st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
    joined = st.lists(part.map("=".join), max_size=4).map(";".join)
    led = st.tuples(frequency, joined).map(lambda both: f"FREQ={both[0]};{both[1]}")
    return st.text() | joined | led


@st.composite
def _any_spans(draw: st.DrawFn) -> Span:
    if draw(st.booleans()):
        first = draw(st.dates(max_value=date(9999, 12, 30)))
        last = draw(st.dates(min_value=first, max_value=date(9999, 12, 30)))
        return DaySpan(
            first, last + timedelta(days=1), draw(st.sampled_from(Precision))
        )
    start = draw(st.datetimes(max_value=datetime(9999, 12, 31)))  # noqa: DTZ001 - wall time
    later = st.datetimes(min_value=start).filter(lambda end: end > start)
    zone = draw(st.sampled_from(ZONES) | st.text(max_size=10))
    return TimedSpan(start, draw(st.none() | later), zone)


def _any_recurrences() -> st.SearchStrategy[Recurrence]:
    moments = st.lists(st.dates() | st.datetimes(), max_size=3).map(tuple)
    override = st.builds(
        Override,
        st.dates() | st.datetimes(),
        st.none() | _any_spans(),
        _any_texts(),
        st.booleans(),
    )
    return st.builds(
        Recurrence,
        rule=st.just("") | garbage_rules(),
        dates=st.just(()) | st.lists(st.dates(), max_size=3).map(tuple),
        rdates=st.just(()) | moments,
        exdates=moments,
        overrides=st.just(()) | st.lists(override, max_size=2).map(tuple),
    )


def _any_texts() -> st.SearchStrategy[dict[str, Text]]:
    text = st.text(max_size=30)
    words = st.builds(Text, title=text, summary=text, description=text, place=text)
    return st.dictionaries(st.sampled_from(["en", "ka"]) | text, words, max_size=3)


def _any_agreements() -> st.SearchStrategy[Agreement]:
    text = st.text(max_size=30)
    day = st.none() | st.dates()
    return st.builds(
        Agreement,
        type=text,
        parties=st.lists(text, max_size=3).map(tuple),
        reference=text,
        signed_on=day,
        effective_on=day,
        expires=st.none() | _any_spans().filter(lambda span: type(span) is DaySpan),
        notice_period=st.none() | st.builds(Period, st.integers(), st.integers()),
        notice_deadline_on=day,
        renewal=st.sampled_from(Renewal),
        document=text,
        renews=text,
        renewed_by=text,
        ended_on=day,
    )
