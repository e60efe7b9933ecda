import click
import pytest

from calendar_service.cli.rule_values import StepType, read_recipients
from calendar_service.domain.rule import Anchor, Step


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("7d", Step(7)),
        ("2w", Step(14)),
        ("3h", Step(0, hours=3)),
        ("0d", Step(0)),
        ("2d after end", Step(-2, Anchor.END)),
        ("2D after the end", Step(-2, Anchor.END)),
        ("30d before notice", Step(30, Anchor.NOTICE)),
        (" 4w before expiry ", Step(28, Anchor.EXPIRY)),
    ],
)
def test_a_step_is_read_as_people_write_it(typed: str, step: Step) -> None:
    assert StepType().convert(typed, None, None) == step


@pytest.mark.parametrize(
    "typed", ["", "7", "d", "7m", "-7d", "3h after end", "7d until"]
)
def test_what_is_no_step_is_refused_in_words(typed: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is no step|hours are counted"):
        StepType().convert(typed, None, None)


def test_recipients_are_those_that_are_named_and_no_others() -> None:
    found = read_recipients(("deputy", "list:press", "a@example.org"))
    assert found == {
        "to_comms_team": False,
        "to_focal_point": False,
        "to_deputy": True,
        "to_heads": False,
        "lists": ("press",),
        "addresses": ("a@example.org",),
    }
