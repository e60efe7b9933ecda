"""`agreements plan`: templates, steps that are done, and whose they are."""

from datetime import UTC, datetime

import pytest

from calendar_service.cli import agreement_plans, agreements
from tests.cli.conftest import Command

MOU = {
    "kind": "agreement",
    "texts": {"en": {"title": "MoU"}},
    "agreement": {"type": "MoU", "expires_on": "2020-10-31"},
}


@pytest.fixture
def register(command: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands on 10 August 2020 over one agreement."""
    now = datetime(2020, 8, 10, 12, tzinfo=UTC)
    for module in (agreements, agreement_plans):
        monkeypatch.setattr(module, "utc_now", lambda: now)
    assert command("items", "add", "--json", "-", given=MOU).code == 0
    return command


def test_the_usual_plan_is_there_from_the_start(register: Command) -> None:
    assert register("agreements", "plan", "list").output.splitlines()[1].split() == [
        *("usual", "the", "rest", "the", "notice", "deadline,", "else", "the"),
        *("expiry", "review", "120,", "draft", "90,", "legal", "60,", "signature"),
        "30",
    ]
    (usual,) = register("agreements", "plan", "list", "--json").json
    assert (usual["name"], usual["before"], len(usual["steps"])) == (
        *("usual", "notice"),
        4,
    )


def test_steps_are_shown_with_the_agreement(register: Command) -> None:
    assert register("agreements", "plan", "done", "mou", "review").output == (
        "mou: review: done\n"
    )
    said = register("agreements", "plan", "assign", "mou", "legal", "Nino").output
    assert said == "mou: legal: to do by 2020-09-01, Nino\n"
    shown = register("agreements", "show", "mou").output.splitlines()
    assert [line.split(maxsplit=2)[2] for line in shown if line.startswith("step")] == [
        "2020-07-03 Review (review): done on 2020-08-10 by Command line",
        "2020-07-31 Draft (draft): OVERDUE",
        "2020-09-01 Legal check (legal): to do, Nino",
        "2020-10-01 Signature (signature): to do",
    ]
    register("agreements", "plan", "done", "mou", "review", "--undo")
    (entry,) = register("agreements", "list", "--json").json
    assert entry["plan"][0] == {
        "step": "review",
        "titles": {"en": "Review", "ka": "გადახედვა"},
        "day": "2020-07-03",
        "rolled_from": None,
        "days_before": 120,
        "person": "",
        "done": False,
        "done_on": None,
        "done_by": "",
        "overdue": True,
    }
    assert (
        register("agreements", "show", "mou", "--json").json["plan"] == (entry["plan"])
    )


def test_a_plan_of_ones_own_is_made_changed_and_dropped(register: Command) -> None:
    made = register(
        *("agreements", "plan", "set", "mous", "--type", "MoU", "--before", "expiry"),
        *("--step", "review=10", "--step", "sign=1", "--title", "sign.ka=ხელმოწერა"),
    )
    assert made.output == "mous: review 10, sign 1 days before the expiry.\n"
    register("agreements", "plan", "set", "mous", "--title", "sign.en=Sign it")
    mous, usual = register("agreements", "plan", "list", "--json").json
    assert (mous["types"], usual["name"]) == (["MoU"], "usual")
    assert mous["steps"] == [
        {
            "step": "review",
            "days": 10,
            "titles": {"en": "Review", "ka": "გადახედვა"},
        },
        {
            "step": "sign",
            "days": 1,
            "titles": {"ka": "ხელმოწერა", "en": "Sign it"},
        },
    ]
    (entry,) = register("agreements", "list", "--json").json
    assert [step["step"] for step in entry["plan"]] == ["review", "sign"]
    assert register("agreements", "plan", "drop", "mous").output == "mous: dropped.\n"
    assert register("agreements", "plan", "drop", "mous").code == 1


def test_the_usual_plan_can_be_changed_and_goes_back(register: Command) -> None:
    register("agreements", "plan", "set", "--step", "review=200")
    (usual,) = register("agreements", "plan", "list", "--json").json
    assert [step["days"] for step in usual["steps"]] == [200]
    register("agreements", "plan", "drop", "usual")
    (usual,) = register("agreements", "plan", "list", "--json").json
    assert len(usual["steps"]) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("set", "--step", "review"), "'review' is no step; write it like review=120"),
        (("set", "--title", "x.ka=y"), "'x.ka=y' is no title of a step"),
        (("set", "--step", "A=1"), "'A' takes small letters, digits, - and _"),
        (("done", "none", "review"), "there is no agreement 'none'"),
        (
            ("done", "mou", "x"),
            "there is no step 'x'; the steps are: review, draft, legal, signature",
        ),
    ],
)
def test_what_cannot_be_read_is_said(
    register: Command, arguments: tuple[str, ...], said: str
) -> None:
    outcome = register("agreements", "plan", *arguments)
    assert outcome.code in {1, 2}
    assert said in outcome.errors
