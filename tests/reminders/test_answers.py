"""Tests of reminders/answers.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_service.domain.answer import (
    Answer,
    Choice,
    Stop,
    question_of,
    settled_ladders,
)
from calendar_service.domain.item import Item, ItemKind, Person
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.reminders.answers import (
    Asked,
    plan_repeats,
)
from calendar_service.reminders.ladders import DueReminder
from calendar_service.reminders.planning import plan_reminders
from calendar_service.reminders.rules import Office
from tests.reminder_values import ADA, AGREEMENT, BEN, OFFICE, at, rule

CLEO = Person("Cleo", "cleo@example.org")
DAN = Person("Dan", "dan@example.org")
DEA = Person("Dea", "dea@example.org")
HEADED = replace(OFFICE, heads=(DAN, DEA))
OWNED = replace(AGREEMENT, focal_point=CLEO, deputy=BEN)
NOTICE = [
    rule(
        kind=ItemKind.AGREEMENT,
        steps=(Step(90, Anchor.NOTICE), Step(60, Anchor.NOTICE)),
        answer_needed=True,
    )
]
ASKED_AT = at("2026-04-02T05:00")
"""90 days before the notice deadline: a Thursday, nine o'clock in Tbilisi."""
A_DAY = timedelta(days=1)
STEP = timedelta(hours=12)


@dataclass
class Course:
    """Plans and sends, twice a day, and answers where it is told to."""

    item: Item = OWNED
    office: Office = HEADED
    rules: list[ReminderRule] = field(default_factory=lambda: NOTICE)
    sent: dict[str, datetime] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    mails: list[DueReminder] = field(default_factory=list)

    def due(self, now: datetime) -> list[DueReminder]:
        asked = Asked(self.sent, tuple(self.answers))
        office = replace(self.office, settled=settled_ladders(self.answers))
        plan = plan_reminders([self.item], self.rules, office, now, self.sent)
        for step in plan.superseded:
            self.sent.setdefault(step.key, now)
        repeats = plan_repeats([self.item], self.rules, office, now, asked)
        return [*plan.due, *repeats]

    def walk(self, until: datetime, since: datetime = ASKED_AT) -> Iterator[datetime]:
        now = since
        while now <= until:
            for due in self.due(now):
                self.mails.append(due)
                assert due.key not in self.sent
                self.sent[due.key] = now
            yield now
            now += STEP

    def run(self, until: str, since: datetime = ASKED_AT) -> "Course":
        for _ in self.walk(at(until), since):
            pass
        return self

    def answer(self, person: Person, choice: Choice, now: datetime) -> None:
        mine = [m for m in self.mails if m.recipient.person.email == person.email]
        self.answers.append(Answer(mine[-1].key, person.email, choice, now))

    def told(self) -> list[tuple[str, str]]:
        """Return day and name of each mail after the first ones."""
        again = [mail for mail in self.mails if mail.asked_on]
        return [(f"{m.send_on:%m-%d}", m.recipient.person.name) for m in again]


def test_unanswered_it_is_asked_again_then_of_the_deputy_then_of_the_heads() -> None:
    course = Course().run("2026-04-29T05:00")
    # Nobody works from 9 to 13 April: a national holiday, then Orthodox Easter.
    assert course.told() == [
        ("04-06", "Ada"),
        ("04-06", "Cleo"),
        ("04-08", "Ben"),
        ("04-15", "Dan"),
        ("04-15", "Dea"),
    ]
    again, *_, head = [mail for mail in course.mails if mail.asked_on]
    assert (again.days_left, again.planned_at) == (86, at("2026-04-06T05:00"))
    assert (head.recipient.reasons, head.asked_on) == (("head",), ASKED_AT.date())


def test_without_a_deputy_the_heads_come_next_and_without_them_nobody() -> None:
    alone = Course(replace(OWNED, deputy=None)).run("2026-04-29T05:00")
    assert alone.told()[2:] == [("04-08", "Dan"), ("04-08", "Dea")]
    nobody = Course(replace(OWNED, deputy=None), OFFICE).run("2026-04-29T05:00")
    assert nobody.told() == [("04-06", "Ada"), ("04-06", "Cleo")]


