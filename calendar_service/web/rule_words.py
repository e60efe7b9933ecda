"""Reminder rules in the words and the language of the pages."""

import hashlib
import re
from collections.abc import Callable

from flask_babel import gettext, lazy_gettext, ngettext

from calendar_service.domain.account import Account
from calendar_service.domain.draft import Problem
from calendar_service.domain.phrases import kind_names
from calendar_service.domain.rule import Anchor, ReminderRule, WorkdayPolicy
from calendar_service.web.language import language
from calendar_service.web.mail_privacy import address_said
from calendar_service.web.problem_words import problem_said

Words = Callable[..., str]
UNITS = {
    "days": lazy_gettext("days"),
    "weeks": lazy_gettext("weeks"),
    "hours": lazy_gettext("hours"),
}
WHERE = {
    "before-start": lazy_gettext("before the start"),
    "before-notice": lazy_gettext("before the notice deadline"),
    "before-expiry": lazy_gettext("before the expiry"),
    "after-end": lazy_gettext("after the end"),
    "after-start": lazy_gettext("after the start"),
    "before-end": lazy_gettext("before the end"),
    "after-notice": lazy_gettext("after the notice deadline"),
    "after-expiry": lazy_gettext("after the expiry"),
}
POLICIES = {
    WorkdayPolicy.FORWARD: lazy_gettext("Send it on the next working day"),
    WorkdayPolicy.BACK: lazy_gettext("Send it on the working day before"),
    WorkdayPolicy.NONE: lazy_gettext("Send it all the same"),
}
TO = {
    "to_comms_team": lazy_gettext("The communications team"),
    "to_focal_point": lazy_gettext("The focal point"),
    "to_deputy": lazy_gettext("The deputy"),
    "to_heads": lazy_gettext("The administrators"),
}
KNOWN: tuple[tuple[str, Words], ...] = (
    (r"takes one kind at least", lambda: gettext("Choose one kind at least.")),
    (r"is no time such as 09:00", lambda: gettext("Write a time such as 09:00.")),
    (
        r"(.+) is no whole number",
        lambda said: gettext("“%(said)s” is no whole number.", said=said),
    ),
    (
        r"takes 1 to (\d+) steps",
        lambda most: gettext("A rule has 1 to %(most)s steps.", most=most),
    ),
    (r"says the same twice", lambda: gettext("Two steps say the same.")),
    (
        r"lies within (\d+) days",
        lambda most: gettext("A step lies within %(most)s days.", most=most),
    ),
    (
        r"takes hours up to (\d+)",
        lambda most: gettext("Hours go from 1 to %(most)s.", most=most),
    ),
    (
        r"takes hours before the start alone",
        lambda: gettext("Hours are counted before the start alone."),
    ),
    (
        r"only agreements have a date of \w+",
        lambda: gettext("Only agreements have a notice deadline and an expiry."),
    ),
    (
        r"takes small letters, digits and hyphens, at most (\d+)",
        lambda most: gettext(
            "Write small Latin letters, digits and hyphens, at most %(most)s.",
            most=most,
        ),
    ),
    (
        r"there is no item with the uid .+",
        lambda: gettext("There is no event with this UID or address."),
    ),
    (
        r"there is no list (.+)",
        lambda name: gettext("There is no list “%(name)s”.", name=name),
    ),
    (
        r"is taken by another rule",
        lambda: gettext("Another rule has this name already."),
    ),
    (
        r"is taken by another list",
        lambda: gettext("Another list has this name already."),
    ),
    (
        r"is no day such as 2027-05-01",
        lambda: gettext("Write a day such as 2027-05-01."),
    ),
    (
        r"lies before the first day",
        lambda: gettext("The last day lies before the first."),
    ),
    (
        r"makes more than (\d+) days at once",
        lambda most: gettext("At most %(most)s days at once.", most=most),
    ),
    (r"names nobody", lambda: gettext("Write one address at least.")),
    (
        r"takes at most (\d+)",
        lambda most: gettext("At most %(most)s addresses are accepted.", most=most),
    ),
    (r"the rule reaches nobody", lambda: gettext("Choose who is to be reminded.")),
)


def rule_problem_said(problem: Problem) -> str:
    """Say a problem; what is not known here, as the form of items says it."""
    for pattern, words in KNOWN:
        found = re.fullmatch(pattern, problem.message)
        if found is not None:
            return str(words(*found.groups()))
    return problem_said(problem)


def scope_said(rule: ReminderRule) -> str:
    """Say of what a rule speaks."""
    if rule.item_uid:
        return str(gettext("Only %(item)s", item=rule.item_uid))
    names = [kind_names(k, language()) for k in (rule.kind, *rule.more_kinds)]
    return " · ".join([", ".join(names), *rule.tags, *rule.places])


def recipients_said(rule: ReminderRule, who: Account) -> str:
    """Say whom a rule reaches, its addresses as somebody may see them."""
    people = [str(said) for name, said in TO.items() if getattr(rule, name)]
    addresses = (address_said(each, who) for each in rule.addresses)
    return ", ".join([*people, *rule.lists, *addresses])


def steps_said(rule: ReminderRule) -> str:
    """Say "14, 3, 1 day before the start; 2 days after the end"."""
    found: dict[tuple[bool, str], list[int]] = {}
    for step in rule.steps:
        number = step.lead if step.hours else abs(step.days)
        key = bool(step.hours), str(_where(step.anchor, step.days))
        found.setdefault(key, []).append(number)
    return "; ".join(
        f"{_numbers_said(many, is_hours=is_hours)} {where}"
        for (is_hours, where), many in found.items()
    )


def step_said(anchor: Anchor, days: int, hours: int) -> str:
    """Say one step: "3 days before the start"."""
    number = days * 24 + hours if hours else abs(days)
    return f"{_numbers_said([number], is_hours=bool(hours))} {_where(anchor, days)}"


def version_of(rule: ReminderRule) -> str:
    """Return a mark that is another one as soon as anything about the rule is."""
    return hashlib.sha256(repr(rule).encode()).hexdigest()[:16]


def _where(anchor: Anchor, days: int) -> object:
    return WHERE[f"{'after' if days < 0 else 'before'}-{anchor}"]


def _numbers_said(numbers: list[int], *, is_hours: bool) -> str:
    """Say "14, 3, 1 day": the word agrees with the number beside it."""
    *others, last = numbers
    if is_hours:
        said = ngettext("%(num)s hour", "%(num)s hours", last)
    else:
        said = ngettext("%(num)s day", "%(num)s days", last)
    return ", ".join([*map(str, others), str(said)])
