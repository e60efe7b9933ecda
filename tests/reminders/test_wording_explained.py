"""Why somebody got a mail, in words."""

from dataclasses import replace

from calendar_service.reminders.wording import explain
from tests.builders import NOW
from tests.reminder_values import (
    ABROAD,
    CASES,
    at,
    due_at,
    rule,
)
from tests.reminders.test_wording import (
    mail_for,
)


def test_the_explanation_says_why_and_when() -> None:
    due = due_at(*CASES["meeting-tomorrow"], "en")
    assert explain(due, "en") == (
        "1 day before the start; rule “default-meeting”; as the focal point and"
        " member of the communications team;"
        " planned for 13 May 2026, 09:00 (Tbilisi)"
    )
    assert explain(due, "ka").startswith(
        "დაწყებამდე 1 დღით ადრე; წესი „default-meeting“; საფუძველი: საკონტაქტო პირი"
    )


def test_the_explanation_of_a_late_one_says_whose_fault_it_is() -> None:
    held_up = due_at(*CASES["meeting-late"], "en")
    assert explain(held_up, "en").endswith(
        "; it goes out late: it was not sent at that time"
    )
    entered = due_at(
        replace(ABROAD, published_at=at("2026-05-08T05:00")),
        at("2026-05-09T05:00"),
        "en",
    )
    assert explain(entered, "en").endswith(
        "; it goes out late: the entry was made after that time"
    )


def test_a_focal_point_without_the_team_is_told_the_one_reason() -> None:
    due = due_at(
        ABROAD,
        NOW.replace(month=5, day=13, hour=5),
        "en",
        rule(1, to_comms_team=False),
    )
    assert "because you are the focal point.\n" in mail_for(due).text
