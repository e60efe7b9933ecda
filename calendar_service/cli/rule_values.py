"""What is typed about a rule, read; and a rule as plain values."""

import re

import click

from calendar_service.domain.rule import Anchor, ReminderRule, Step

STEP = re.compile(
    r"(\d{1,4})\s*([hdw])(?:\s+(before|after)\s+(?:the\s+)?(start|end|notice|expiry))?",
    re.IGNORECASE | re.ASCII,
)
HINT = "write it as 7d, 2w, 3h, '2d after end', '30d before notice' or '0d'"
WHOM = {
    "comms-team": "to_comms_team",
    "focal-point": "to_focal_point",
    "deputy": "to_deputy",
    "heads": "to_heads",
}


class StepType(click.ParamType[Step]):
    """A lead time: hours, days or weeks before or after a date."""

    name = "step"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Step:
        if isinstance(value, Step):
            return value
        found = STEP.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{str(value)[:40]!r} is no step; {HINT}", param, ctx)
        number, unit = int(found[1]), found[2].lower()
        anchor = Anchor((found[4] or "start").lower())
        if unit == "h":
            if (found[3] or "before").lower() == "after":
                self.fail("hours are counted before the start alone", param, ctx)
            return Step(0, anchor, number)
        days = number * 7 if unit == "w" else number
        return Step(-days if (found[3] or "").lower() == "after" else days, anchor)


def read_recipients(chosen: tuple[str, ...]) -> dict[str, object]:
    """Return the fields of a rule that say whom it reaches: these and no others."""
    known = {field: name in chosen for name, field in WHOM.items()}
    rest = [name for name in chosen if name not in WHOM]
    lists = tuple(n.removeprefix("list:") for n in rest if n.startswith("list:"))
    addresses = tuple(name for name in rest if not name.startswith("list:"))
    return {**known, "lists": lists, "addresses": addresses}


def plain_step(step: Step) -> dict[str, object]:
    """Return a step for programs."""
    return {"days": step.days, "hours": step.hours, "anchor": step.anchor.value}


def plain_rule(rule: ReminderRule) -> dict[str, object]:
    """Return a rule for programs."""
    return {
        "id": rule.id,
        "kind": rule.kind.value,
        "more_kinds": [kind.value for kind in rule.more_kinds],
        "tags": list(rule.tags),
        "places": list(rule.places),
        "item": rule.item_uid or None,
        "enabled": rule.enabled,
        "steps": [plain_step(step) for step in rule.steps],
        "send_at": f"{rule.send_at:%H:%M}",
        "zone": rule.zone,
        "workdays": rule.workdays.value,
        "to_comms_team": rule.to_comms_team,
        "to_focal_point": rule.to_focal_point,
        "to_deputy": rule.to_deputy,
        "to_heads": rule.to_heads,
        "lists": list(rule.lists),
        "addresses": list(rule.addresses),
        "with_attachment": rule.with_attachment,
        "answer_needed": rule.answer_needed,
    }
