from datetime import time

import pytest
from werkzeug.datastructures import MultiDict

from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import Anchor, ReminderRule, Step, WorkdayPolicy
from calendar_service.reminders.rules import default_rules
from calendar_service.web.form_reading import write_names
from calendar_service.web.rule_forms import UNITS, WHERE, RuleForm, form_of, read_form

RULE = ReminderRule(
    id="film-night",
    kind=ItemKind.SCREENING,
    more_kinds=(ItemKind.MEETING,),
    steps=(Step(14), Step(0, hours=3), Step(-2, Anchor.END)),
    tags=("film",),
    places=("Washington, D.C.", "Batumi; the port", 'Hall "Rustaveli"', "Tbilisi"),
    send_at=time(8, 30),
    workdays=WorkdayPolicy.BACK,
    lists=("press",),
    addresses=("a@example.org", "b@example.org"),
    to_deputy=True,
)
Pairs = list[tuple[str, str]]


def sent(form: RuleForm, **changes: str) -> MultiDict[str, str]:
    """Return what a browser sends of a form."""
    rule = form.rule
    flags = (
        *("to_comms_team", "to_focal_point", "to_deputy", "to_heads"),
        *("enabled", "answer_needed", "with_attachment"),
    )
    pairs: Pairs = [("kind", kind) for kind in form.kinds]
    pairs += [("list", name) for name in rule.lists]
    pairs += [(name, "on") for name in flags if getattr(rule, name)]
    for row in form.rows:
        pairs += [("number", row.number), ("unit", row.unit), ("where", row.where)]
    found = MultiDict(pairs)
    found["tags"] = write_names(rule.tags)
    found["places"] = write_names(rule.places)
    found["addresses"] = "\n".join(rule.addresses)
    found["send_at"], found["workdays"] = form.send_at, rule.workdays.value
    found["item"] = rule.item_uid
    found.update(changes)
    for name, value in changes.items():
        found[name] = value
    return found


@pytest.mark.parametrize("rule", [RULE, *default_rules()], ids=lambda rule: rule.id)
def test_a_form_sent_back_untouched_says_the_same_rule(rule: ReminderRule) -> None:
    form, problems = read_form(sent(form_of(rule)), rule)
    assert (form.rule, problems) == (rule, [])


@pytest.mark.parametrize(
    ("row", "step"),
    [
        (("2", "weeks", "before-notice"), Step(14, Anchor.NOTICE)),
        (("3", "days", "after-end"), Step(-3, Anchor.END)),
        (("5", "hours", "before-start"), Step(0, hours=5)),
        (("1", "hours", "before-start"), Step(0, hours=1)),
        (("0", "days", "before-expiry"), Step(0, Anchor.EXPIRY)),
    ],
)
def test_a_row_is_a_step(row: tuple[str, str, str], step: Step) -> None:
    given = MultiDict(zip(("number", "unit", "where"), row, strict=True))
    assert read_form(given, RULE)[0].rule.steps == (step,)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (("soon", "days", "before-start"), "soon is no whole number"),
        (("-1", "days", "before-start"), "-1 is no whole number"),
        (("1", "hours", "after-end"), "takes hours before the start alone"),
        (("0", "hours", "before-start"), "takes hours up to 72"),
        (("000", "hours", "before-start"), "takes hours up to 72"),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_and_named(
    row: tuple[str, str, str], wrong: str
) -> None:
    given = sent(form_of(RULE))
    given.setlist("number", [row[0]])
    given.setlist("unit", [row[1]])
    given.setlist("where", [row[2]])
    form, problems = read_form(given, RULE)
    assert [(p.field, p.message) for p in problems] == [("step", wrong)]
    assert form.rows[0].number == row[0]


def test_words_that_no_form_offers_change_nothing() -> None:
    given = sent(form_of(RULE), workdays="sideways", send_at="noon")
    given.setlist("kind", ["news", "party"])
    form, problems = read_form(given, RULE)
    assert form.rule.workdays is WorkdayPolicy.BACK
    assert [problem.field for problem in problems] == ["kind", "send_at"]
    assert form.send_at == "noon"


def test_a_tag_that_stands_twice_is_kept_once() -> None:
    given = sent(form_of(RULE), tags=' film, art ,"film",, ')
    assert read_form(given, RULE)[0].rule.tags == ("film", "art")


def test_the_name_of_a_rule_stays() -> None:
    given = sent(form_of(RULE), id="another")
    assert read_form(given, RULE)[0].rule.id == "film-night"


def test_every_anchor_can_be_chosen() -> None:
    assert set(WHERE.values()) == {(s, a) for s in ("before", "after") for a in Anchor}
    assert UNITS == ("days", "weeks", "hours")
