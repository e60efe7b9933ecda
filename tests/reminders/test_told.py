"""What each person has been told, read from keys of mails."""

from calendar_service.domain.rule import Anchor
from calendar_service.reminders.told import (
    OFF,
    Standing,
    Telling,
    change_key,
    change_step,
    read_key,
    standings,
)

START = Anchor.START
A, B = "2026-05-14", "2026-05-21T10:00:00[Asia/Tbilisi]"


def reminder(mark: str, anchor: str = "start", address: str = "ada@example.org") -> str:
    written = mark.replace("/", "%2F")
    return f"u@example.org/{written}/default-meeting/{anchor}/7/{address}"


def change(mark: str, now: str, number: int = 0) -> str:
    step = f"{number}:{now}"
    return change_key("u@example.org", mark, START, step, "ada@example.org")


def known(*keys: str) -> Standing:
    return standings(keys)[START, "ada@example.org"]


def test_a_reminder_tells_of_a_date_and_a_change_of_another() -> None:
    assert read_key(reminder(B)) == Telling(B, START, "ada@example.org")
    assert read_key(change(A, B)) == Telling(A, START, "ada@example.org", B)
    assert read_key("digest/ada@example.org/2026-05") is None
    assert read_key("a/b/c/d/e/f") is None


def test_days_before_and_after_are_one_strand_and_terms_are_others() -> None:
    keys = [reminder(A, anchor) for anchor in ("start", "end", "notice", "expiry")]
    assert {strand for strand, _ in standings(keys)} == {
        START,
        Anchor.NOTICE,
        Anchor.EXPIRY,
    }


def test_what_is_asked_again_is_of_the_same_date() -> None:
    assert known(reminder(A), reminder(A) + "/again-0").told == {A}


def test_a_change_takes_the_place_of_what_was_known() -> None:
    assert known(reminder(A), change(A, B)).told == {B}
    assert known(reminder(A), change(A, B), reminder(B), change(B, A)).told == {A}
    off = known(reminder(A), change(A, OFF))
    assert (off.told, off.off) == (set(), {A})
    on_again = known(reminder(A), change(A, OFF), change(A, A, 1))
    assert (on_again.told, on_again.off) == ({A}, set())


def test_each_change_of_one_date_has_a_step_of_its_own() -> None:
    assert change_step(known(reminder(A)), A, B) == f"0:{B}"
    back = known(reminder(A), change(A, B), change(B, A))
    assert change_step(back, A, B) == f"1:{B}"
