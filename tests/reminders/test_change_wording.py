"""Mails about changes; whole ones are compared with tests/examples/mails.

After a change that is meant, write them anew with
`python -m tests.reminders.test_change_wording` and look at what differs.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendar_service.domain.agreement import Agreement, Period
from calendar_service.domain.item import Item, ItemStatus
from calendar_service.domain.mail import MailMessage
from calendar_service.domain.recurrence import Override, Recurrence
from calendar_service.domain.rule import Anchor, Step
from calendar_service.domain.span import whole_days
from calendar_service.domain.texts import Text
from calendar_service.reminders.change_wording import (
    change_subject,
    explain_change,
    word_change,
)
from calendar_service.reminders.changing import DueChange, plan_changes
from calendar_service.reminders.planning import plan_reminders
from tests.builders import make_item, timed, wall
from tests.reminder_values import ABROAD, AGREEMENT, OFFICE, WAYS, at, link, rule

MAILS = Path(__file__).parent.parent / "examples" / "mails"
WEEKLY = make_item(
    span=timed("2026-05-14T10:00", "2026-05-14T11:00"),
    recurrence=Recurrence(rule="FREQ=WEEKLY;COUNT=5"),
    texts={"en": Text(title="Weekly call"), "ka": Text(title="ყოველკვირეული ზარი")},
)
LATER = replace(ABROAD, span=timed("2026-05-21T10:00", "2026-05-21T11:30"))
NEW_TERMS = replace(
    AGREEMENT,
    agreement=Agreement(
        parties=("Office for Migration", "State Fund"),
        reference="12/2018",
        expires=whole_days(date(2026, 12, 31)),
        notice_period=Period(months=3),
    ),
)
OFF_ONCE = replace(
    WEEKLY,
    recurrence=replace(
        WEEKLY.recurrence,
        overrides=(Override(wall("2026-05-14T10:00"), cancelled=True),),
    ),
)
CASES: dict[str, tuple[Item, Item, str]] = {
    "meeting-postponed": (ABROAD, LATER, "2026-05-08T05:00"),
    "meeting-cancelled": (
        ABROAD,
        replace(ABROAD, status=ItemStatus.CANCELLED),
        "2026-05-08T05:00",
    ),
    "series-one-date-off": (WEEKLY, OFF_ONCE, "2026-05-08T05:00"),
    "agreement-expiry-moved": (AGREEMENT, NEW_TERMS, "2026-09-25T05:00"),
}


def change_of(before: Item, after: Item, now: str, language: str = "en") -> DueChange:
    made = rule(7, kind=before.kind, zone="Asia/Tbilisi")
    if before.agreement:
        made = replace(made, steps=(Step(7, Anchor.EXPIRY),))
    office = replace(OFFICE, language=language)
    told = [d.key for d in plan_reminders([before], [made], office, at(now), ()).due]
    (change,) = plan_changes([after], office, at(now), {before.uid: told})
    return change


def mail_of(case: str, language: str) -> MailMessage:
    office = replace(OFFICE, name="Office for Migration", language=language)
    return word_change(change_of(*CASES[case], language), office, link, None, WAYS)


def written() -> Iterator[tuple[str, str]]:
    for case in CASES:
        for language in ("en", "ka"):
            mail = mail_of(case, language)
            yield f"{case}.{language}.txt", f"Subject: {mail.subject}\n\n{mail.text}"
            yield f"{case}.{language}.html", mail.html


@pytest.mark.parametrize(("name", "said"), list(written()), ids=lambda each: each[:40])
def test_the_whole_mail_is_the_example(name: str, said: str) -> None:
    assert said == (MAILS / name).read_text("utf-8")


def test_the_subject_says_what_happened_and_both_dates() -> None:
    subjects = [change_subject(change_of(*CASES[case])) for case in CASES]
    assert subjects == [
        "Postponed: Coordination meeting (14 May 2026 → 21 May 2026)",
        "Cancelled: Coordination meeting (14 May 2026)",
        "Cancelled: Weekly call (14 May 2026)",
        (
            "The expiry has moved: Memorandum with the State Fund"
            " (1 October 2026 → 31 December 2026)"
        ),
    ]


def test_where_only_the_hour_differs_the_subject_says_it() -> None:
    earlier = replace(
        WEEKLY, recurrence=Recurrence(), span=timed("2026-05-14T10:00", None)
    )
    now = replace(earlier, span=timed("2026-05-14T09:00", None))
    assert change_subject(change_of(earlier, now, "2026-05-08T05:00")) == (
        "Moved: Weekly call (14 May 2026, 10:00 → 14 May 2026, 09:00)"
    )


def test_the_mail_can_be_stopped_and_goes_to_who_was_reminded() -> None:
    mail = mail_of("series-one-date-off", "ka")
    assert (mail.to, mail.language) == ("ada@example.org", "ka")
    assert mail.unsubscribe_url == WAYS.stop


def test_why_says_that_they_had_been_reminded() -> None:
    change = change_of(*CASES["meeting-postponed"])
    assert (
        explain_change(change, "en") == "Postponed; as somebody who had been reminded"
    )


if __name__ == "__main__":
    for name, said in written():
        (MAILS / name).write_text(said, "utf-8")
