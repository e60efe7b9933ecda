"""The form of a reminder rule, and the rule that it says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Protocol

from calendar_service.domain.draft import Problem
from calendar_service.domain.item import ItemKind
from calendar_service.domain.rule import Anchor, ReminderRule, Step, WorkdayPolicy
from calendar_service.services.rule_editing import MOST_HOURS
from calendar_service.web.form_reading import read_names, write_names
from calendar_service.web.typed_addresses import read_addresses

EMPTY_ROWS = 3
MOST_ROWS = 60
MOST_LETTERS = 200_000
"""Beyond the longest list of addresses that is accepted: none is cut off unsaid."""
WHERE = {
    f"{side}-{anchor}": (side, anchor)
    for side, anchor in (
        ("before", Anchor.START),
        ("before", Anchor.NOTICE),
        ("before", Anchor.EXPIRY),
        ("after", Anchor.END),
        ("after", Anchor.START),
        ("before", Anchor.END),
        ("after", Anchor.NOTICE),
        ("after", Anchor.EXPIRY),
    )
}
DAYS_IN = {"days": 1, "weeks": 7}
UNITS = ("days", "weeks", "hours")
NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)


class Given(Protocol):
    """What a browser sends: one value or several to a name."""

    def get(self, name: str, default: str, /) -> str: ...
    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One step as it was typed."""

    number: str = ""
    unit: str = UNITS[0]
    where: str = "before-start"

    def problem(self) -> str:
        """Say why it is no step, "" where it is one."""
        if not NUMBER.fullmatch(self.number):
            return f"{self.number} is no whole number"
        if self.unit != "hours":
            return ""
        if WHERE[self.where][0] == "after":
            return "takes hours before the start alone"
        # No hours at all would be stored as no days: mailed in the morning.
        return "" if int(self.number) else f"takes hours up to {MOST_HOURS}"


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What the form shows: the rule as far as it can be read, and the rest as typed."""

    rule: ReminderRule
    rows: tuple[Row, ...]
    send_at: str
    kinds: frozenset[ItemKind]

    def is_wrong(self, row: Row) -> bool:
        """Tell whether a row is to be mended: where none is by itself, all are."""
        filled = [each for each in self.rows if each.number]
        return row in ([each for each in filled if each.problem()] or filled)

    @property
    def tags(self) -> str:
        return write_names(self.rule.tags)

    @property
    def places(self) -> str:
        return write_names(self.rule.places)


def form_of(rule: ReminderRule) -> RuleForm:
    """Return the form of a rule, with rows for more steps."""
    rows = tuple(map(_row, rule.steps))
    return _padded(RuleForm(rule, rows, f"{rule.send_at:%H:%M}", rule.kinds))


def read_form(given: Given, base: ReminderRule) -> tuple[RuleForm, list[Problem]]:
    """Read the form; what cannot be read stays as in `base` and is a problem."""
    rows = _typed_rows(given)
    steps, problems = _steps(rows)
    kinds = [k for k in ItemKind if k is not ItemKind.NEWS and k in _all(given, "kind")]
    if base.kind in kinds:
        kinds.sort(key=lambda kind: kind is not base.kind)
    if not kinds:
        problems.append(Problem("kind", "takes one kind at least"))
    send_at = given.get("send_at", "").strip()[:20]
    try:
        at = time.fromisoformat(send_at).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        at = base.send_at
        problems.append(Problem("send_at", "is no time such as 09:00"))
    rule = replace(
        base,
        id=base.id or given.get("id", "").strip()[:100],
        kind=kinds[0] if kinds else base.kind,
        more_kinds=tuple(kinds[1:]),
        steps=steps,
        send_at=at,
        workdays=_policy(given.get("workdays", ""), base.workdays),
        tags=_names(given, "tags"),
        places=_names(given, "places"),
        item_uid=given.get("item", "").strip()[:320],
        lists=tuple(dict.fromkeys(_all(given, "list"))),
        addresses=_addresses(given),
        enabled=_is_on(given, "enabled"),
        answer_needed=_is_on(given, "answer_needed"),
        with_attachment=_is_on(given, "with_attachment"),
        to_comms_team=_is_on(given, "to_comms_team"),
        to_focal_point=_is_on(given, "to_focal_point"),
        to_deputy=_is_on(given, "to_deputy"),
        to_heads=_is_on(given, "to_heads"),
    )
    return _padded(RuleForm(rule, rows, send_at, frozenset(kinds))), problems


def _row(step: Step) -> Row:
    if step.hours:
        return Row(str(step.lead), "hours", f"before-{step.anchor}")
    side = "after" if step.days < 0 else "before"
    return Row(str(abs(step.days)), UNITS[0], f"{side}-{step.anchor}")


def _typed_rows(given: Given) -> tuple[Row, ...]:
    """Return the rows that say something; a number that is missing says nothing."""
    typed = zip(
        given.getlist("number"),
        given.getlist("unit"),
        given.getlist("where"),
        strict=False,
    )
    rows = [
        Row(
            number.strip()[:20],
            unit if unit in UNITS else UNITS[0],
            where if where in WHERE else "before-start",
        )
        for number, unit, where in typed
    ]
    return tuple(row for row in rows[:MOST_ROWS] if row.number)


def _steps(rows: Sequence[Row]) -> tuple[tuple[Step, ...], list[Problem]]:
    problems = [Problem("step", said) for row in rows if (said := row.problem())]
    return tuple(_step(row) for row in rows if not row.problem()), problems


def _step(row: Row) -> Step:
    side, anchor = WHERE[row.where]
    if row.unit == "hours":
        return Step(0, anchor, int(row.number))
    days = int(row.number) * DAYS_IN[row.unit]
    return Step(-days if side == "after" else days, anchor)


def _padded(form: RuleForm) -> RuleForm:
    return replace(form, rows=(*form.rows, *[Row()] * EMPTY_ROWS))


def _policy(said: str, otherwise: WorkdayPolicy) -> WorkdayPolicy:
    return WorkdayPolicy(said) if said in set(WorkdayPolicy) else otherwise


def _names(given: Given, name: str) -> tuple[str, ...]:
    """Read tags or places as the form of items does: one may hold a comma."""
    return tuple(dict.fromkeys(read_names(given.get(name, "")[:MOST_LETTERS])))


def _addresses(given: Given) -> tuple[str, ...]:
    typed = given.get("addresses", "")[:MOST_LETTERS]
    return tuple(dict.fromkeys(read_addresses(typed)))


def _all(given: Given, name: str) -> list[str]:
    return given.getlist(name)[:MOST_ROWS]


def _is_on(given: Given, name: str) -> bool:
    return given.get(name, "") == "on"
