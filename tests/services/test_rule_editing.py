"""Rules are changed by those who may, and only to what makes sense."""

from dataclasses import replace

import pytest

from calendar_service.domain.account import OPERATOR, NotAllowed
from calendar_service.domain.draft import InvalidDraft
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import Anchor, ReminderRule, Step
from calendar_service.services.reminding import ensure_default_rules
from calendar_service.services.rule_editing import (
    StaleRule,
    UnknownRule,
    add_rule,
    find_rule,
    known_rules,
    replace_rule,
    save_rule,
)
from calendar_service.storage.database import Session
from calendar_service.storage.rules import drop_rule, list_rules
from tests.builders import BEN

STEPS = (Step(7), Step(0, hours=3))
RULE = ReminderRule(id="press", kind=ItemKind.SCREENING, steps=STEPS)


def test_a_rule_is_kept_and_found(session: Session) -> None:
    save_rule(session, OPERATOR, RULE)
    changed = replace(RULE, steps=(Step(14),))
    save_rule(session, OPERATOR, changed)
    assert list_rules(session) == [changed]
    assert find_rule(session, "press") == changed
    drop_rule(session, "press")
    with pytest.raises(UnknownRule, match="there is no rule 'press'"):
        find_rule(session, "press")


def test_rules_are_known_before_the_scheduler_stores_them(session: Session) -> None:
    save_rule(session, OPERATOR, RULE)
    known = [rule.id for rule in known_rules(session)]
    ensure_default_rules(session)
    assert known == [rule.id for rule in list_rules(session)]


def test_a_rule_is_replaced_only_as_it_was_seen(session: Session) -> None:
    add_rule(session, OPERATOR, RULE)
    with pytest.raises(StaleRule):
        add_rule(session, OPERATOR, replace(RULE, steps=(Step(1),)))
    first, second = (replace(RULE, steps=(Step(days),)) for days in (14, 21))
    replace_rule(session, OPERATOR, RULE, first)
    with pytest.raises(StaleRule):
        replace_rule(session, OPERATOR, RULE, second)
    assert find_rule(session, "press") == first
    with pytest.raises(NotAllowed):
        replace_rule(session, BEN, first, second)
    with pytest.raises(NotAllowed):
        add_rule(session, BEN, replace(RULE, id="other"))


def test_only_administrators_change_rules(session: Session) -> None:
    with pytest.raises(NotAllowed):
        save_rule(session, BEN, RULE)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"id": "Not/this"}, "id", "takes small letters"),
        ({"steps": ()}, "step", "takes 1 to 40 steps"),
        ({"steps": (Step(7), Step(7))}, "step", "says the same twice"),
        ({"steps": (Step(99_999),)}, "step", "lies within 3650 days"),
        ({"steps": (Step(0, hours=73),)}, "step", "takes hours up to 72"),
        ({"steps": (Step(0, Anchor.END, 3),)}, "step", "before the start alone"),
        ({"steps": (Step(7, Anchor.NOTICE),)}, "step", "only agreements"),
        ({"zone": "Nowhere"}, "zone", "no zone such as Asia/Tbilisi"),
        ({"kind": ItemKind.NEWS}, "kind", "news happens on no day"),
        ({"item_uid": "no@example.org"}, "item", "no item with the uid"),
        ({"lists": ("nobody",)}, "to", "there is no list nobody"),
        ({"addresses": ("a b@c",)}, "addresses", "a b@c"),
        ({"to_comms_team": False, "to_focal_point": False}, "to", "reaches nobody"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(
    session: Session, changes: dict[str, object], field: str, said: str
) -> None:
    wrong = replace(RULE, **changes)  # type: ignore[arg-type]  # the caller names the field
    with pytest.raises(InvalidDraft) as caught:
        save_rule(session, OPERATOR, wrong)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert said in str(caught.value.problems[0])
