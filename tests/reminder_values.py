"""Values for tests of reminders: a meeting, an office, rules, odd dates and zones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.georgia import GEORGIAN_HOLIDAYS
from calendar_service.domain.item import Item, ItemKind, Party, Person, Place
from calendar_service.domain.recurrence import Recurrence
from calendar_service.domain.rule import Anchor, ReminderRule, Step, WorkdayPolicy
from calendar_service.domain.span import TimedSpan, whole_days, whole_month
from calendar_service.domain.texts import Text
from calendar_service.domain.workdays import Workdays
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.offers import Ways
from calendar_service.reminders.planning import plan_reminders
from calendar_service.reminders.rules import Office, default_rules
from tests.builders import FESTIVAL_DAYS, TBILISI, make_item, timed
from tests.strategies import ZONES

ADA = Person("Ada", "ada@example.org")
BEN = Person("Ben", "ben@example.org")
OFFICE = Office(zone=TBILISI, comms_team=(ADA,), workdays=Workdays(GEORGIAN_HOLIDAYS))
YEARS = (datetime(2015, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC))
MEETING = make_item(span=timed("2026-05-14T10:00", "2026-05-14T11:30"))


def rule(*days: int, **changes: object) -> ReminderRule:
    made = ReminderRule(
        id="r", kind=ItemKind.MEETING, steps=tuple(Step(d) for d in days)
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller names the field


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ABROAD = make_item(
    span=timed("2026-05-14T10:00", "2026-05-14T11:30", "Europe/Berlin"),
    texts={
        "en": Text(title="Coordination meeting", place="Main hall"),
        "ka": Text(title="საკოორდინაციო შეხვედრა", place="დიდი დარბაზი"),
    },
    place=Place(online="https://meet.example.org/a?b=1&c=2"),
    organisers=(Party("Office for Migration"), Party("State Fund")),
    focal_point=ADA,
)
AFTER_INDEPENDENCE_DAY = make_item(
    span=timed("2026-05-27T10:00", "2026-05-27T11:30"),
    texts={
        "en": Text(title="Coordination meeting"),
        "ka": Text(title="საკოორდინაციო შეხვედრა"),
    },
)
FESTIVAL = make_item(
    kind=ItemKind.SCREENING,
    slug="film-festival",
    span=whole_days(FESTIVAL_DAYS[0]),
    recurrence=Recurrence(dates=FESTIVAL_DAYS),
    texts={"en": Text(title="Film festival"), "ka": Text(title="კინოფესტივალი")},
    published_at=None,
)
AGREEMENT = make_item(
    kind=ItemKind.AGREEMENT,
    slug="memorandum",
    texts={
        "en": Text(title="Memorandum with the State Fund"),
        "ka": Text(title="მემორანდუმი სახელმწიფო ფონდთან"),
    },
    agreement=Agreement(
        parties=("Office for Migration", "State Fund"),
        reference="12/2018",
        expires=whole_month(2026, 10),
        notice_period=Period(months=3),
    ),
)
CASES: dict[str, tuple[Item, datetime]] = {
    "meeting-tomorrow": (ABROAD, at("2026-05-13T05:00")),
    "meeting-late": (ABROAD, at("2026-05-09T05:00")),
    "meeting-after-a-holiday": (AFTER_INDEPENDENCE_DAY, at("2026-05-25T05:00")),
    "festival-afterwards": (FESTIVAL, at("2018-12-20T05:00")),
    "agreement-notice": (AGREEMENT, at("2026-04-02T05:00")),
    "agreement-asked-again": (AGREEMENT, at("2026-04-02T05:00")),
    "agreement-in-my-care": (
        replace(AGREEMENT, focal_point=ADA, deputy=BEN),
        at("2026-04-02T05:00"),
    ),
}
WAYS = Ways(
    stop="https://calendar.example.org/mail/stop/WyJhZGEi.c2lnbmVk?lang=en",
    answer="https://calendar.example.org/mail/answer/WyJtZWV0.c2lnbmVk?lang=en",
)


def example(case: str, language: str) -> DueReminder:
    """Return what a mail of tests/examples/mails is about."""
    due = due_at(*CASES[case], language)
    if case == "agreement-asked-again":
        return replace(due, asked_on=date(2026, 3, 31))
    return due


def due_at(
    item: Item, now: datetime, language: str, *rules: ReminderRule
) -> DueReminder:
    office = replace(OFFICE, name="Office for Migration", language=language)
    chosen = rules or default_rules()
    plan = plan_reminders([item], chosen, office, now, ())
    return plan.due[-1]


def link(item: Item) -> str:
    return f"https://calendar.example.org/items/{item.slug}"


@st.composite
def near_items(draw: st.DrawFn) -> Item:
    """Items of ten days in autumn 2026, when clocks change, with odd zones."""
    wall = datetime(2026, 10, 20, tzinfo=UTC).replace(tzinfo=None)
    start = wall + timedelta(minutes=30 * draw(st.integers(0, 480)))
    length = timedelta(minutes=30 * draw(st.integers(1, 200)))
    span = draw(
        st.sampled_from(
            [
                whole_days(start.date(), (start + length).date()),
                TimedSpan(start, start + length, draw(st.sampled_from(ZONES))),
            ]
        )
    )
    recurrence = draw(
        st.sampled_from([Recurrence(), Recurrence(rule="FREQ=DAILY;COUNT=3")])
    )
    return make_item(
        uid=str(draw(st.integers(1, 99))), span=span, recurrence=recurrence
    )


def near_rules() -> st.SearchStrategy[list[ReminderRule]]:
    anchors = st.sampled_from([Anchor.START, Anchor.END])
    made = st.builds(
        ReminderRule,
        id=st.text("abc", min_size=1, max_size=1),
        kind=st.just(ItemKind.MEETING),
        steps=st.lists(st.builds(Step, st.integers(-2, 5), anchors)).map(tuple),
        send_at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        zone=st.sampled_from(ZONES),
        workdays=st.sampled_from(WorkdayPolicy),
    )
    return st.lists(made, min_size=1, max_size=2, unique_by=lambda rule: rule.id)


def near_offices() -> st.SearchStrategy[Office]:
    """The office with days off of all sorts in those weeks."""
    days = st.dates(date(2026, 10, 5), date(2026, 11, 20))
    made = st.builds(
        Workdays,
        st.just(GEORGIAN_HOLIDAYS),
        st.frozensets(days, max_size=20),
        st.sampled_from([frozenset({5, 6}), frozenset(), frozenset(range(1, 7))]),
    )
    return made.map(lambda workdays: replace(OFFICE, workdays=workdays))