def test_whoever_was_asked_already_is_not_asked_as_deputy_or_head_too() -> None:
    item = replace(OWNED, deputy=ADA)
    office = replace(OFFICE, heads=(CLEO, ADA))
    assert Course(item, office).run("2026-04-29T05:00").told() == [
        ("04-06", "Ada"),
        ("04-06", "Cleo"),
    ]


def test_the_next_step_takes_the_place_of_what_is_still_asked() -> None:
    late = at("2026-04-30T05:00")  # two days before the step of 60 days
    course = Course(office=replace(HEADED, heads=())).run("2026-05-08T05:00", late)
    first = [mail.step.days for mail in course.mails if not mail.asked_on]
    assert set(first) == {90, 60}
    assert {m.step.days for m in course.mails if m.asked_on} == {60}


@pytest.mark.parametrize("person", [ADA, CLEO])
@pytest.mark.parametrize("choice", [Choice.IN_HAND, Choice.DONE, Choice.LAPSE])
def test_in_hand_or_decided_by_anybody_ends_it_for_all(
    person: Person, choice: Choice
) -> None:
    course = Course().run("2026-04-06T05:00")
    course.answer(person, choice, at("2026-04-06T09:00"))
    course.run("2026-04-28T05:00", at("2026-04-06T17:00"))
    assert len(course.told()) == 2


@pytest.mark.parametrize("choice", [Choice.DONE, Choice.LAPSE])
def test_what_is_decided_ends_the_steps_to_come_for_everybody(choice: Choice) -> None:
    course = Course().run("2026-04-02T05:00")
    course.answer(ADA, choice, ASKED_AT)
    assert len(course.run("2026-07-02T05:00").mails) == 2


def test_in_hand_leaves_the_steps_to_come() -> None:
    course = Course().run("2026-04-02T05:00")
    course.answer(ADA, Choice.IN_HAND, ASKED_AT)
    course.run("2026-05-02T05:00")
    assert {mail.step.days for mail in course.mails} == {90, 60}


def test_a_wrong_button_is_taken_back_by_the_next_answer() -> None:
    course = Course().run("2026-04-02T05:00")
    course.answer(ADA, Choice.DONE, ASKED_AT)
    key = course.answers[0].key
    assert settled_ladders(course.answers) == {question_of(key).ladder}
    course.answer(ADA, Choice.SEEN, ASKED_AT + A_DAY)
    assert settled_ladders(course.answers) == set()
    course.answer(CLEO, Choice.LAPSE, ASKED_AT)
    assert settled_ladders(course.answers) == {question_of(key).ladder}


def test_seen_by_one_of_the_team_spares_only_that_one() -> None:
    course = Course().run("2026-04-02T05:00")
    course.answer(ADA, Choice.SEEN, ASKED_AT)
    names = [name for _, name in course.run("2026-04-29T05:00").told()]
    assert names == ["Cleo", "Ben", "Dan", "Dea"]


def test_seen_by_an_owner_ends_it_and_so_does_anybody_where_there_is_none() -> None:
    for item, person in ((OWNED, CLEO), (AGREEMENT, ADA)):
        course = Course(item).run("2026-04-02T05:00")
        course.answer(person, Choice.SEEN, ASKED_AT)
        assert course.run("2026-04-29T05:00").told() == []


def test_an_owner_puts_it_off_for_all_by_one_mail_a_week_later() -> None:
    course = Course().run("2026-04-02T05:00")
    course.answer(CLEO, Choice.SNOOZE, ASKED_AT)
    # A week later is a holiday, and so it is the first working day after that.
    assert course.run("2026-04-29T05:00").told() == [
        ("04-14", "Cleo"),
        ("04-16", "Ada"),
        ("04-16", "Cleo"),
        ("04-20", "Ben"),
        ("04-22", "Dan"),
        ("04-22", "Dea"),
    ]


