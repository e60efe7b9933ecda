"""Values by the thousand: what hypothesis draws spans, rules and items from."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from calendar_service.domain.item import (
    Item,
    ItemKind,
    ItemStatus,
    Place,
    Visibility,
)
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule_check import rule_problem
from calendar_service.domain.span import (
    DaySpan,
    Moment,
    Span,
    TimedSpan,
    moved_to,
    whole_days,
)
from calendar_service.domain.texts import Text
from tests.builders import NOW, make_item

ZONES = ("Asia/Tbilisi", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALPHABETS = (
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.characters(min_codepoint=0x10D0, max_codepoint=0x10FA),  # Georgian
    st.characters(min_codepoint=0x0410, max_codepoint=0x044F),  # Cyrillic
    st.characters(min_codepoint=0x0627, max_codepoint=0x064A),  # Arabic
    st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF),  # Han
    st.sampled_from("😀🎬🇬🇪é̈\u200d\u200b;,:\\\"'<>&"),
)


def lines(*, most: int = 60, least: int = 0) -> st.SearchStrategy[str]:
    """One line of text in any script, fit to be published."""
    return st.text(st.one_of(*ALPHABETS), min_size=least, max_size=most)


def titles() -> st.SearchStrategy[str]:
    return lines(least=1).filter(lambda title: bool(title.strip()))


def prose() -> st.SearchStrategy[str]:
    """Several lines of text in any script."""
    return st.lists(lines(), max_size=4).map("\n".join)


def texts() -> st.SearchStrategy[dict[str, Text]]:
    """Words in English, in Georgian or in both, with a title in each."""
    text = st.builds(
        Text, title=titles(), summary=lines(), description=prose(), place=lines()
    )
    return st.dictionaries(st.sampled_from(["en", "ka"]), text, min_size=1)


def days(first: int = 1990, last: int = 2040) -> st.SearchStrategy[date]:
    return st.dates(date(first, 1, 1), date(last, 12, 31))


def walls(first: int = 1990, last: int = 2040) -> st.SearchStrategy[datetime]:
    """Wall times on whole minutes."""
    return st.datetimes(
        datetime(first, 1, 1),  # noqa: DTZ001 - wall times carry no offset
        datetime(last, 12, 31),  # noqa: DTZ001 - wall times carry no offset
    ).map(lambda wall: wall.replace(second=0, microsecond=0))


@st.composite
def day_spans(draw: st.DrawFn) -> DaySpan:
    first = draw(days())
    return whole_days(first, first + timedelta(days=draw(st.integers(0, 40))))


@st.composite
def timed_spans(draw: st.DrawFn) -> TimedSpan:
    start = draw(walls())
    minutes = draw(st.none() | st.integers(1, 5 * 24 * 60))
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return TimedSpan(start, end, draw(st.sampled_from(ZONES)), draw(st.booleans()))


def spans() -> st.SearchStrategy[Span]:
    return day_spans() | timed_spans()


@st.composite
def rules(draw: st.DrawFn, span: Span) -> str:
    """Rules that are accepted with this span: they fall on its start."""
    start = span.start
    weekday = WEEKDAYS[start.weekday()]
    others = draw(st.sets(st.sampled_from(WEEKDAYS), max_size=3))
    several = ",".join(sorted({weekday, *others}))
    # dateutil forgets days of January that belong to the last week of the year
    # before; test_rule_walk judges those by the calendar.
    week = min(start.isocalendar().week, 51)
    body = draw(
        st.sampled_from(
            [
                "FREQ=YEARLY",
                f"FREQ=YEARLY;BYMONTH={start.month}",
                f"FREQ=YEARLY;BYMONTH={start.month};BYDAY={weekday}",
                f"FREQ=YEARLY;BYDAY={several}",
                f"FREQ=YEARLY;BYYEARDAY={start.timetuple().tm_yday}",
                f"FREQ=YEARLY;BYWEEKNO={week};BYDAY={several}",
                f"FREQ=YEARLY;BYMONTHDAY={start.day};BYDAY={several}",
                "FREQ=MONTHLY",
                f"FREQ=MONTHLY;BYMONTHDAY={start.day},-1",
                f"FREQ=MONTHLY;BYDAY={(start.day - 1) // 7 + 1}{weekday}",
                f"FREQ=MONTHLY;BYDAY={weekday};BYSETPOS={(start.day - 1) // 7 + 1},-1",
                f"FREQ=MONTHLY;BYDAY={several}",
                "FREQ=WEEKLY",
                f"FREQ=WEEKLY;BYDAY={several};WKST=SU",
                f"FREQ=WEEKLY;BYDAY={several}",
                "FREQ=DAILY",
                f"FREQ=DAILY;BYDAY={several}",
                f"FREQ=DAILY;BYMONTH={start.month}",
            ]
        )
    )
    interval = draw(st.sampled_from(["", "", ";INTERVAL=2", ";INTERVAL=3"]))
    rule = body + interval + draw(_endings(span))
    return rule if rule_problem(rule, span) is None else f"FREQ=YEARLY{interval}"


@st.composite
def recurrences(draw: st.DrawFn, span: Span) -> Recurrence:
    """Repetitions of all sorts that are accepted with this span."""
    if isinstance(span, DaySpan) and span == whole_days(span.start):
        offsets = draw(st.sets(st.integers(1, 400), max_size=5))
        dates = tuple(span.start + timedelta(days=n) for n in sorted({0, *offsets}))
        if draw(st.booleans()):
            return Recurrence(dates=dates)
    rule = draw(st.just("") | rules(span))
    added = draw(st.lists(_moments(span), max_size=3, unique=True))
    rdates = tuple(moment for moment in added if moment != span.start)
    if not rdates:
        return Recurrence(rule=rule)
    *changed, gone = rdates
    if rule and draw(st.booleans()):
        changed.append(span.start)
    overrides = [
        Override(moment, moved_to(span, draw(_moments(span)))) for moment in changed
    ]
    exdates = (gone,) if draw(st.booleans()) else ()
    return Recurrence(
        rule=rule, rdates=rdates, exdates=exdates, overrides=tuple(overrides)
    )


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Accepted items of any kind, in any state, with or without repetition."""
    span = draw(spans())
    return make_item(
        kind=draw(st.sampled_from(ItemKind)),
        span=span,
        texts=draw(texts()),
        recurrence=draw(st.just(Recurrence()) | recurrences(span)),
        status=draw(st.sampled_from(ItemStatus)),
        visibility=draw(st.sampled_from(Visibility)),
        tags=tuple(draw(st.lists(titles(), max_size=3, unique=True))),
        place=Place(venue=draw(lines()), city=draw(lines())),
        uid=f"{draw(st.uuids())}@example.org",
        updated_at=NOW + timedelta(seconds=draw(st.integers(0, 10**8))),
        revision=draw(st.integers(0, 50)),
    )


def _endings(span: Span) -> st.SearchStrategy[str]:
    """COUNT, or UNTIL in one of the three forms that are read."""
    forms = ["%Y%m%d"]
    if isinstance(span, TimedSpan):
        forms += ["%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ"]
    length = st.integers(2, 4000).map(lambda number: timedelta(days=number))
    until = st.tuples(length, st.sampled_from(forms)).map(
        lambda both: f";UNTIL={span.start + both[0]:{both[1]}}"
    )
    return st.just("") | st.integers(1, 60).map(lambda n: f";COUNT={n}") | until


def _moments(span: Span) -> st.SearchStrategy[Moment]:
    return walls() if isinstance(span, TimedSpan) else days()