def test_putting_it_off_twice_is_two_weeks() -> None:
    course = Course(replace(AGREEMENT), OFFICE).run("2026-04-02T05:00")
    course.answer(ADA, Choice.SNOOZE, ASKED_AT)
    course.run("2026-04-14T05:00")
    course.answer(ADA, Choice.SNOOZE, at("2026-04-14T06:00"))
    course.run("2026-04-29T05:00", at("2026-04-14T17:00"))
    assert [day for day, _ in course.told()] == ["04-14", "04-21", "04-23"]


def test_one_of_the_team_puts_off_only_their_own_mail() -> None:
    course = Course().run("2026-04-02T05:00")
    course.answer(ADA, Choice.SNOOZE, ASKED_AT)
    assert course.run("2026-04-29T05:00").told() == [
        ("04-06", "Cleo"),
        ("04-08", "Ben"),
        ("04-14", "Ada"),
        ("04-15", "Dan"),
        ("04-15", "Dea"),
    ]


def test_after_downtime_the_rounds_still_follow_each_other() -> None:
    course = Course().run("2026-04-02T05:00")
    course.run("2026-04-29T05:00", at("2026-04-20T05:00"))
    assert [name for _, name in course.told()] == ["Ada", "Cleo", "Ben", "Dan", "Dea"]
    days = [course.sent[mail.key].day for mail in course.mails if mail.asked_on]
    assert days == [20, 20, 22, 24, 24]
    assert [m.late for m in course.mails if m.asked_on][:3] == [True, True, False]


def test_nothing_is_asked_again_when_it_is_over() -> None:
    last = replace(NOTICE[0], steps=(replace(NOTICE[0].steps[0], days=1),))
    course = Course(rules=[last]).run("2026-07-20T05:00", at("2026-06-30T05:00"))
    assert [mail.recipient.person.name for mail in course.mails] == ["Ada", "Cleo"]


def test_a_head_who_stopped_these_mails_is_spared() -> None:
    stops = frozenset({Stop("dan@example.org", ItemKind.AGREEMENT)})
    course = Course(office=replace(HEADED, stops=stops)).run("2026-04-29T05:00")
    assert [name for _, name in course.told()][-2:] == ["Ben", "Dea"]


def test_no_answer_is_awaited_where_the_rule_needs_none() -> None:
    rules = [replace(NOTICE[0], answer_needed=False)]
    assert Course(rules=rules).run("2026-04-29T05:00").told() == []


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from([ADA, BEN, CLEO, DAN]),
            st.sampled_from(Choice),
        ),
        max_size=5,
    ),
    st.sampled_from([OWNED, AGREEMENT, replace(OWNED, deputy=None)]),
    st.sets(st.integers(0, 60)),
)
def test_whatever_is_answered_each_mail_goes_once_and_the_last_word_is_heeded(
    said: list[tuple[int, Person, Choice]], item: Item, down: set[int]
) -> None:
    """`down` are the half days on which nothing runs."""
    course = Course(item)
    now = ASKED_AT
    for half_day in range(61):
        if half_day not in down:
            for due in course.due(now):
                # A key that was sent is never due again, and none comes early.
                assert due.key not in course.sent
                assert due.planned_at <= now < due.useful_until
                settled = settled_ladders(course.answers)
                assert question_of(due.key).ladder not in settled
                course.sent[due.key] = now
                course.mails.append(due)
        for when, person, choice in said:
            mine = [m for m in course.mails if m.recipient.person == person]
            if when == half_day and mine:
                course.answer(person, choice, now)
        now += STEP
    rounds = [m.key for m in course.mails if "/again-" in m.key or "/head-" in m.key]
    snoozes = sum(answer.choice is Choice.SNOOZE for answer in course.answers)
    # At most the two of the list, a deputy and two heads in each round.
    assert len(rounds) <= 2 * 5 * (snoozes + 1)
